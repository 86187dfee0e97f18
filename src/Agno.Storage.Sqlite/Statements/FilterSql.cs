using System.Collections.Concurrent;
using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// The text of lists: a head, the predicates of a filter, order and limit. Made once for each combination of what a filter sets; what it says is bound.
/// </summary>
internal sealed class FilterSql(SessionTable table, SessionSql sql)
{
    /// <summary>What a list gives.</summary>
    public enum Head
    {
        Rows,

        /// <summary>Ids, each with its created_at.</summary>
        Ids,
        Count,

        /// <summary>Nothing: one session is deleted, if the filter finds it wherever in the list it is.</summary>
        Delete,
    }

    // By what the filter sets and the head.
    private readonly ConcurrentDictionary<int, string> _texts = new();

    // By what the filter sets.
    private readonly ConcurrentDictionary<int, bool> _areReadById = new();

    private readonly bool _hasJson = table.Columns.Take(table.RowLength).Any(column => column.Kind == ColumnKind.Json);

    /// <summary>What the first predicate after a head follows: the head of a table of several types has a WHERE already.</summary>
    public static string FirstKeyword(SessionTable table) => table.SessionType is null ? "WHERE" : "AND";

    /// <summary>The text for a filter, whose parameters <see cref="Bind"/> knows.</summary>
    public string TextFor(SessionFilter filter, Head head)
    {
        int shape = ShapeOf(filter) << 2 | (int)head;
        return _texts.TryGetValue(shape, out string? text) ? text : _texts.GetOrAdd(shape, Write(filter, head));
    }

    /// <summary>
    /// Whether a list is better read as ids, and then each session by its own: where no index has its order, as in the tables that Python Agno creates, SQLite would carry
    /// whole sessions through its sort, also those beyond the limit.
    /// </summary>
    public bool IsReadById(SessionFilter filter, Connection connection)
    {
        int shape = ShapeOf(filter);
        return _areReadById.TryGetValue(shape, out bool isReadById) ? isReadById : _areReadById.GetOrAdd(shape, _hasJson && connection.Sorts(TextFor(filter, Head.Rows)));
    }

    /// <summary>Binds a filter.</summary>
    /// <param name="statement">A statement of the text for the filter.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sessionId">The session that is deleted; null for a list.</param>
    public static void Bind(Statement statement, SessionFilter filter, string? sessionId = null)
    {
        int parameter = 0;
        if (sessionId is not null)
            statement.Bind(++parameter, sessionId);
        if (filter.UserId is not null)
            statement.Bind(++parameter, filter.UserId);
        if (filter.EntityId is not null)
            statement.Bind(++parameter, filter.EntityId);
        foreach (DateTimeOffset? time in (ReadOnlySpan<DateTimeOffset?>)[filter.CreatedSince, filter.CreatedBefore, filter.UpdatedSince, filter.UpdatedBefore])
            if (time is { } given)
                statement.Bind(++parameter, SecondsUp(given));
        if (sessionId is not null)
            return;
        if (filter.After is { } after)
        {
            if (after.CreatedAt is { } createdAt)
                statement.Bind(++parameter, createdAt);
            statement.Bind(++parameter, after.SessionId);
        }
        // SQLite takes a negative limit for none.
        statement.Bind(++parameter, filter.Limit ?? -1);
    }

    // A whole second is at or after a time, or before it, as it is at or after the next whole second, or before that.
    private static long SecondsUp(DateTimeOffset time) => time.ToUnixTimeSeconds() + (time.UtcTicks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);

    private static int ShapeOf(SessionFilter filter) =>
        (filter.UserId is null ? 0 : 1)
        | (filter.EntityId is null ? 0 : 1 << 1)
        | (filter.CreatedSince is null ? 0 : 1 << 2)
        | (filter.CreatedBefore is null ? 0 : 1 << 3)
        | (filter.UpdatedSince is null ? 0 : 1 << 4)
        | (filter.UpdatedBefore is null ? 0 : 1 << 5)
        | (filter.After is null ? 0 : 1 << 6)
        | (filter.After?.CreatedAt is null ? 0 : 1 << 7);

    private string Write(SessionFilter filter, Head head) => head switch
    {
        Head.Rows => WriteList(filter, sql.SelectRows),
        Head.Ids => WriteList(filter, sql.SelectIds),
        Head.Count => $"SELECT COUNT(*) FROM (\n{WriteList(filter, sql.SelectIds)}\n)",
        // What the table lacks is read as it is in lists.
        _ => $"{sql.Delete}\nAND EXISTS (\n{sql.SelectIds}{Where(["\"session_id\" = ?1", .. Predicates(filter, parameters: 1)])}\n)",
    };

    private string WriteList(SessionFilter filter, string head)
    {
        string[] predicates = [.. Predicates(filter, parameters: 0)];
        int parameters = predicates.Length;
        string pages = head + Where(predicates);
        if (filter.After is { } after)
        {
            pages = string.Join("\nUNION ALL\n", Behind(after.CreatedAt is not null, parameters).Select(behind => head + Where([.. predicates, .. behind])));
            parameters += after.CreatedAt is null ? 1 : 2;
        }
        return $"{pages}\nORDER BY {Quoted(ColumnRole.CreatedAt)} DESC, {Quoted(ColumnRole.SessionId)}\nLIMIT ?{parameters + 1}";
    }

    private List<string> Predicates(SessionFilter filter, int parameters)
    {
        var predicates = new List<string>();
        string updated = $"COALESCE({Quoted(ColumnRole.UpdatedAt)}, {Quoted(ColumnRole.CreatedAt)})";
        Add(filter.UserId is not null, $"{Quoted(ColumnRole.UserId)} =");
        Add(filter.EntityId is not null, $"{Quoted(ColumnRole.EntityId)} =");
        Add(filter.CreatedSince is not null, $"{Quoted(ColumnRole.CreatedAt)} >=");
        Add(filter.CreatedBefore is not null, $"{Quoted(ColumnRole.CreatedAt)} <");
        Add(filter.UpdatedSince is not null, $"{updated} >=");
        Add(filter.UpdatedBefore is not null, $"{updated} <");
        return predicates;

        void Add(bool isSet, string comparison)
        {
            if (isSet)
                predicates.Add($"{comparison} ?{++parameters}");
        }
    }

    // What is behind a session, part by part: each is a range of the index that the list is ordered by, so that SQLite begins right there and sorts nothing.
    private IEnumerable<string[]> Behind(bool hasTime, int parameters)
    {
        string createdAt = Quoted(ColumnRole.CreatedAt);
        string sessionId = Quoted(ColumnRole.SessionId);
        if (!hasTime)
        {
            yield return [$"{createdAt} IS NULL", $"{sessionId} > ?{parameters + 1}"];
            yield break;
        }
        yield return [$"{createdAt} = ?{parameters + 1}", $"{sessionId} > ?{parameters + 2}"];
        yield return [$"{createdAt} < ?{parameters + 1}"];
        if (table.Columns[table.OrdinalOf(ColumnRole.CreatedAt)].IsNullable)
            yield return [$"{createdAt} IS NULL"];
    }

    private string Where(IReadOnlyCollection<string> predicates) =>
        predicates.Count == 0 ? "" : $"\n{FirstKeyword(table)} {string.Join(" AND ", predicates)}";

    private string Quoted(ColumnRole role) => $"\"{table.Columns[table.OrdinalOf(role)].Name}\"";
}
