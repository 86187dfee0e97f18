using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>Whether a type can be a session record, and how its generated part is opened.</summary>
internal static class TypeParser
{
    // The contract's type parameter allows ref structs.
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp13;

    public static bool Check(INamedTypeSymbol record, TypeDeclarationSyntax syntax, List<DiagnosticInfo> diagnostics)
    {
        Location location = syntax.Identifier.GetLocation();
        if (CheckLanguage(record.Name, location) is { } tooOld)
        {
            diagnostics.Add(tooOld);
            return false;
        }
        string? unsuitable = record switch
        {
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsValueType: true } => "a struct",
            _ => null,
        };
        if (unsuitable is not null)
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.UnsuitableType, location, record.Name, unsuitable));
        if (ContainingSymbols(record).Append(record).Any(type => type.IsGenericType))
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.GenericRecord, location, record.Name));
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.NotPartial, location, record.Name, Keyword(record)));
        if (ContainingSymbols(record).Append(record).FirstOrDefault(type => type.IsFileLocal) is { } local)
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.Inaccessible, location, local.Name, "file-local"));
        foreach (TypeDeclarationSyntax container in syntax.Ancestors().OfType<TypeDeclarationSyntax>())
            if (!container.Modifiers.Any(SyntaxKind.PartialKeyword))
                diagnostics.Add(DiagnosticInfo.Of(Descriptors.NotPartialContainer, container.Identifier.GetLocation(), container.Identifier.Text, record.Name));
        return diagnostics.Count == 0;
    }

    /// <summary>An error where generated code is of a newer C# than the declaration's; null where it is not.</summary>
    public static DiagnosticInfo? CheckLanguage(string name, Location location) =>
        location.SourceTree?.Options is CSharpParseOptions { LanguageVersion: < OldestLanguage and var version }
            ? DiagnosticInfo.Of(Descriptors.OldLanguage, location, name, version.ToDisplayString())
            : null;

    /// <summary>Whether another file can add code to the type.</summary>
    public static bool IsExtensible(INamedTypeSymbol type, TypeDeclarationSyntax syntax) =>
        CheckLanguage(type.Name, syntax.Identifier.GetLocation()) is null
        && syntax.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword))
        && !ContainingSymbols(type).Append(type).Any(part => part.IsFileLocal);

    /// <summary>The namespace as a file declares it; null for the global one.</summary>
    public static string? Namespace(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() : null;

    public static string Declaration(INamedTypeSymbol type) =>
        $"partial {Keyword(type)} {Naming.Escape(type.Name)}{(type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Naming.Escape(parameter.Name)))}>")}";

    public static EquatableArray<string> ContainingTypes(INamedTypeSymbol type) => ContainingSymbols(type).Select(Declaration).ToEquatableArray();

    /// <summary>What the names of the type's generated files begin with: namespaces, containing types and its own name, unlike those of all other types of the project.</summary>
    public static string HintName(INamedTypeSymbol type, Surroundings? surroundings) =>
        string.Join(".", Namespaces(type).Concat(ContainingSymbols(type)).Append(type).Select(part => surroundings?.HasTwin(part.Name) == true ? FileName(part) : part.Name));

    /// <summary>The name by which a compilation finds the type.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        string name = string.Join("+", ContainingSymbols(type).Append(type).Select(symbol => symbol.MetadataName));
        return type.ContainingNamespace is { IsGlobalNamespace: false } ns ? $"{ns.ToDisplayString().Replace("@", "")}.{name}" : name;
    }

    // File names that differ in case only are one name to the compiler: the second of such types, or namespaces, gets a number.
    private static string FileName(INamespaceOrTypeSymbol part)
    {
        INamespaceOrTypeSymbol container = (INamespaceOrTypeSymbol?)part.ContainingType ?? part.ContainingNamespace;
        int before = container.GetMembers().OfType<INamespaceOrTypeSymbol>().Select(sibling => sibling.Name).Distinct()
            .Count(name => name.Equals(part.Name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(name, part.Name) < 0);
        return before == 0 ? part.Name : $"{part.Name}-{before}";
    }

    private static IEnumerable<INamespaceOrTypeSymbol> Namespaces(INamedTypeSymbol type)
    {
        var spaces = new Stack<INamespaceOrTypeSymbol>();
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            spaces.Push(space);
        return spaces;
    }

    private static IEnumerable<INamedTypeSymbol> ContainingSymbols(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
            types.Push(container);
        return types;
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, IsValueType: true } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };
}
