using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>The text of lists: a head, the predicates of a filter, order and limit. Made once for each combination.</summary>
internal sealed class FilterSql(SessionTable table, SessionSql sql)
{
    /// <summary>What a list gives.</summary>
    public enum Head
    {
        Rows,
        Ids,
        Count,
    }

    // Indexed by what the filter sets (1: user, 2: entity) and the head.
    private readonly string?[] _texts = new string?[12];

    /// <summary>What the first predicate after a head follows: the head of a table of several types has a WHERE already.</summary>
    public static string FirstKeyword(SessionTable table) => table.SessionType is null ? "WHERE" : "AND";

    /// <summary>The text for a filter. Its parameters, in order: the user and the entity where they are set, and the limit.</summary>
    public string TextFor(SessionFilter filter, Head head)
    {
        int shape = (filter.UserId is null ? 0 : 1) | (filter.EntityId is null ? 0 : 2) | ((int)head << 2);
        return _texts[shape] ??= head switch
        {
            Head.Rows => Write(filter, sql.SelectRows),
            Head.Ids => Write(filter, sql.SelectIds),
            _ => $"SELECT COUNT(*) FROM (\n{Write(filter, sql.SelectIds)}\n)",
        };
    }

    public static void Bind(Statement statement, SessionFilter filter)
    {
        int parameter = 0;
        if (filter.UserId is not null)
            statement.Bind(++parameter, filter.UserId);
        if (filter.EntityId is not null)
            statement.Bind(++parameter, filter.EntityId);
        // SQLite takes a negative limit for none.
        statement.Bind(++parameter, filter.Limit ?? -1);
    }

    private string Write(SessionFilter filter, string head)
    {
        var predicates = new List<string>();
        if (filter.UserId is not null)
            predicates.Add($"{Quoted(ColumnRole.UserId)} = ?{predicates.Count + 1}");
        if (filter.EntityId is not null)
            predicates.Add($"{Quoted(ColumnRole.EntityId)} = ?{predicates.Count + 1}");
        string where = predicates.Count == 0 ? "" : $"\n{FirstKeyword(table)} {string.Join(" AND ", predicates)}";
        return $"{head}{where}\nORDER BY {Quoted(ColumnRole.CreatedAt)} DESC, {Quoted(ColumnRole.SessionId)}\nLIMIT ?{predicates.Count + 1}";
    }

    private string Quoted(ColumnRole role) => $"\"{table.Columns[table.OrdinalOf(role)].Name}\"";
}
