using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>Finds by spelling alone what may be one of our attributes; the parser asks for the symbol then.</summary>
internal static class AttributeNames
{
    private const string Name = "SessionRecord";

    public static bool MayBeRecord(TypeDeclarationSyntax type, EquatableArray<string> aliases) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => IsRecord(attribute.Name) || aliases.Any(alias => Last(attribute.Name) is var last && (last == alias || last + "Attribute" == alias)));

    /// <summary>Whether a name is, or ends with, the attribute's.</summary>
    public static bool IsRecord(NameSyntax name) => Last(name) is Name or Name + "Attribute";

    /// <summary>Whether a method of the type, or of this part of it, has what may be <c>[SessionQuery]</c> or <c>[SessionDelete]</c>.</summary>
    public static bool MayHaveQueries(TypeDeclarationSyntax type) =>
        type.Members.OfType<MethodDeclarationSyntax>().SelectMany(method => method.AttributeLists).SelectMany(list => list.Attributes)
            .Any(attribute => Last(attribute.Name) is "SessionQuery" or "SessionQueryAttribute" or "SessionDelete" or "SessionDeleteAttribute");

    private static string Last(NameSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => "",
    };
}
