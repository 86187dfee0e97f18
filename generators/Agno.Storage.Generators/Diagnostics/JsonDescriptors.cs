using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>The rules about JSON members: where generated code can't do what System.Text.Json would, the build says so.</summary>
internal static class JsonDescriptors
{
    public static readonly DiagnosticDescriptor UnsupportedType = Error("AGS0100", "Generated code can't read and write the type's JSON",
        "'{0}' is of type '{1}', which generated JSON code can't handle ({2}): change the type, add {3}, or name a context that has it with [SessionRecord(JsonContext = typeof(...))]");

    public static readonly DiagnosticDescriptor MissingFromContext = Error("AGS0101", "The JSON type is missing from the named context",
        "'{0}' is of type '{1}', which generated JSON code can't handle and '{2}' lacks: add [JsonSerializable(typeof({1}))] to '{2}'");

    public static readonly DiagnosticDescriptor NoConstructor = Error("AGS0102", "The JSON type can't be made when it is read",
        "'{0}' can't be made when JSON is read ({1}): give it an accessible parameterless constructor, or mark one with [JsonConstructor]");

    public static readonly DiagnosticDescriptor DuplicateName = Error("AGS0103", "Two members have one JSON name",
        "'{0}' and '{1}' are both '{2}' in JSON: give one of them another name with [JsonPropertyName] or add [JsonIgnore]");

    public static readonly DiagnosticDescriptor UnboundParameter = Error("AGS0104", "A constructor parameter matches no member",
        "The parameter '{0}' of the constructor of '{1}' matches no JSON member by name and type: rename it, change its type, or mark another constructor with [JsonConstructor]");

    public static readonly DiagnosticDescriptor InvalidConverter = Error("AGS0105", "The JSON converter can't be used",
        "'{1}' can't convert '{0}': it must be an accessible JsonConverter<{2}> or JsonConverterFactory with a public parameterless constructor");

    public static readonly DiagnosticDescriptor UnsupportedAttribute = Error("AGS0106", "A JSON attribute is not honoured by generated code",
        "'{0}' carries [{1}], which generated JSON code can't honour: {2}");

    public static readonly DiagnosticDescriptor InvalidIgnore = Error("AGS0107", "A JSON member can't be ignored in this way",
        "'{0}' can't be left out as [JsonIgnore] says, because it is {1}: {2}");

    public static readonly DiagnosticDescriptor Inaccessible = Error("AGS0108", "A JSON member is not accessible to generated code",
        "'{0}' carries [JsonInclude] but generated code can't reach it: make it internal or public");

    public static readonly DiagnosticDescriptor InvalidExtensionData = Error("AGS0109", "The extension data can't be used",
        "'{0}' can't hold extension data: make it the type's only one, a settable Dictionary<string, JsonElement>, IDictionary<string, JsonElement> or JsonObject");

    public static readonly DiagnosticDescriptor InvalidPolymorphism = Error("AGS0110", "The derived types can't be used",
        "'{0}' can't be polymorphic in JSON, because {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidNumberHandling = Error("AGS0111", "[JsonNumberHandling] is on a member that holds no number",
        "'{0}' carries [JsonNumberHandling] but is of type '{1}': remove the attribute, or put it on the type that declares the numbers");

    public static readonly DiagnosticDescriptor ForeignType = Error("AGS0112", "Generated code can't read and write the JSON of another assembly's type",
        "'{0}' holds '{1}' of '{2}', whose JSON generated code can't read and write (see {3}): name a context that has it with [SessionRecord(JsonContext = typeof(...))], options that have it with [SessionJson], or a converter with [JsonConverter]");

    public static readonly DiagnosticDescriptor InvalidOptions = Error("AGS0113", "The JSON options can't be used",
        "'{0}' names '{1}', which is not a static property or field of type JsonSerializerOptions that generated code can reach: name one that is internal or public");

    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        UnsupportedType, MissingFromContext, NoConstructor, DuplicateName, UnboundParameter, InvalidConverter, UnsupportedAttribute, InvalidIgnore,
        Inaccessible, InvalidExtensionData, InvalidPolymorphism, InvalidNumberHandling, ForeignType, InvalidOptions,
    ];
}
