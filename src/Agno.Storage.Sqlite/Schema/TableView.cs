using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>What a table is read by.</summary>
/// <param name="Table">The table, or the subquery that stands for it.</param>
/// <param name="List">The lists of runs in its rows; null where there are none.</param>
/// <param name="IdSql">Reads the id that the row of session ?1 has; null where the table finds a row by its very id alone.</param>
internal sealed record TableView(SqlTable Table, RunList? List, string? IdSql);

/// <summary>The lists of runs that sessions have in their own rows, from before runs were rows of a table.</summary>
/// <param name="Sql">Reads the list of session ?1.</param>
/// <param name="Column">The column, for errors.</param>
/// <param name="WriteSql">Stores the list ?2 of session ?1; null where an upgrade is to move the lists.</param>
internal sealed record RunList(string Sql, string Column, string? WriteSql)
{
    /// <summary>Whether an upgrade is to move them, which takes nothing that is not a run.</summary>
    public bool IsMoved => WriteSql is null;
}
