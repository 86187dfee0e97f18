using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agno.Storage.Faults.Host;

/// <summary>Kills the process right before one of the statements that a connection runs.</summary>
internal sealed class StatementKill
{
    private readonly SqliteConnection _connection;
    private readonly int _killBefore;
    private readonly strdelegate_trace _trace;

    private StatementKill(SqliteConnection connection, int killBefore)
    {
        (_connection, _killBefore) = (connection, killBefore);
        _trace = (_, _) => Count();
        raw.sqlite3_trace(connection.Handle, _trace, null);
    }

    /// <summary>How many statements were run so far.</summary>
    public int Statements { get; private set; }

    /// <summary>Counts from now on.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="killBefore">The statement, from 0.</param>
    public static StatementKill Before(SqliteConnection connection, int killBefore) => new(connection, killBefore);

    /// <summary>Ends the counting: the process lives on.</summary>
    public void End() => raw.sqlite3_trace(_connection.Handle, (strdelegate_trace?)null, null);

    private void Count()
    {
        if (Statements++ != _killBefore)
            return;
        using Process self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
