using Microsoft.CodeAnalysis;
using static Agno.Storage.Generators.Diagnostics.Rule;

namespace Agno.Storage.Generators.Diagnostics;

/// <summary>The rules about runs that are stored as rows of their own.</summary>
internal static class RunDescriptors
{
    public static readonly DiagnosticDescriptor InvalidMember = Error("AGS0301", "A member can't hold the runs of a session",
        "'{0}' can't hold the runs of a session, because {1}: {2}");

    public static readonly DiagnosticDescriptor TwoMembers = Error("AGS0302", "Two members hold the runs of a session",
        "'{0}' and '{1}' both carry [SessionRuns], and a session has one list of runs: leave it on one of them");

    public static readonly DiagnosticDescriptor RunsInRow = Error("AGS0303", "The layout has the runs in the session's own row",
        "'{0}' carries [SessionRuns], and layout {1} has the runs in the session's own row: declare it as JsonColumn<JsonNode> without the attribute, or use SessionLayout.V3");

    public static readonly DiagnosticDescriptor NoRunId = Error("AGS0304", "A run has no id",
        "'{0}' holds runs of type '{1}', whose JSON has no string member 'run_id' to tell them apart: add [JsonPropertyName(\"run_id\")] to the member that is the run's id, or declare one");

    public static readonly DiagnosticDescriptor LegacyColumn = Error("AGS0305", "The column is that of an older layout's runs",
        "'{0}' is stored in the column 'runs', which Agno 3 takes for runs that came from Agno 2: add [SessionRuns] to store them as rows, or give it another name with [SessionColumn(\"...\")]");

    public static readonly IReadOnlyList<DiagnosticDescriptor> All = [InvalidMember, TwoMembers, RunsInRow, NoRunId, LegacyColumn];
}
