using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>Finds by spelling alone what may be one of our attributes; the parser asks for the symbol then.</summary>
/// <param name="Names">The names of attribute classes, and the project's aliases of them.</param>
internal sealed record AttributeNames(EquatableArray<string> Names)
{
    private const string Suffix = "Attribute";

    public static AttributeNames OfRecords(IEnumerable<UsingAlias> aliases) => With(["SessionRecordAttribute"], aliases);

    public static AttributeNames OfQueries(IEnumerable<UsingAlias> aliases) => With(["SessionQueryAttribute", "SessionDeleteAttribute"], aliases);

    /// <summary>Whether a type, or a part of it, has what may be one of the attributes.</summary>
    public bool MayBeOn(TypeDeclarationSyntax type) => Any(type.AttributeLists);

    /// <summary>Whether a method of the type, or of this part of it, has what may be one of the attributes.</summary>
    public bool MayBeOnMethodOf(TypeDeclarationSyntax type) => type.Members.OfType<MethodDeclarationSyntax>().Any(method => Any(method.AttributeLists));

    /// <summary>The last part of a name.</summary>
    public static string Last(NameSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => "",
    };

    // An alias may stand for another.
    private static AttributeNames With(string[] classes, IEnumerable<UsingAlias> aliases)
    {
        ILookup<string, string> byTarget = aliases.ToLookup(alias => alias.Target, alias => alias.Name);
        var names = new List<string>(classes);
        for (int i = 0; i < names.Count; i++)
            names.AddRange(byTarget[names[i]].Where(name => !names.Contains(name)).Distinct());
        return new(names.ToEquatableArray());
    }

    private bool Any(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (AttributeListSyntax list in lists)
            foreach (AttributeSyntax attribute in list.Attributes)
                if (Last(attribute.Name) is var last && (Names.Contains(last) || Names.Contains(last + Suffix)))
                    return true;
        return false;
    }
}
