using Agno.Storage.Schema;
using Agno.Storage.Sqlite.Connections;
using Agno.Storage.Sqlite.Schema;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>Where the runs of a store's sessions are, as a connection finds it: other programs change tables too.</summary>
internal interface IRunTables
{
    /// <summary>The record's statements.</summary>
    RunSql Sql { get; }

    /// <summary>The name of the runs' table.</summary>
    string RunsTable { get; }

    /// <summary>The name of the sessions' table.</summary>
    string SessionsTable { get; }

    /// <summary>Whether there is a table of runs: another program may have created that of the sessions alone.</summary>
    bool HasRuns(Connection connection);

    /// <summary>The lists that stay in the sessions' own rows; null where there are none.</summary>
    RunList? FindList(Connection connection);

    /// <summary>The id that the session's row has. Where the table compares ids without regard to case, for instance, it is another spelling of the one given, and what its runs have.</summary>
    string StoredId(Connection connection, string action, string sessionId);
}
