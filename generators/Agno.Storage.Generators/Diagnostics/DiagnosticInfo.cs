using System.Collections.Immutable;
using System.Globalization;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>A diagnostic as plain data, so that a pipeline can cache it.</summary>
internal sealed record DiagnosticInfo(string Id, LocationInfo? Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Of(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        new(descriptor.Id, LocationInfo.Of(location), arguments.ToEquatableArray());

    public bool IsError => Descriptors.ById[Id].DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>The diagnostic, with its arguments as properties too: a code fix finds them there by their positions.</summary>
    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        Descriptors.ById[Id],
        Location?.ToLocation(compilation),
        Arguments.Select((argument, i) => (Key: i.ToString(CultureInfo.InvariantCulture), Value: argument)).ToImmutableDictionary(pair => pair.Key, pair => (string?)pair.Value),
        [.. Arguments]);
}

/// <summary>A place in a source file as plain data.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo? Of(Location? location) =>
        location?.SourceTree is { } tree ? new(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    /// <summary>The place in its syntax tree: only there do #pragma and code fixes find it.</summary>
    public Location ToLocation(Compilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == Path && tree.Length >= Span.End) is { } tree
            ? Location.Create(tree, Span)
            : Location.Create(Path, Span, Lines);
}
