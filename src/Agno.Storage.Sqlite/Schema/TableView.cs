using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>What a table is read by.</summary>
/// <param name="Table">The table, or the subquery that stands for it.</param>
/// <param name="List">The lists of runs in its rows; null where there are none.</param>
internal sealed record TableView(SqlTable Table, RunList? List);

/// <summary>The lists of runs that sessions have in their own rows, from before runs were rows of a table.</summary>
/// <param name="Sql">Reads the list of session ?1.</param>
/// <param name="Column">The column, for errors.</param>
/// <param name="IsMoved">Whether an upgrade is to move them, which takes nothing that is not a run.</param>
internal sealed record RunList(string Sql, string Column, bool IsMoved);
