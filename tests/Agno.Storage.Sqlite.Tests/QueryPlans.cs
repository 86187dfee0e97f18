using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A storage that tells what SQLite plans to do for the statements that it runs.</summary>
internal sealed class QueryPlans : IDisposable
{
    // On a connection that also writes, streams put their rows aside: what matters is how those are found.
    private const string Begin = "WITH \"rows\" AS MATERIALIZED (\n";
    private const string End = "\n)\nSELECT * FROM \"rows\"";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly List<string> _statements = [];

    public QueryPlans()
    {
        _connection.Open();
        Storage = SqliteStorage.OpenConnection(_connection);
        raw.sqlite3_trace(_connection.Handle, (_, statement) => _statements.Add(statement), null);
    }

    public SqliteStorage Storage { get; }

    /// <summary>The plans of the SELECT statements about sessions that an action runs, with the values that it bound.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Func<Task> action)
    {
        _statements.Clear();
        await action();
        return [.. _statements.ToArray().Select(Inside).Where(statement => statement.StartsWith("SELECT", StringComparison.Ordinal) && statement.Contains("\"session_id\"")).Select(Plan)];
    }

    public void Dispose()
    {
        Storage.Dispose();
        _connection.Dispose();
    }

    private static string Inside(string statement) => statement.StartsWith(Begin, StringComparison.Ordinal) ? statement[Begin.Length..^End.Length] : statement;

    private string Plan(string statement)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        using SqliteDataReader reader = command.ExecuteReader();
        var lines = new List<string> { statement };
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return string.Join("\n", lines);
    }
}
