using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The types that are a JSON array, and how each is built.</summary>
internal static class JsonCollectionParser
{
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";

    /// <summary>The collection's shape, or null for what is none that generated code knows.</summary>
    public static JsonCollectionModel? Parse(ITypeSymbol type, out ITypeSymbol element)
    {
        element = type;
        if (type is IArrayTypeSymbol { IsSZArray: true } array)
        {
            element = array.ElementType;
            return new(Name(type), "", "[]");
        }
        if (type is not INamedTypeSymbol { TypeArguments.Length: 1 } named)
            return null;
        element = named.TypeArguments[0];
        string item = Name(element);
        return type.FullName() switch
        {
            $"{Generic}.List" or $"{Generic}.IList" or $"{Generic}.ICollection" or $"{Generic}.IEnumerable" or $"{Generic}.IReadOnlyList" or $"{Generic}.IReadOnlyCollection"
                => new($"global::{Generic}.List<{item}>", "Add"),
            $"{Generic}.HashSet" or $"{Generic}.ISet" or $"{Generic}.IReadOnlySet" => new($"global::{Generic}.HashSet<{item}>", "Add"),
            $"{Generic}.SortedSet" => new($"global::{Generic}.SortedSet<{item}>", "Add"),
            $"{Generic}.LinkedList" => new($"global::{Generic}.LinkedList<{item}>", "AddLast"),
            $"{Generic}.Queue" => new($"global::{Generic}.Queue<{item}>", "Enqueue"),
            $"{Generic}.Stack" => new($"global::{Generic}.Stack<{item}>", "Push"),
            "System.Collections.ObjectModel.Collection" => new($"global::System.Collections.ObjectModel.Collection<{item}>", "Add"),
            "System.Collections.ObjectModel.ObservableCollection" => new($"global::System.Collections.ObjectModel.ObservableCollection<{item}>", "Add"),
            $"{Immutable}.ImmutableArray" => new($"global::{Immutable}.ImmutableArray<{item}>.Builder", "Add", $"global::{Immutable}.ImmutableArray.CreateBuilder<{item}>()", ".DrainToImmutable()"),
            $"{Immutable}.ImmutableList" or $"{Immutable}.IImmutableList" => new($"global::{Immutable}.ImmutableList<{item}>.Builder", "Add", $"global::{Immutable}.ImmutableList.CreateBuilder<{item}>()", ".ToImmutable()"),
            $"{Immutable}.ImmutableHashSet" or $"{Immutable}.IImmutableSet" => new($"global::{Immutable}.ImmutableHashSet<{item}>.Builder", "Add", $"global::{Immutable}.ImmutableHashSet.CreateBuilder<{item}>()", ".ToImmutable()"),
            $"{Immutable}.ImmutableSortedSet" => new($"global::{Immutable}.ImmutableSortedSet<{item}>.Builder", "Add", $"global::{Immutable}.ImmutableSortedSet.CreateBuilder<{item}>()", ".ToImmutable()"),
            _ => null,
        };
    }

    /// <summary>The dictionary's shape, or null for what is none that generated code knows.</summary>
    public static JsonCollectionModel? ParseDictionary(ITypeSymbol type, out ITypeSymbol key, out ITypeSymbol value)
    {
        key = value = type;
        if (type is not INamedTypeSymbol { TypeArguments.Length: 2 } named || !JsonScalarParser.IsKey(named.TypeArguments[0]))
            return null;
        key = named.TypeArguments[0];
        value = named.TypeArguments[1];
        string arguments = $"<{Name(key)}, {Name(value)}>";
        return type.FullName() switch
        {
            $"{Generic}.Dictionary" or $"{Generic}.IDictionary" or $"{Generic}.IReadOnlyDictionary" => new($"global::{Generic}.Dictionary{arguments}", "[]"),
            $"{Generic}.SortedDictionary" => new($"global::{Generic}.SortedDictionary{arguments}", "[]"),
            $"{Immutable}.ImmutableDictionary" or $"{Immutable}.IImmutableDictionary" => new($"global::{Immutable}.ImmutableDictionary{arguments}.Builder", "[]", $"global::{Immutable}.ImmutableDictionary.CreateBuilder{arguments}()", ".ToImmutable()"),
            $"{Immutable}.ImmutableSortedDictionary" => new($"global::{Immutable}.ImmutableSortedDictionary{arguments}.Builder", "[]", $"global::{Immutable}.ImmutableSortedDictionary.CreateBuilder{arguments}()", ".ToImmutable()"),
            _ => null,
        };
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
