using System.Collections.Immutable;
using System.Globalization;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>A diagnostic as plain data, so that a pipeline can cache it.</summary>
internal sealed record DiagnosticInfo(string Id, LocationInfo? Location, EquatableArray<string> Arguments)
{
    /// <summary>The symbol that the diagnostic is about, where it has no fixed location.</summary>
    public SymbolPlace? Symbol { get; init; }

    public static DiagnosticInfo Of(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        new(descriptor.Id, LocationInfo.Of(location), arguments.ToEquatableArray());

    public static DiagnosticInfo Of(DiagnosticDescriptor descriptor, SymbolPlace place, params string[] arguments) =>
        new(descriptor.Id, null, arguments.ToEquatableArray()) { Symbol = place };

    public bool IsError => Descriptors.ById[Id].DefaultSeverity == DiagnosticSeverity.Error;

    public bool IsFixable => Descriptors.Fixable.Any(descriptor => descriptor.Id == Id);

    /// <summary>The diagnostic, with its arguments as properties too: a code fix finds them there by their positions.</summary>
    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        Descriptors.ById[Id],
        Location?.ToLocation(compilation) ?? Symbol?.ToLocation(compilation),
        Arguments.Select((argument, i) => (Key: i.ToString(CultureInfo.InvariantCulture), Value: argument)).ToImmutableDictionary(pair => pair.Key, pair => (string?)pair.Value),
        [.. Arguments]);
}

/// <summary>A record or one of its members, by name: an edit that moves it changes nothing that a pipeline caches.</summary>
/// <param name="Type">The record's name in metadata.</param>
/// <param name="Member">The member's name; null for the record itself.</param>
internal sealed record SymbolPlace(string Type, string? Member = null)
{
    public Location? ToLocation(Compilation compilation)
    {
        if (compilation.Assembly.GetTypeByMetadataName(Type) is not { } type)
            return null;
        SyntaxTree? declaration = type.Attribute(KnownTypes.SessionRecordAttribute)?.ApplicationSyntaxReference?.SyntaxTree;
        return MemberParser.SelfAndBases(type).SelectMany(part => Member is null ? [] : part.GetMembers(Member)).SelectMany(member => member.Locations)
            .Concat(type.Locations.OrderByDescending(location => location.SourceTree == declaration))
            .FirstOrDefault(location => location.IsInSource);
    }
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
