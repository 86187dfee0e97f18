using System.Collections.Immutable;

namespace Agno.Storage.Schema;

/// <summary>The table of a record's runs: its columns at the ordinals of encoded rows, the same for every record and engine.</summary>
public static class RunTable
{
    /// <summary>The run's id, unique in its session; in Agno's own table unique in the table.</summary>
    public const int RunId = 0;

    /// <summary>The session of the run.</summary>
    public const int SessionId = 1;

    /// <summary>Who ran: <c>agent</c>, <c>team</c> or <c>workflow</c>.</summary>
    public const int RunType = 2;

    /// <summary>The agent, or NULL.</summary>
    public const int AgentId = 3;

    /// <summary>The team, or NULL.</summary>
    public const int TeamId = 4;

    /// <summary>The workflow, or NULL.</summary>
    public const int WorkflowId = 5;

    /// <summary>Whose run it is; the session's user where the run does not say.</summary>
    public const int UserId = 6;

    /// <summary>The run that this one is a part of, or NULL.</summary>
    public const int ParentRunId = 7;

    /// <summary>How far the run came, such as <c>COMPLETED</c>, or NULL.</summary>
    public const int Status = 8;

    /// <summary>The run's place: runs are in order of it (NULL first), then of <see cref="CreatedAt"/>, then of <see cref="RunId"/>.</summary>
    public const int RunIndex = 9;

    /// <summary>The run's JSON.</summary>
    public const int RunData = 10;

    /// <summary>When the run began, in Unix seconds.</summary>
    public const int CreatedAt = 11;

    /// <summary>When the run was last stored, in Unix seconds.</summary>
    public const int UpdatedAt = 12;

    private const string AgnosSessions = "agno_sessions";
    private const string AgnosRuns = "agno_runs";

    /// <summary>The columns, at their ordinals.</summary>
    public static ImmutableArray<TableColumn> Columns { get; } =
    [
        new("run_id", ColumnKind.Text, false),
        new("session_id", ColumnKind.Text, false),
        new("run_type", ColumnKind.Text, false),
        new("agent_id", ColumnKind.Text, true),
        new("team_id", ColumnKind.Text, true),
        new("workflow_id", ColumnKind.Text, true),
        new("user_id", ColumnKind.Text, true),
        new("parent_run_id", ColumnKind.Text, true),
        new("status", ColumnKind.Text, true),
        new("run_index", ColumnKind.Integer, true),
        new("run_data", ColumnKind.Json, false),
        new("created_at", ColumnKind.Integer, false),
        new("updated_at", ColumnKind.Integer, true),
    ];

    /// <summary>The statuses of runs that no window counts: they did not end well, or not yet, or were done again.</summary>
    public static ImmutableArray<string> UncountedStatuses { get; } = ["PAUSED", "CANCELLED", "ERROR", "REGENERATED"];

    /// <summary>The name of the runs' table of a table of sessions: <c>agno_runs</c> of <c>agno_sessions</c>, of another its name followed by <c>_runs</c>.</summary>
    public static string NameFor(string sessionTable)
    {
        ArgumentNullException.ThrowIfNull(sessionTable);
        return sessionTable == AgnosSessions ? AgnosRuns : sessionTable + "_runs";
    }
}
