using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The types that are a JSON array, and how each is built.</summary>
internal static class JsonCollectionParser
{
    private const string Generic = "System.Collections.Generic";
    private const string ObjectModel = "System.Collections.ObjectModel";
    private const string Immutable = "System.Collections.Immutable";

    /// <summary>The collection's shape, or null for what is none that generated code knows.</summary>
    public static JsonCollectionModel? Parse(ITypeSymbol type, out ITypeSymbol element)
    {
        element = type;
        if (type is IArrayTypeSymbol { IsSZArray: true } array)
        {
            element = array.ElementType;
            return new(Name(type), "", "[]") { Contract = "Array" };
        }
        if (type is not INamedTypeSymbol { TypeArguments.Length: 1 } named)
            return null;
        element = named.TypeArguments[0];
        string item = $"<{Name(element)}>";
        return type.FullName() switch
        {
            $"{Generic}.List" => New("List", $"{Generic}.List"),
            $"{Generic}.IList" => New("IList", $"{Generic}.List"),
            $"{Generic}.ICollection" => New("ICollection", $"{Generic}.List"),
            $"{Generic}.IEnumerable" or $"{Generic}.IReadOnlyList" or $"{Generic}.IReadOnlyCollection" => New("IEnumerable", $"{Generic}.List"),
            $"{Generic}.HashSet" or $"{Generic}.ISet" => New("ISet", $"{Generic}.HashSet"),
            $"{Generic}.IReadOnlySet" => New("IEnumerable", $"{Generic}.HashSet"),
            $"{Generic}.SortedSet" => New("ISet", $"{Generic}.SortedSet"),
            $"{Generic}.LinkedList" => New("ICollection", $"{Generic}.LinkedList", "AddLast"),
            $"{Generic}.Queue" => New("Queue", $"{Generic}.Queue", "Enqueue"),
            $"{Generic}.Stack" => New("Stack", $"{Generic}.Stack", "Push"),
            $"{ObjectModel}.Collection" => New("IList", $"{ObjectModel}.Collection"),
            $"{ObjectModel}.ObservableCollection" => New("IList", $"{ObjectModel}.ObservableCollection"),
            $"{Immutable}.ImmutableArray" => Build("ImmutableEnumerable", "ImmutableArray", item, "Add", ".DrainToImmutable()"),
            $"{Immutable}.ImmutableList" or $"{Immutable}.IImmutableList" => Build("ImmutableEnumerable", "ImmutableList", item, "Add"),
            $"{Immutable}.ImmutableHashSet" or $"{Immutable}.IImmutableSet" => Build("ImmutableEnumerable", "ImmutableHashSet", item, "Add"),
            $"{Immutable}.ImmutableSortedSet" => Build("ImmutableEnumerable", "ImmutableSortedSet", item, "Add"),
            _ => null,
        };

        JsonCollectionModel New(string contract, string concrete, string add = "Add") => new($"global::{concrete}{item}", add) { Contract = contract };
    }

    /// <summary>The dictionary's shape, or null for what is none that generated code knows.</summary>
    public static JsonCollectionModel? ParseDictionary(ITypeSymbol type, out ITypeSymbol key, out ITypeSymbol value)
    {
        key = value = type;
        if (type is not INamedTypeSymbol { TypeArguments.Length: 2 } named || !JsonScalarParser.IsKey(named.TypeArguments[0]))
            return null;
        key = named.TypeArguments[0];
        value = named.TypeArguments[1];
        return Dictionary(named);
    }

    /// <summary>The type of a dictionary's keys, where nothing else keeps generated code from knowing it; null for everything else.</summary>
    public static ITypeSymbol? UnknownKey(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 2 } named && !JsonScalarParser.IsKey(named.TypeArguments[0]) && Dictionary(named) is not null ? named.TypeArguments[0] : null;

    private static JsonCollectionModel? Dictionary(INamedTypeSymbol type)
    {
        string arguments = $"<{Name(type.TypeArguments[0])}, {Name(type.TypeArguments[1])}>";
        return type.FullName() switch
        {
            $"{Generic}.Dictionary" => New("Dictionary", "Dictionary"),
            $"{Generic}.IDictionary" => New("IDictionary", "Dictionary"),
            $"{Generic}.IReadOnlyDictionary" => New("IReadOnlyDictionary", "Dictionary"),
            $"{Generic}.SortedDictionary" => New("IDictionary", "SortedDictionary"),
            $"{Immutable}.ImmutableDictionary" or $"{Immutable}.IImmutableDictionary" => Build("ImmutableDictionary", "ImmutableDictionary", arguments, "[]"),
            $"{Immutable}.ImmutableSortedDictionary" => Build("ImmutableDictionary", "ImmutableSortedDictionary", arguments, "[]"),
            _ => null,
        };

        JsonCollectionModel New(string contract, string concrete) => new($"global::{Generic}.{concrete}{arguments}", "[]") { Contract = contract };
    }

    private static JsonCollectionModel Build(string contract, string type, string arguments, string add, string finish = ".ToImmutable()") =>
        new($"global::{Immutable}.{type}{arguments}.Builder", add, $"global::{Immutable}.{type}.CreateBuilder{arguments}()", finish)
        {
            Contract = contract,
            CreateRange = $"global::{Immutable}.{type}.CreateRange",
        };

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
