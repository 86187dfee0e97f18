using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Turns a property into a column.</summary>
/// <param name="mode">The columns of the record's mode.</param>
/// <param name="record">The record.</param>
/// <param name="compilation">The compilation.</param>
/// <param name="json">Takes the types of JSON columns; null where nobody asks for their code.</param>
/// <param name="diagnostics">Where errors go.</param>
internal sealed class ColumnParser(ModeColumns mode, INamedTypeSymbol record, Compilation compilation, JsonGraphParser? json, List<DiagnosticInfo> diagnostics)
{
    private const string JsonColumn = "Agno.Storage.JsonColumn";
    private const string ConverterInterface = "Agno.Storage.IColumnConverter";

    /// <summary>Names of columns that carry <c>[SessionIndex]</c>, in the order of their members.</summary>
    public List<string> Indexed { get; } = [];

    private bool _hasVersion;

    /// <summary>The column of an identity member that the user did not declare.</summary>
    public static ColumnModel Complete(ModeColumns mode, IdentityColumn identity)
    {
        bool isTime = identity.Role is "CreatedAt" or "UpdatedAt";
        bool isId = identity.Role == "SessionId";
        return new()
        {
            Member = identity.Member,
            Type = isTime ? "long?" : isId ? "string" : "string?",
            BareType = isTime ? "long" : "string",
            IsValueType = isTime,
            Name = identity.Name,
            Kind = isTime ? "Integer" : "Text",
            Role = identity.Role,
            IsReference = identity.IsReference,
            IsNullable = !isId,
            IsFilled = mode.FillsTime(identity.Role),
            Scalar = isTime ? ScalarKind.Int64 : ScalarKind.String,
            Setter = Setter.Set,
            CanSet = true,
            CompletedSummary = identity.Summary,
        };
    }

    /// <summary>The name of a member's column.</summary>
    public static string NameOf(IPropertySymbol member, ModeColumns mode) =>
        mode.Canonical(member.ColumnAttribute(KnownTypes.SessionColumnAttribute)?.ConstructorArguments.FirstOrDefault().Value as string ?? Naming.ToSnakeCase(member.Name));

    public ColumnModel? Parse(IPropertySymbol member)
    {
        AttributeData? attribute = member.ColumnAttribute(KnownTypes.SessionColumnAttribute);
        string name = NameOf(member, mode);
        Location location = member.LocationWithin(record);
        if (!Naming.IsPlainIdentifier(name))
        {
            Report(Descriptors.InvalidIdentifier, location, "column", name);
            return null;
        }

        if (name == ModeColumns.SessionTypeColumn && mode.SessionType is not null)
        {
            Report(Descriptors.ReservedColumn, location, member.Name, name);
            return null;
        }

        // Who names it means it: a converter of older files has to read it.
        if (name == ModeColumns.RunsColumn && mode.ReservesRuns && attribute?.ConstructorArguments.FirstOrDefault().Value is null)
        {
            Report(RunDescriptors.LegacyColumn, location, member.Name);
            return null;
        }

        ITypeSymbol bare = member.Type.Bare();
        if (TypeFault(bare) is { } fault)
        {
            Report(Descriptors.UnsupportedType, location, member.Name, bare.ToDisplayString(), fault);
            return null;
        }
        if (bare.Is(JsonColumn) && member.Type.AllowsNull())
        {
            Report(Descriptors.UnsupportedType, location, member.Name, member.Type.ToDisplayString(), "a JsonColumn without a value is stored as NULL already; remove the '?'");
            return null;
        }
        var converter = attribute?.Named("Converter") as INamedTypeSymbol;
        ITypeSymbol stored = bare;
        if (converter is not null && !TryParseConverter(converter, bare, out stored))
        {
            Report(Descriptors.InvalidConverter, attribute!.LocationOf("Converter") ?? location, member.Name, converter.Name, bare.ToDisplayString());
            return null;
        }
        foreach (ITypeSymbol named in new[] { bare, converter }.OfType<ITypeSymbol>())
        {
            if (InaccessibleBecause(named) is not { } reason)
                continue;
            Report(Descriptors.Inaccessible, location, named.Name, reason);
            return null;
        }

        IdentityColumn? identity = mode.Identity.Concat(mode.ForeignIds).FirstOrDefault(column => column.Name == name);
        ScalarKind scalar = ScalarParser.Parse(stored, converter is null ? member : null);
        if (scalar == ScalarKind.EnumName && stored.Attribute("System.FlagsAttribute") is not null)
        {
            Report(Descriptors.UnsupportedType, location, member.Name, bare.ToDisplayString(), "the names of a [Flags] enum combine; remove its string converter to store its number, or use a column converter");
            return null;
        }
        if (converter is null && ScalarParser.OtherConverter(stored, member) is { } own)
        {
            Report(Descriptors.UnsupportedType, location, member.Name, bare.ToDisplayString(), $"'{own}' writes it in JSON, and what it writes is not known at build time; use JsonStringEnumConverter<T> with [JsonStringEnumMemberName], or a column converter");
            return null;
        }
        bool isTime = identity?.Role is "CreatedAt" or "UpdatedAt";
        if (isTime && scalar == ScalarKind.DateTimeOffset)
            scalar = ScalarKind.UnixSeconds;
        if (identity is not null && !CheckIdentity(identity, member, scalar, converter is not null, location))
            return null;

        string kind = ScalarParser.ColumnKind(scalar);
        bool isOwn = mode.Data.Contains(name);
        bool isForeign = mode.ForeignData.Contains(name);
        if ((isOwn || isForeign) && kind != "Json")
        {
            Report(Descriptors.ModeColumnConflict, location, member.Name, name, "JSON", "one that is stored as JSON");
            return null;
        }

        string? jsonCodec = null;
        bool isLazy = false;
        if (kind == "Json")
        {
            isLazy = bare.Is(JsonColumn);
            jsonCodec = json?.AddRoot(isLazy ? ((INamedTypeSymbol)bare).TypeArguments[0] : member.Type, member);
            if (json is not null && jsonCodec is null)
                return null;
        }
        else if (json is not null && member.ColumnAttribute(KnownTypes.SessionJsonAttribute) is not null)
        {
            Report(Descriptors.NoEffect, location, "SessionJson", member.Name, "the member is not stored as JSON");
        }
        if (member.ColumnAttribute(KnownTypes.SessionIndexAttribute) is not null)
        {
            if (kind == "Json")
                Report(Descriptors.IndexedJson, location, member.Name);
            else
                Indexed.Add(name);
        }

        string? value = null;
        if (attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == "Default").Value is { IsNull: false, Kind: not TypedConstantKind.Error } constant
            && !DefaultParser.TryParse(constant, identity?.Role, scalar, stored, out value, out string expected))
        {
            Report(EvolutionDescriptors.InvalidDefault, attribute.LocationOf("Default") ?? location, member.Name, expected);
            return null;
        }

        Setter setter = member.SetMethod switch
        {
            null => Setter.None,
            { } method when !compilation.IsSymbolAccessibleWithin(method, record) => Setter.None,
            { IsInitOnly: true } => Setter.Init,
            _ => Setter.Set,
        };
        bool isVersion = member.ColumnAttribute(KnownTypes.SessionVersionAttribute) is not null;
        if (isVersion && WhyNoVersion(member, identity, converter is not null, setter) is { } reasonAgainst)
        {
            Report(Descriptors.InvalidSessionVersion, location, member.Name, reasonAgainst);
            return null;
        }
        return new()
        {
            Member = Naming.Escape(member.Name),
            Type = member.Type.Display(),
            BareType = bare.Display(),
            IsValueType = member.Type.IsValueType,
            Name = name,
            Kind = kind,
            Role = isVersion ? "Version" : identity?.Role ?? "None",
            IsReference = identity is { IsReference: true } && mode.Identity.Contains(identity),
            IsFilled = mode.FillsTime(identity?.Role),
            IsNullable = isLazy || member.Type.AllowsNull(),
            // Sessions that were stored without a version were stored by nobody who counts.
            Default = isVersion ? "0" : value,
            FormerName = member.ColumnAttribute(KnownTypes.FormerNameAttribute)?.ConstructorArguments.FirstOrDefault().Value as string,
            Scalar = scalar,
            StoredType = scalar is ScalarKind.EnumName or ScalarKind.EnumNumber ? stored.Display() : null,
            EnumNumberScalar = scalar == ScalarKind.EnumNumber ? ScalarParser.Parse(((INamedTypeSymbol)stored).EnumUnderlyingType!, null) : ScalarKind.None,
            EnumNumberType = scalar == ScalarKind.EnumNumber ? ((INamedTypeSymbol)stored).EnumUnderlyingType!.Display() : null,
            Converter = converter?.Display(),
            Setter = setter,
            CanSet = setter == Setter.Set,
            IsRequired = member.IsRequired,
            JsonCodec = jsonCodec,
            IsLazy = isLazy,
            Nesting = mode.SessionType is null ? JsonNesting.None : isOwn ? JsonNesting.Own : isForeign ? JsonNesting.Foreign : JsonNesting.None,
            EnumNames = scalar == ScalarKind.EnumName ? ScalarParser.EnumNames(stored) : default,
        };
    }

    private string? WhyNoVersion(IPropertySymbol member, IdentityColumn? identity, bool isConverted, Setter setter)
    {
        if (member.Type.SpecialType != SpecialType.System_Int64 || isConverted)
            return $"it is stored as {(isConverted ? "what its converter gives" : member.Type.ToDisplayString())}";
        if (identity is not null)
            return $"it is stored in '{identity.Name}', which has another meaning";
        if (setter != Setter.Set && !(setter == Setter.Init && record.IsRecord))
            return "it can't be set when a session was stored";
        if (_hasVersion)
            return "the record has another one";
        _hasVersion = true;
        return null;
    }

    private static string? TypeFault(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => "a pointer means nothing once it is stored; ignore it with [SessionIgnore]",
        { IsRefLikeType: true } => "a ref struct can't outlive the call that made it; use an array or a string",
        { TypeKind: TypeKind.Delegate } => "a delegate can't be stored; ignore it with [SessionIgnore]",
        { TypeKind: TypeKind.Dynamic } => "its type is not known at build time; use JsonNode",
        _ => null,
    };

    private string? InaccessibleBecause(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.ContainingType)
            if (current is INamedTypeSymbol { IsFileLocal: true })
                return "file-local";
        return type is INamedTypeSymbol named && !compilation.IsSymbolAccessibleWithin(named, record) ? "not accessible from the record" : null;
    }

    private bool CheckIdentity(IdentityColumn identity, IPropertySymbol member, ScalarKind scalar, bool isConverted, Location location)
    {
        string type = member.Type.ToDisplayString();
        switch (identity.Role)
        {
            case "SessionId" when isConverted || scalar != ScalarKind.String || member.Type.NullableAnnotation == NullableAnnotation.Annotated:
                Report(Descriptors.InvalidSessionId, location, member.Name, type);
                return false;
            case "CreatedAt" or "UpdatedAt" when isConverted || scalar is not (ScalarKind.Int64 or ScalarKind.UnixSeconds):
                Report(Descriptors.InvalidTime, location, member.Name, identity.Name, type);
                return false;
            case not ("SessionId" or "CreatedAt" or "UpdatedAt") when ScalarParser.ColumnKind(scalar) != "Text":
                Report(Descriptors.ModeColumnConflict, location, member.Name, identity.Name, "text", "one that is stored as text");
                return false;
            default:
                return true;
        }
    }

    private static bool TryParseConverter(INamedTypeSymbol converter, ITypeSymbol member, out ITypeSymbol stored)
    {
        stored = StoredType(converter, member) ?? member;
        return !ReferenceEquals(stored, member) && ScalarParser.Parse(stored, null) != ScalarKind.None;
    }

    /// <summary>What a column converter stores for values of a type; null where it does not convert them.</summary>
    public static ITypeSymbol? StoredType(INamedTypeSymbol converter, ITypeSymbol member) => converter.AllInterfaces
        .FirstOrDefault(contract => contract.Is(ConverterInterface) && SymbolEqualityComparer.Default.Equals(contract.TypeArguments[0], member))?.TypeArguments[1];

    private void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Of(descriptor, location, arguments));
}
