namespace Agno.Storage.Schema;

/// <summary>What an upgrade of a table would do, planned against the table as it stood. Nothing was changed by planning.</summary>
public sealed class SchemaUpgrade
{
    private readonly string _sql;

    /// <summary>Creates a plan. Engines do.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="fromVersion">The version of the stored table; null where nothing recorded one.</param>
    /// <param name="toVersion">The version after the upgrade.</param>
    /// <param name="sql">What <see cref="ToSql"/> gives.</param>
    public SchemaUpgrade(string table, int? fromVersion, int toVersion, string sql)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(sql);
        Table = table;
        FromVersion = fromVersion;
        ToVersion = toVersion;
        _sql = sql;
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The version of the stored table. Null where nothing recorded one: then its columns say which version it is like.</summary>
    public int? FromVersion { get; }

    /// <summary>The version after the upgrade: the record's.</summary>
    public int ToVersion { get; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _sql.Length == 0;

    /// <summary>
    /// The SQL that the upgrade runs, statement by statement; empty where there is nothing to do. A backfill is code of the program, so that it is named in a comment.
    /// </summary>
    public string ToSql() => _sql;
}
