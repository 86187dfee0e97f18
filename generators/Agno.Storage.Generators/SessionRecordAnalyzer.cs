using System.Collections.Concurrent;
using System.Collections.Immutable;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators;

/// <summary>
/// Reports what a code fix can repair, and snapshot files that no record has. An analyzer, because only what an analyzer reports is offered a code fix, by editors and by
/// <c>dotnet format analyzers</c>; the generator leaves these rules to it, and reports the rest.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionRecordAnalyzer : DiagnosticAnalyzer
{
    // Parsed once for each text, as long as an editor keeps it.
    private static readonly AdditionalTextValueProvider<SnapshotModel> Snapshots = new(static file => SnapshotParser.Parse(file, CancellationToken.None));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.Fixable, EvolutionDescriptors.UnusedSnapshot];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var snapshots = new List<SnapshotModel>();
            foreach (AdditionalText file in start.Options.AdditionalFiles.Where(SnapshotParser.IsSnapshot))
                if (start.TryGetValue(file, Snapshots, out SnapshotModel? snapshot))
                    snapshots.Add(snapshot);
            var records = new ConcurrentBag<INamedTypeSymbol>();
            start.RegisterSymbolAction(symbol => Analyze(symbol, snapshots, records), SymbolKind.NamedType);
            if (snapshots.Count > 0)
                start.RegisterCompilationEndAction(end => ReportUnused(end, snapshots, records));
        });
    }

    private static void Analyze(SymbolAnalysisContext context, List<SnapshotModel> snapshots, ConcurrentBag<INamedTypeSymbol> records)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        var record = (INamedTypeSymbol)context.Symbol;
        if (record.Attribute(KnownTypes.SessionRecordAttribute) is not { } attribute)
            return;
        records.Add(record);
        // What the generator completed has no errors; then only a snapshot can stand against it.
        SnapshotModel? snapshot = EvolutionParser.SnapshotOf(TypeParser.MetadataName(record), record.Name, snapshots);
        if (snapshot is null && IsCompleted(record))
            return;
        ParsedRecord parsed = EvolutionParser.Parse(SessionRecordParser.Parse(record, attribute, context.Compilation, context.CancellationToken), snapshot);
        foreach (DiagnosticInfo diagnostic in parsed.Diagnostics.Where(diagnostic => diagnostic.IsFixable))
            context.ReportDiagnostic(diagnostic.ToDiagnostic(context.Compilation));
    }

    // Code that only stands in for what an error takes away has no JSON.
    private static bool IsCompleted(INamedTypeSymbol record) => record.GetTypeMembers().Any(type => type.IsGenerated(record));

    private static void ReportUnused(CompilationAnalysisContext context, List<SnapshotModel> snapshots, ConcurrentBag<INamedTypeSymbol> records)
    {
        var names = new HashSet<string>(records.SelectMany(record => new[] { record.Name, TypeParser.MetadataName(record) }));
        foreach (SnapshotModel snapshot in snapshots.Where(snapshot => !names.Contains(snapshot.Record)))
            context.ReportDiagnostic(Diagnostic.Create(EvolutionDescriptors.UnusedSnapshot, Location.Create(snapshot.Path, default, default), Path.GetFileName(snapshot.Path), snapshot.Record));
    }
}
