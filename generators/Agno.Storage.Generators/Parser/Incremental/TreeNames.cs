using System.Text;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>What a file contributes to the meaning of names in all others.</summary>
/// <param name="Text">Its global usings, the types that it declares, and the constants, whose values attributes take over.</param>
/// <param name="Types">The simple names of its types.</param>
/// <param name="Aliases">Its aliases of <c>[SessionRecord]</c>.</param>
internal sealed record TreeNames(string Text, EquatableArray<string> Types, EquatableArray<string> Aliases)
{
    public static TreeNames Of(CompilationUnitSyntax unit)
    {
        var text = new StringBuilder();
        var types = new List<string>();
        foreach (UsingDirectiveSyntax directive in unit.Usings.Where(directive => directive.GlobalKeyword != default))
            text.Append(directive);
        Add(unit.Members, text, types);
        IEnumerable<UsingDirectiveSyntax> usings = unit.Usings.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Usings));
        IEnumerable<string> aliases = usings
            .Where(directive => directive is { Alias: not null, Name: { } name } && AttributeNames.IsRecord(name))
            .Select(directive => directive.Alias!.Name.Identifier.ValueText);
        return new(text.ToString(), types.ToEquatableArray(), aliases.ToEquatableArray());
    }

    private static void Add(SyntaxList<MemberDeclarationSyntax> members, StringBuilder text, List<string> types)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    text.Append(space.Name).Append('{');
                    Add(space.Members, text, types);
                    text.Append('}');
                    break;
                case TypeDeclarationSyntax type:
                    types.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append('`').Append(type.Arity).Append('{');
                    Add(type.Members, text, types);
                    text.Append('}');
                    break;
                case EnumDeclarationSyntax type:
                    types.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append(type.Members);
                    break;
                case DelegateDeclarationSyntax type:
                    types.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append('`').Append(type.Arity).Append(';');
                    break;
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                    text.Append(field.Declaration).Append(';');
                    break;
            }
        }
    }
}
