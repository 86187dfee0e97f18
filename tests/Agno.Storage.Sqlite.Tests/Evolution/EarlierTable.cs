using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests.Evolution;

/// <summary>Tables of layouts 2 and 3 as builds before this one created them: with TEXT and INTEGER in the place of Agno's types.</summary>
internal static class EarlierTable
{
    /// <summary>How the writes of an earlier build leave them.</summary>
    public static readonly SqliteStorageOptions Unchanged = new() { AutoUpgrade = false };

    /// <summary>Makes a record's table, without sessions, one of an earlier build.</summary>
    /// <param name="file">The database, made where it is missing.</param>
    /// <param name="change">A change of what creates the table; null for none.</param>
    public static void Create<TSession>(string file, Func<string, string>? change = null)
        where TSession : class, Records.ISessionRecord<TSession>
    {
        using (SqliteStorage storage = SqliteStorage.Open(file))
            storage.Sessions<TSession>().Create();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        string table = TSession.Table.Name;
        string sql = (string)connection.Scalar($"SELECT sql FROM sqlite_master WHERE name = '{table}'")!;
        string indexes = (string)connection.Scalar($"SELECT group_concat(sql, ';') FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL")!;
        string earlier = sql.Replace(" VARCHAR", " TEXT", StringComparison.Ordinal).Replace(" JSON", " TEXT", StringComparison.Ordinal).Replace(" BIGINT", " INTEGER", StringComparison.Ordinal);
        connection.Execute($"DROP TABLE {table}; {change?.Invoke(earlier) ?? earlier}; {indexes}");
    }
}
