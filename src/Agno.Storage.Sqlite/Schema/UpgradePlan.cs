using System.Text;
using Agno.Storage.Schema;

namespace Agno.Storage.Sqlite.Schema;

/// <summary>One change of a table: a statement, or what the program itself does.</summary>
/// <param name="Sql">What SQLite runs; of what the program does, a comment.</param>
/// <param name="List">The column whose lists of runs the program makes rows; null for a statement.</param>
internal readonly record struct TableChange(string Sql, string? List = null);

/// <summary>What an upgrade of a table runs.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="FromVersion">The version of the stored table; null where nothing recorded one.</param>
/// <param name="ToVersion">The record's version.</param>
/// <param name="Repair">What gives the table's columns the types that Agno declares. The program can do without.</param>
/// <param name="Runs">What creates the runs' table, where it is missing.</param>
/// <param name="Changes">What changes the table.</param>
/// <param name="Backfills">The versions whose backfill is called for each session, oldest first.</param>
/// <param name="Record">What records the version.</param>
internal sealed record UpgradePlan(
    string Table, int? FromVersion, int ToVersion, IReadOnlyList<string> Repair, IReadOnlyList<string> Runs, IReadOnlyList<TableChange> Changes, IReadOnlyList<int> Backfills,
    IReadOnlyList<string> Record)
{
    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => !ChangesTable && Repair.Count == 0 && Runs.Count == 0 && Record.Count == 0;

    /// <summary>Whether more must be done than creating the runs' table and recording the version.</summary>
    public bool ChangesTable => Changes.Count > 0 || Backfills.Count > 0;

    /// <summary>The plan as its user sees it.</summary>
    public SchemaUpgrade Describe() => new(Table, FromVersion, ToVersion, IsEmpty ? "" : ToSql());

    private string ToSql()
    {
        var sql = new StringBuilder($"-- {Table}: {(FromVersion is { } from ? $"version {from}" : "no recorded version")} to version {ToVersion}\nBEGIN IMMEDIATE;\n");
        foreach (string statement in Repair.Concat(Runs))
            sql.Append(statement).Append(";\n");
        foreach (TableChange change in Changes)
            sql.Append(change.Sql).Append(change.List is null ? ";\n" : "\n");
        foreach (int version in Backfills)
            sql.Append($"-- For each session, the program calls the record's backfill of version {version} and stores the columns that it changed.\n");
        foreach (string statement in Record)
            sql.Append(statement).Append(";\n");
        return sql.Append("COMMIT;\n").ToString();
    }
}
