using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The <c>JsonSerializerContext</c> that a record names: which types it lists, and what its options change.</summary>
/// <param name="context">The context, or null where none is named.</param>
internal sealed class JsonContextOptions(INamedTypeSymbol? context)
{
    // Options that change how a text is laid out or checked, and not what it says.
    private static readonly HashSet<string> Neutral =
        ["GenerationMode", "WriteIndented", "IndentCharacter", "IndentSize", "NewLine", "DefaultBufferSize", "MaxDepth", "AllowTrailingCommas", "ReadCommentHandling"];

    private readonly AttributeData? _options = context?.Json(JsonAttributes.SourceGenerationOptions);
    private readonly HashSet<ITypeSymbol> _listed = new(
        (context?.AllJson(JsonAttributes.Serializable) ?? []).Select(attribute => attribute.Argument()).OfType<ITypeSymbol>().Select(Bare),
        SymbolEqualityComparer.Default);

    public INamedTypeSymbol? Symbol => context;

    /// <summary>Whether the options make JSON that generated code would write otherwise, or read what it would not.</summary>
    public bool ChangeJson => _options is not null
        && (_options.ConstructorArguments.Any(argument => !IsDefault(argument)) || _options.NamedArguments.Any(option => !Neutral.Contains(option.Key) && Changes(option.Key, option.Value)));

    /// <summary>Whether enums without a converter of their own are written by name.</summary>
    public bool NamesEnums => _options?.Named("UseStringEnumConverter") is true;

    /// <summary>Whether the context has the type by name. What a listed type leads to is the context's as well, but not known here.</summary>
    public bool Lists(ITypeSymbol type) => _listed.Contains(Bare(type));

    private static bool Changes(string option, TypedConstant value) => option == "AllowDuplicateProperties" ? value.Value is false : !IsDefault(value);

    private static bool IsDefault(TypedConstant value) =>
        value.Kind == TypedConstantKind.Array ? value.Values.IsDefaultOrEmpty : value.Value is null or false or 0;

    private static ITypeSymbol Bare(ITypeSymbol type) =>
        JsonGraphParser.IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
}
