using System.Text;

namespace Agno.Storage.Sqlite;

/// <summary>What an upgrade of a table would do, planned against the table as it stood. Nothing was changed by planning.</summary>
public sealed class SchemaUpgrade
{
    internal SchemaUpgrade(string table, int? fromVersion, int toVersion, IReadOnlyList<string> statements, IReadOnlyList<int> backfills, IReadOnlyList<string> record)
    {
        Table = table;
        FromVersion = fromVersion;
        ToVersion = toVersion;
        Statements = statements;
        Backfills = backfills;
        Record = record;
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The version of the stored table. Null where nothing recorded one: then its columns say which version it is like.</summary>
    public int? FromVersion { get; }

    /// <summary>The version after the upgrade: the record's.</summary>
    public int ToVersion { get; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Statements.Count == 0 && Backfills.Count == 0 && Record.Count == 0;

    /// <summary>What changes the table.</summary>
    internal IReadOnlyList<string> Statements { get; }

    /// <summary>The versions whose backfill is called for each session, oldest first.</summary>
    internal IReadOnlyList<int> Backfills { get; }

    /// <summary>What records the version.</summary>
    internal IReadOnlyList<string> Record { get; }

    /// <summary>
    /// The SQL that the upgrade runs, statement by statement; empty where there is nothing to do. A backfill is code of the program, so that it is named in a comment.
    /// </summary>
    public string ToSql()
    {
        if (IsEmpty)
            return "";
        var sql = new StringBuilder($"-- {Table}: {(FromVersion is { } from ? $"version {from}" : "no recorded version")} to version {ToVersion}\nBEGIN IMMEDIATE;\n");
        foreach (string statement in Statements)
            sql.Append(statement).Append(";\n");
        foreach (int version in Backfills)
            sql.Append($"-- For each session, the program calls the record's backfill of version {version} and stores the columns that it changed.\n");
        foreach (string statement in Record)
            sql.Append(statement).Append(";\n");
        return sql.Append("COMMIT;\n").ToString();
    }
}
