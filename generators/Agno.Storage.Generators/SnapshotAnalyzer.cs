using System.Collections.Immutable;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agno.Storage.Generators;

/// <summary>
/// Reports records that their snapshot file does not describe (AGS0201). An analyzer, because only what an analyzer reports is offered a code fix, by editors
/// and by <c>dotnet format analyzers</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SnapshotAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EvolutionDescriptors.NotRecorded];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            AdditionalText[] files = [.. start.Options.AdditionalFiles.Where(SnapshotParser.IsSnapshot)];
            if (files.Length == 0)
                return;
            start.RegisterSymbolAction(symbol => Analyze(symbol, files), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, AdditionalText[] files)
    {
        var record = (INamedTypeSymbol)context.Symbol;
        if (record.Attribute(KnownTypes.SessionRecordAttribute) is not { } attribute)
            return;
        ParsedRecord parsed = SessionRecordParser.Parse(record, attribute, context.Compilation, context.CancellationToken);
        ParsedRecord evolved = EvolutionParser.Parse(parsed, EvolutionParser.SnapshotOf(parsed, [.. files.Select(file => SnapshotParser.Parse(file, context.CancellationToken))]));
        foreach (DiagnosticInfo diagnostic in evolved.Diagnostics.Where(diagnostic => diagnostic.Id == EvolutionDescriptors.NotRecorded.Id))
            context.ReportDiagnostic(diagnostic.ToDiagnostic(context.Compilation));
    }
}
