using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>Every rule about declarations. Each has a page in docs/rules.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error("AGS0001", "A session record must be partial",
        "'{0}' must be partial, so that its generated part can be added: write 'partial {1} {0}'");

    public static readonly DiagnosticDescriptor GenericRecord = Error("AGS0002", "A session record can't be generic",
        "'{0}' can't be a session record, because it is generic or inside a generic type: declare a record for each type argument");

    public static readonly DiagnosticDescriptor UnsuitableType = Error("AGS0003", "A session record must be an instantiable class",
        "'{0}' can't be a session record, because it is {1}: declare a class or record that is not");

    public static readonly DiagnosticDescriptor InvalidSessionId = Error("AGS0004", "The session id is a string",
        "'{0}' is the session id and must be of type 'string', not '{1}': change its type, or leave it out and let the generator add it");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("AGS0005", "The member's type can't be stored",
        "'{0}' is of type '{1}', which can't be stored: {2}");

    public static readonly DiagnosticDescriptor DuplicateColumn = Error("AGS0006", "Two members have the same column",
        "'{0}' and '{1}' are both stored in the column '{2}': give one of them another name with [SessionColumn(\"...\")]");

    public static readonly DiagnosticDescriptor ModeColumnConflict = Error("AGS0007", "A column of the mode holds something else",
        "'{0}' is stored in the column '{1}', which holds {2} in this mode: change the member's type to {3}, or give it another name with [SessionColumn(\"...\")]");

    public static readonly DiagnosticDescriptor InvalidIdentifier = Error("AGS0008", "Invalid table or column name",
        "The {0} name '{1}' is not valid: use letters a to z, digits and '_', at most 64, starting with neither a digit nor 'sqlite_'");

    public static readonly DiagnosticDescriptor InvalidConverter = Error("AGS0009", "The converter does not fit the member",
        "'{1}' can't convert '{0}': it must implement IColumnConverter<{2}, TStored> with a scalar TStored");

    public static readonly DiagnosticDescriptor NotSettable = Error("AGS0010", "A member has no setter or constructor parameter",
        "'{0}' can't be set when a session is read: give it a set or init accessor, a constructor parameter of its name, or [SessionIgnore]");

    public static readonly DiagnosticDescriptor InvalidTime = Error("AGS0011", "A time has the wrong type",
        "'{0}' is stored in '{1}' as Unix seconds and must be a 'long', 'long?', 'DateTimeOffset' or 'DateTimeOffset?', not '{2}'");

    public static readonly DiagnosticDescriptor InitOnlyTime = Error("AGS0012", "A time of a class must have a set accessor",
        "'{0}' is set when a session is stored, and a class can't be copied: give it a set accessor, or make '{1}' a record");

    public static readonly DiagnosticDescriptor NoConstructor = Error("AGS0013", "No constructor can be called when a session is read",
        "'{0}' has no accessible constructor whose parameters all have the name and type of a stored member: add one, or a parameterless one");

    public static readonly DiagnosticDescriptor InvalidVersion = Error("AGS0014", "A schema version starts at 1",
        "The version of '{0}' is {1}: versions start at 1");

    public static readonly DiagnosticDescriptor IndexedJson = Error("AGS0015", "A JSON column can't be indexed",
        "'{0}' is stored as JSON, which can't be indexed: remove [SessionIndex], or store it through a converter to a scalar");

    public static readonly DiagnosticDescriptor Inaccessible = Error("AGS0016", "A type is not accessible to generated code",
        "'{0}' is {1}, so that generated code can't name it: make it internal or public");

    public static readonly DiagnosticDescriptor NotPartialContainer = Error("AGS0017", "A type around a session record must be partial",
        "'{0}' contains the session record '{1}' and must be partial: write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor MemberNameTaken = Error("AGS0018", "A member has the name of one that must be generated",
        "'{0}' has the name of the member that is generated for {1}: {2}");

    public static readonly DiagnosticDescriptor RequiredNotStored = Error("AGS0019", "A required member is not stored",
        "'{0}' is required but not stored, so that no session can be made when one is read: store it, or remove 'required'");

    public static readonly DiagnosticDescriptor NoEffect = Warning("AGS0020", "An attribute has no effect",
        "[{0}] on '{1}' has no effect, because {2}: remove it");

    public static readonly DiagnosticDescriptor ModeNotInLayout = Error("AGS0021", "The layout does not have the mode",
        "'{0}' is of mode '{1}', which layout {2} does not have: use StorageMode.Workflow there, or SessionLayout.V1");

    public static readonly DiagnosticDescriptor ReservedColumn = Error("AGS0022", "The layout fills the column itself",
        "'{0}' is stored in the column '{1}', which the layout fills with the type of the session: give it another name with [SessionColumn(\"...\")]");

    public static readonly DiagnosticDescriptor InvalidSessionVersion = Error("AGS0023", "A session's version is a long that can be set",
        "'{0}' can't be the version of a session, because {1}: declare one 'long' with a set accessor, or init in a record");

    public static readonly DiagnosticDescriptor UnknownEnumValue = Error("AGS0024", "The mode or layout is unknown",
        "'{0}' is declared with a {1} that has no name: write one of the enum's, such as {1}.{2}");

    public static readonly DiagnosticDescriptor OldLanguage = Error("AGS0025", "The project's C# is too old for generated code",
        "'{0}' needs C# 13 or later for its generated code, and the project is compiled as C# {1}: set <LangVersion>13</LangVersion> in the project file, or remove LangVersion from it");

    public static readonly DiagnosticDescriptor IgnoredInJson = Warning("AGS0026", "A member is left out of JSON and stored",
        "'{0}' carries [JsonIgnore], which does not keep it out of the table: add [SessionIgnore] if it is not to be stored; suppress this warning if it is");

    public static readonly DiagnosticDescriptor FieldNotStored = Warning("AGS0027", "A public field is not stored",
        "'{0}' is a field, and only properties are stored: make it a property, or add [SessionIgnore] if it is not to be stored");

    public static readonly DiagnosticDescriptor InvalidContext = Error("AGS0028", "The named JSON context can't be used",
        "'{0}' is not a JSON context: name a class that derives from System.Text.Json.Serialization.JsonSerializerContext and has [JsonSerializable] attributes, or remove JsonContext");

    /// <summary>The rules that have a code fix. An analyzer reports them.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> Fixable = [NotPartial, NotPartialContainer, JsonDescriptors.MissingFromContext, EvolutionDescriptors.NotRecorded];

    public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById = new[]
    {
        NotPartial, GenericRecord, UnsuitableType, InvalidSessionId, UnsupportedType, DuplicateColumn, ModeColumnConflict, InvalidIdentifier,
        InvalidConverter, NotSettable, InvalidTime, InitOnlyTime, NoConstructor, InvalidVersion, IndexedJson, Inaccessible, NotPartialContainer,
        MemberNameTaken, RequiredNotStored, NoEffect, ModeNotInLayout, ReservedColumn, InvalidSessionVersion,
        UnknownEnumValue, OldLanguage, IgnoredInJson, FieldNotStored, InvalidContext,
    }.Concat(JsonDescriptors.All).Concat(RunDescriptors.All).Concat(EvolutionDescriptors.All).Concat(QueryDescriptors.All).ToDictionary(descriptor => descriptor.Id);
}
