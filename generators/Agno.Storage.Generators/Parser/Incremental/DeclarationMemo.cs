using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>
/// Remembers what a declaration was parsed to, for as long as its syntax lives. The memory only saves work: it holds while every file that was
/// read then is still in the compilation, unchanged, and names mean what they meant.
/// </summary>
/// <param name="parse">Parses a declaration, and says which files it read.</param>
internal sealed class DeclarationMemo<T>(DeclarationMemo<T>.Parser parse)
    where T : class
{
    private readonly ConditionalWeakTable<TypeDeclarationSyntax, Entry> _entries = new();

    public delegate (T Parsed, SyntaxTree[] Trees) Parser(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken);

    public T Parse(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(syntax, out Entry? known) && known.Holds(surroundings, compilation))
            return known.Parsed;

        cancellationToken.ThrowIfCancellationRequested();
        using InvariantCulture culture = InvariantCulture.Enter();
        (T parsed, SyntaxTree[] trees) = parse(syntax, surroundings, compilation, cancellationToken);
        // Another thread may have added the same: then either will do.
        _entries.Remove(syntax);
        _entries.GetValue(syntax, _ => new Entry(surroundings, trees, parsed));
        return parsed;
    }

    private sealed class Entry(Surroundings surroundings, SyntaxTree[] trees, T parsed)
    {
        public T Parsed => parsed;

        public bool Holds(Surroundings now, Compilation compilation)
        {
            if (!surroundings.Equals(now))
                return false;
            foreach (SyntaxTree tree in trees)
                if (!compilation.ContainsSyntaxTree(tree))
                    return false;
            return true;
        }
    }
}
