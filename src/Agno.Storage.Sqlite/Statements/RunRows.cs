using System.Text.Unicode;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>Where a run stands among those of its session, whatever the types of its values.</summary>
internal readonly record struct RunPlace(StoredValue Index, StoredValue CreatedAt, StoredValue RunId);

/// <summary>The rows of a runs' table: how statements are bound, and what they give.</summary>
internal static class RunRows
{
    // Before every run.
    private static readonly RunPlace Start = new(default, new(long.MinValue), new(""));

    /// <summary>The statement that reads on behind a place.</summary>
    public static string Sql(RunSql sql, RunPlace? after) => after is not { Index.IsNull: false } ? sql.ReadFirst : sql.ReadAfter;

    public static void Bind(Statement statement, string sessionId, RunPlace? after, int limit)
    {
        RunPlace place = after ?? Start;
        int parameter = 0;
        statement.Bind(++parameter, sessionId);
        if (!place.Index.IsNull)
            statement.Bind(++parameter, place.Index);
        statement.Bind(++parameter, place.CreatedAt);
        statement.Bind(++parameter, place.RunId);
        statement.Bind(++parameter, limit);
    }

    /// <summary>Binds the statement of a window.</summary>
    public static void Bind(Statement statement, string sessionId, RunWindow window)
    {
        statement.Bind(1, sessionId);
        if (window.Count is { } count)
            statement.Bind(2, count);
    }

    public static CountedRun Read(Statement row, string sessionId, RunOrigin origin)
    {
        var run = new StoredRun(sessionId, row.GetString(RunTable.RunId), row.GetText(RunTable.RunData).ToArray(), origin)
        {
            CreatedAt = row.GetKind(RunTable.CreatedAt) == ValueKind.Integer ? row.GetInt64(RunTable.CreatedAt) : null,
            UpdatedAt = Number(row, RunTable.UpdatedAt),
            Key = row.GetKind(RunTable.RunId) == ValueKind.Text && Utf8.IsValid(row.GetText(RunTable.RunId)) ? null : row.GetValue(RunTable.RunId),
        };
        return new(run, Text(row, RunTable.ParentRunId), Text(row, RunTable.Status));
    }

    /// <summary>Binds what names a run: ?1 is its session, ?2 its id as it is stored.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="key">Its <see cref="StoredRun.Key"/>.</param>
    public static void Bind(Statement statement, string sessionId, string runId, object? key)
    {
        statement.Bind(1, sessionId);
        if (key is StoredValue stored)
            statement.Bind(2, stored);
        else
            statement.Bind(2, runId);
    }

    public static RunPlace PlaceOf(Statement row) =>
        new(row.GetValue(RunTable.RunIndex), row.GetValue(RunTable.CreatedAt), row.GetValue(RunTable.RunId));

    public static RunRow ReadRow(Statement row, StoredRun run, string table) => ReadRow(new StatementValues(row), run, table);

    /// <summary>Reads an encoded row.</summary>
    public static RunRow ReadRow(RowBuffer row, StoredRun run, string table) => ReadRow(new BufferValues(row), run, table);

    private static RunRow ReadRow<TValues>(TValues row, StoredRun run, string table)
        where TValues : struct, IValues => new(run.RunId, run.ToJson(table))
        {
            RunType = row.Text(RunTable.RunType) ?? "",
            AgentId = row.Text(RunTable.AgentId),
            TeamId = row.Text(RunTable.TeamId),
            WorkflowId = row.Text(RunTable.WorkflowId),
            UserId = row.Text(RunTable.UserId),
            ParentRunId = row.Text(RunTable.ParentRunId),
            Status = row.Text(RunTable.Status),
            RunIndex = row.Number(RunTable.RunIndex),
            CreatedAt = row.Number(RunTable.CreatedAt) ?? 0,
            UpdatedAt = row.Number(RunTable.UpdatedAt),
        };

    /// <summary>Encodes a row as it is.</summary>
    /// <exception cref="ArgumentException">A text holds a lone surrogate, or the row has no id or no data.</exception>
    public static RowBuffer Encode(string sessionId, RunRow run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run.RunId);
        if (run.Data.IsNull)
            throw new ArgumentException("The run's data is null, where an object is expected.");
        RowBuffer row = RowBuffer.Rent(RunTable.Columns.Length);
        try
        {
            row.WriteString(RunTable.RunId, run.RunId);
            row.WriteString(RunTable.SessionId, sessionId);
            row.WriteString(RunTable.RunType, run.RunType);
            row.WriteString(RunTable.AgentId, run.AgentId);
            row.WriteString(RunTable.TeamId, run.TeamId);
            row.WriteString(RunTable.WorkflowId, run.WorkflowId);
            row.WriteString(RunTable.UserId, run.UserId);
            row.WriteString(RunTable.ParentRunId, run.ParentRunId);
            row.WriteString(RunTable.Status, run.Status);
            if (run.RunIndex is { } index)
                row.WriteInt64(RunTable.RunIndex, index);
            row.WriteJsonColumn(RunTable.RunData, run.Data, JsonCodecs.Node);
            row.WriteInt64(RunTable.CreatedAt, run.CreatedAt);
            if (run.UpdatedAt is { } updatedAt)
                row.WriteInt64(RunTable.UpdatedAt, updatedAt);
            return row;
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    /// <summary>Which of all runs a window gives.</summary>
    public static List<StoredRun> Window(IEnumerable<CountedRun> runs, RunWindow window) =>
        [.. (window.Count is { } count ? runs.Where(run => run.Counts).TakeLast(count) : runs).Select(run => run.Run)];

    private static string? Text(Statement row, int ordinal) => row.GetKind(ordinal) == ValueKind.Null ? null : row.GetString(ordinal);

    private static long? Number(Statement row, int ordinal) => row.GetKind(ordinal) == ValueKind.Null ? null : row.GetInt64(ordinal);

    // A run's row that is stored, or encoded to be.
    private interface IValues
    {
        string? Text(int ordinal);

        long? Number(int ordinal);
    }

    private readonly struct StatementValues(Statement row) : IValues
    {
        public string? Text(int ordinal) => RunRows.Text(row, ordinal);

        public long? Number(int ordinal) => RunRows.Number(row, ordinal);
    }

    private readonly struct BufferValues(RowBuffer row) : IValues
    {
        public string? Text(int ordinal) => row.GetKind(ordinal) == ValueKind.Null ? null : row.GetString(ordinal);

        public long? Number(int ordinal) => row.GetKind(ordinal) == ValueKind.Null ? null : row.GetInt64(ordinal);
    }
}
