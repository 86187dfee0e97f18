using System.Collections.Immutable;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>What a name in any file may mean: equal surroundings and the same files give the same symbols.</summary>
internal sealed record Surroundings(EquatableArray<TreeNames> Names, CompilationSettings Settings)
{
    private readonly Lazy<HashSet<string>> _twins = new(() => FindTwins(Names));
    private readonly Lazy<string[]> _reserved = new(() => [.. Names.SelectMany(tree => tree.Declared).Where(ReservedPrefix.IsReserved)]);

    /// <summary>Whether the project has types or namespaces whose names differ from this one in case only.</summary>
    public bool HasTwin(string name) => _twins.Value.Contains(name);

    /// <summary>The names of the project's types, namespaces and aliases that generated code might use too.</summary>
    public IReadOnlyList<string> Reserved => _reserved.Value;

    public bool Equals(Surroundings? other) =>
        ReferenceEquals(this, other) || (other is not null && Names.Equals(other.Names) && Settings.Equals(other.Settings));

    public override int GetHashCode() => Names.Count;

    private static HashSet<string> FindTwins(EquatableArray<TreeNames> trees) =>
    [
        .. trees.SelectMany(tree => tree.Declared).Distinct()
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(names => names.Skip(1).Any())
            .SelectMany(names => names),
    ];
}

/// <summary>What a compilation has besides its files.</summary>
internal sealed class CompilationSettings(Compilation compilation) : IEquatable<CompilationSettings>
{
    private readonly string? _assembly = compilation.AssemblyName;
    private readonly CompilationOptions _options = compilation.Options;
    private readonly ImmutableArray<MetadataReference> _references = compilation.ExternalReferences;

    public bool Equals(CompilationSettings? other) =>
        other is not null && _assembly == other._assembly && _options.Equals(other._options)
        && (_references == other._references || _references.SequenceEqual(other._references));

    public override bool Equals(object? obj) => Equals(obj as CompilationSettings);

    public override int GetHashCode() => _references.Length;
}
