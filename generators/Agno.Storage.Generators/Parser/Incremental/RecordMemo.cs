using System.Runtime.CompilerServices;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>
/// Remembers what a declaration was parsed to, for as long as its syntax lives. The memory only saves work: it holds while every file that was
/// read then is still in the compilation, unchanged, and names mean what they meant.
/// </summary>
internal static class RecordMemo
{
    private static readonly ParsedRecord Nothing = new(null, default);
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, Entry> Entries = new();

    public static ParsedRecord Parse(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        if (Entries.TryGetValue(syntax, out Entry? known) && known.Holds(surroundings, compilation))
            return known.Record;

        cancellationToken.ThrowIfCancellationRequested();
        Entry entry = ParseAnew(syntax, surroundings, compilation, cancellationToken);
        // Another thread may have added the same: then either will do.
        Entries.Remove(syntax);
        Entries.GetValue(syntax, _ => entry);
        return entry.Record;
    }

    private static Entry ParseAnew(TypeDeclarationSyntax syntax, Surroundings surroundings, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol? type = compilation.GetSemanticModel(syntax.SyntaxTree).GetDeclaredSymbol(syntax, cancellationToken);
        AttributeData? attribute = type?.GetAttributes().FirstOrDefault(attribute =>
            attribute.AttributeClass?.Is(KnownTypes.SessionRecordAttribute) == true
            && attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && syntax.Span.Contains(place.Span));
        if (type is null || attribute is null)
            return new(surroundings, [], Nothing);
        ParsedRecord record = SessionRecordParser.Parse(type, attribute, syntax, surroundings, compilation);
        return new(surroundings, Dependencies.Of(type), record);
    }

    private sealed class Entry(Surroundings surroundings, SyntaxTree[] trees, ParsedRecord record)
    {
        public ParsedRecord Record => record;

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
