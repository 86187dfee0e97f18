using System.Text;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Emitter;
using Agno.Storage.Generators.Model;
using Agno.Storage.Generators.Parser;
using Agno.Storage.Generators.Parser.Incremental;
using Agno.Storage.Generators.Parser.Queries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Agno.Storage.Generators;

/// <summary>Writes everything a session record needs to be stored, and the bodies of queries. This file is the pipeline and nothing else.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SessionRecordGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TreeNames> names = context.ReadNames();
        IncrementalValueProvider<Surroundings> surroundings = context.Surround(names);
        IncrementalValuesProvider<ParsedRecord> parsed = context.ParseRecords(names, surroundings).WithTrackingName(TrackingNames.Parse);
        IncrementalValuesProvider<ParsedQueries> queries = context.ParseQueries(names, surroundings).WithTrackingName(TrackingNames.ParseQueries);

        IncrementalValueProvider<EquatableArray<SnapshotModel>> snapshots = context.AdditionalTextsProvider
            .Where(SnapshotParser.IsSnapshot)
            .Select(SnapshotParser.Parse)
            .WithTrackingName(TrackingNames.Snapshots)
            .Collect()
            .Select(static (files, _) => files.ToEquatableArray());

        // Each record goes on with its own snapshot alone, so that an edit of another's redoes nothing.
        IncrementalValuesProvider<ParsedRecord> evolved = parsed.Combine(snapshots)
            .Select(static (pair, _) => (Record: pair.Left, Snapshot: EvolutionParser.SnapshotOf(pair.Left, pair.Right)))
            .Select(static (pair, _) => EvolutionParser.Parse(pair.Record, pair.Snapshot));

        IncrementalValuesProvider<SessionRecordModel> models = evolved
            .Select(static (record, _) => record.Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Models);

        IncrementalValuesProvider<IncompleteRecordModel> incomplete = parsed
            .Select(static (record, _) => record.Incomplete)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

        IncrementalValuesProvider<EquatableArray<DiagnosticInfo>> diagnostics = evolved
            // SessionRecordAnalyzer reports the others.
            .Select(static (record, _) => record.Diagnostics.Where(diagnostic => !diagnostic.IsFixable).ToEquatableArray())
            .Where(static found => found.Count > 0)
            .WithTrackingName(TrackingNames.Diagnostics);

        IncrementalValuesProvider<QueryClassModel> queryModels = queries
            .Select(static (parsed, _) => parsed.Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.QueryModels);

        IncrementalValuesProvider<EquatableArray<DiagnosticInfo>> queryDiagnostics = queries
            .Select(static (parsed, _) => parsed.Diagnostics)
            .Where(static found => found.Count > 0)
            .WithTrackingName(TrackingNames.Diagnostics);

        IncrementalValueProvider<EquatableArray<string>> dialects = context.CompilationProvider
            .Select(static (compilation, _) => Dialects.Of(compilation))
            .WithTrackingName(TrackingNames.Dialects);

        // The compilation only turns places back into locations: nothing happens here while there are no diagnostics.
        context.RegisterSourceOutput(diagnostics.Combine(context.CompilationProvider), Report);
        context.RegisterSourceOutput(queryDiagnostics.Combine(context.CompilationProvider), Report);

        context.RegisterSourceOutput(models, static (output, model) =>
        {
            using InvariantCulture culture = InvariantCulture.Enter();
            Add(output, model.HintName, "Members", MembersEmitter.Emit(model));
            Add(output, model.HintName, "Table", TableEmitter.Emit(model));
            Add(output, model.HintName, "Row", RowEmitter.Emit(model));
            Add(output, model.HintName, "Json", JsonCodecEmitter.Emit(model));
            Add(output, model.HintName, "Runs", RunsEmitter.Emit(model));
        });

        context.RegisterSourceOutput(models.Combine(dialects), static (output, pair) =>
        {
            using InvariantCulture culture = InvariantCulture.Enter();
            (SessionRecordModel model, EquatableArray<string> names) = pair;
            Add(output, model.HintName, "Sql", SqlEmitter.Emit(model, names));
            foreach (string dialect in names)
                Add(output, model.HintName, $"Sql.{dialect}", SqliteSqlEmitter.Emit(model));
        });

        context.RegisterSourceOutput(queryModels.Combine(dialects), static (output, pair) =>
        {
            using InvariantCulture culture = InvariantCulture.Enter();
            Add(output, pair.Left.HintName, "Queries", QueryEmitter.Emit(pair.Left, pair.Right));
        });

        context.RegisterSourceOutput(incomplete, static (output, model) => Add(output, model.HintName, "Incomplete", IncompleteRecordEmitter.Emit(model)));
    }

    private static void Report(SourceProductionContext output, (EquatableArray<DiagnosticInfo> Diagnostics, Compilation Compilation) found)
    {
        foreach (DiagnosticInfo diagnostic in found.Diagnostics)
            output.ReportDiagnostic(diagnostic.ToDiagnostic(found.Compilation));
    }

    private static void Add(SourceProductionContext output, string hintName, string concern, string? source)
    {
        if (source is not null)
            output.AddSource($"{hintName}.{concern}.g.cs", SourceText.From(source, Encoding.UTF8));
    }
}
