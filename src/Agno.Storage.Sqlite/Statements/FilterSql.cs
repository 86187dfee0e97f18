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

    // By what the filter and the place set, and the head.
    private readonly ConcurrentDictionary<int, string> _texts = new();

    // By what the filter and the place set.
    private readonly ConcurrentDictionary<int, bool> _areReadById = new();

    private readonly bool _hasJson = table.Columns.Take(table.RowLength).Any(column => column.Kind == ColumnKind.Json);

    /// <summary>What the first predicate after a head follows: the head of a table of several types has a WHERE already.</summary>
    public static string FirstKeyword(SessionTable table) => table.SessionType is null ? "WHERE" : "AND";

    /// <summary>The text for a filter. Binding it knows its parameters.</summary>
    /// <param name="filter">The filter. Its own place is not looked at.</param>
    /// <param name="behind">Where the list begins; null for its start.</param>
    /// <param name="head">What it gives.</param>
    public string TextFor(SessionFilter filter, ListPlace? behind, Head head)
    {
        int shape = ShapeOf(filter, behind) << 2 | (int)head;
        return _texts.TryGetValue(shape, out string? text) ? text : _texts.GetOrAdd(shape, Write(filter, behind, head));
    }

    /// <summary>
    /// Whether a list is better read as ids, and then each session by its own: where no index has its order, as in the tables that Python Agno creates, SQLite would carry
    /// whole sessions through its sort, also those beyond the limit.
    /// </summary>
    public bool IsReadById(SessionFilter filter, ListPlace? behind, Connection connection)
    {
        int shape = ShapeOf(filter, behind);
        return _areReadById.TryGetValue(shape, out bool isReadById) ? isReadById : _areReadById.GetOrAdd(shape, _hasJson && connection.Sorts(TextFor(filter, behind, Head.Rows)));
    }

    /// <summary>Binds a list.</summary>
    /// <param name="statement">A statement of the text for the filter and the place.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="behind">Where the list begins; null for its start.</param>
    public static void Bind(Statement statement, SessionFilter filter, ListPlace? behind)
    {
        int parameter = BindPredicates(statement, filter, parameters: 0);
        if (behind is { } place)
        {
            if (!place.CreatedAt.IsNull)
                statement.Bind(++parameter, place.CreatedAt);
            if (!place.SessionId.IsNull)
                statement.Bind(++parameter, place.SessionId);
        }
        // SQLite takes a negative limit for none.
        statement.Bind(++parameter, filter.Limit ?? -1);
    }

    /// <summary>Binds the deletion of one session.</summary>
    /// <param name="statement">A statement of the text for the filter.</param>
    /// <param name="filter">The filter, which must find the session.</param>
    /// <param name="sessionId">The session's id, as it is stored.</param>
    public static void Bind(Statement statement, SessionFilter filter, in StoredValue sessionId)
    {
        statement.Bind(1, sessionId);
        BindPredicates(statement, filter, parameters: 1);
    }

    private static int BindPredicates(Statement statement, SessionFilter filter, int parameters)
    {
        if (filter.UserId is not null)
            statement.Bind(++parameters, filter.UserId);
        if (filter.EntityId is not null)
            statement.Bind(++parameters, filter.EntityId);
        foreach (DateTimeOffset? time in (ReadOnlySpan<DateTimeOffset?>)[filter.CreatedSince, filter.CreatedBefore, filter.UpdatedSince, filter.UpdatedBefore])
            if (time is { } given)
                statement.Bind(++parameters, SecondsUp(given));
        return parameters;
    }

    // A whole second is at or after a time, or before it, as it is at or after the next whole second, or before that.
    private static long SecondsUp(DateTimeOffset time) => time.ToUnixTimeSeconds() + (time.UtcTicks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);

    private static int ShapeOf(SessionFilter filter, ListPlace? behind) =>
        (filter.UserId is null ? 0 : 1)
        | (filter.EntityId is null ? 0 : 1 << 1)
        | (filter.CreatedSince is null ? 0 : 1 << 2)
        | (filter.CreatedBefore is null ? 0 : 1 << 3)
        | (filter.UpdatedSince is null ? 0 : 1 << 4)
        | (filter.UpdatedBefore is null ? 0 : 1 << 5)
        | (behind is null ? 0 : 1 << 6)
        | (behind is { CreatedAt.IsNull: false } ? 1 << 7 : 0)
        | (behind is { SessionId.IsNull: false } ? 1 << 8 : 0);

    private string Write(SessionFilter filter, ListPlace? behind, Head head) => head switch
    {
        Head.Rows => WriteList(filter, behind, sql.SelectRows),
        Head.Ids => WriteList(filter, behind, sql.SelectIds),
        Head.Count => $"SELECT COUNT(*) FROM (\n{WriteList(filter, behind, sql.SelectIds)}\n)",
        // What the table lacks is read as it is in lists.
        _ => $"{sql.Delete}\nAND EXISTS (\n{sql.SelectIds}{Where(["\"session_id\" = ?1", .. Predicates(filter, parameters: 1)])}\n)",
    };

    private string WriteList(SessionFilter filter, ListPlace? behind, string head)
    {
        string[] predicates = [.. Predicates(filter, parameters: 0)];
        int parameters = predicates.Length;
        string pages = head + Where(predicates);
        if (behind is { } place)
            pages = string.Join("\nUNION ALL\n", Behind(place, ref parameters).Select(part => head + Where([.. predicates, .. part])));
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
    private List<string[]> Behind(in ListPlace place, ref int parameters)
    {
        string createdAt = Quoted(ColumnRole.CreatedAt);
        string sessionId = Quoted(ColumnRole.SessionId);
        string? time = place.CreatedAt.IsNull ? null : $"?{++parameters}";
        // NULL, which a table of another program may hold, comes before every id.
        string behindId = place.SessionId.IsNull ? $"{sessionId} IS NOT NULL" : $"{sessionId} > ?{++parameters}";
        if (time is null)
            return [[$"{createdAt} IS NULL", behindId]];
        return [[$"{createdAt} = {time}", behindId], [$"{createdAt} < {time}"], [$"{createdAt} IS NULL"]];
    }

    private string Where(IReadOnlyCollection<string> predicates) =>
        predicates.Count == 0 ? "" : $"\n{FirstKeyword(table)} {string.Join(" AND ", predicates)}";

    private string Quoted(ColumnRole role) => $"\"{table.Columns[table.OrdinalOf(role)].Name}\"";
}
