using System.Text;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>What a file contributes to the meaning of names in all others.</summary>
/// <param name="Text">Its global usings, the types that it declares, and the constants, whose values attributes take over.</param>
/// <param name="Declared">The simple names of its types, namespaces and aliases.</param>
/// <param name="Aliases">Its aliases of types.</param>
internal sealed record TreeNames(string Text, EquatableArray<string> Declared, EquatableArray<UsingAlias> Aliases)
{
    public static TreeNames Of(CompilationUnitSyntax unit)
    {
        var text = new StringBuilder();
        var declared = new List<string>();
        var aliases = new List<UsingAlias>();
        foreach (UsingDirectiveSyntax directive in unit.Usings.Where(directive => directive.GlobalKeyword != default))
            text.Append(directive);
        Add(unit.Usings, aliases);
        Add(unit.Members, text, declared, aliases);
        declared.AddRange(aliases.Select(alias => alias.Name));
        return new(text.ToString(), declared.ToEquatableArray(), aliases.ToEquatableArray());
    }

    private static void Add(SyntaxList<UsingDirectiveSyntax> usings, List<UsingAlias> aliases)
    {
        foreach (UsingDirectiveSyntax directive in usings)
            if (directive is { Alias: { } alias, Name: { } target })
                aliases.Add(new(alias.Name.Identifier.ValueText, AttributeNames.Last(target)));
    }

    private static void Add(SyntaxList<MemberDeclarationSyntax> members, StringBuilder text, List<string> declared, List<UsingAlias> aliases)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    Add(space.Name, declared);
                    Add(space.Usings, aliases);
                    text.Append(space.Name).Append('{');
                    Add(space.Members, text, declared, aliases);
                    text.Append('}');
                    break;
                case TypeDeclarationSyntax type:
                    declared.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append('`').Append(type.Arity).Append('{');
                    Add(type.Members, text, declared, aliases);
                    text.Append('}');
                    break;
                case EnumDeclarationSyntax type:
                    declared.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append(type.Members);
                    break;
                case DelegateDeclarationSyntax type:
                    declared.Add(type.Identifier.ValueText);
                    text.Append(type.Identifier.ValueText).Append('`').Append(type.Arity).Append(';');
                    break;
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                    text.Append(field.Declaration).Append(';');
                    break;
            }
        }
    }

    private static void Add(NameSyntax space, List<string> declared)
    {
        if (space is QualifiedNameSyntax qualified)
            Add(qualified.Left, declared);
        declared.Add(AttributeNames.Last(space));
    }
}

/// <summary>An alias that a using directive declares.</summary>
/// <param name="Name">The alias.</param>
/// <param name="Target">The last part of the name that it stands for.</param>
internal sealed record UsingAlias(string Name, string Target);
