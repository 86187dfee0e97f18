namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>Databases in forms that exist in the wild and that no fixture holds, built from their DDL with plain SQLite.</summary>
internal static class ForeignFiles
{
    private const string GoCommon = """
        session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, memory TEXT, session_data TEXT, extra_data TEXT,
        created_at INTEGER DEFAULT (strftime('%s', 'now')), updated_at INTEGER DEFAULT (strftime('%s', 'now'))
        """;

    /// <summary>A file of Go Agno: a table for each mode, NOT NULL ids that are empty where there is none, compact JSON.</summary>
    public static void CreateGo(string file) => RawTable.Execute(file, $$$"""
        CREATE TABLE agents ({{{GoCommon}}}, agent_id TEXT NOT NULL, agent_data TEXT, team_session_id TEXT);
        CREATE INDEX idx_agents_user_id ON agents (user_id);
        CREATE INDEX idx_agents_created_at ON agents (created_at);
        CREATE TABLE teams ({{{GoCommon}}}, team_id TEXT NOT NULL, team_data TEXT, team_session_id TEXT);
        CREATE TABLE workflows ({{{GoCommon}}}, workflow_id TEXT NOT NULL, workflow_data TEXT);
        CREATE TABLE steps ({{{GoCommon}}}, workflow_id TEXT NOT NULL, workflow_name TEXT NOT NULL, workflow_data TEXT, runs TEXT);
        INSERT INTO agents VALUES ('go-1', 'user-1', '{"runs":[{"content":"ação","n":1e3}]}', '{}', 'null', 1700000001, 1700000002, 'agent-1', '{"name":"A"}', '');
        INSERT INTO agents VALUES ('go-2', '', NULL, NULL, NULL, 1700000003, 1700000003, '', NULL, NULL);
        INSERT INTO teams VALUES ('go-1', '', '{"a":1}', NULL, NULL, 1700000001, 1700000002, 'team-1', '{"z":"<>&"}', '');
        INSERT INTO workflows VALUES ('go-1', 'user-1', NULL, '{"s":"x"}', NULL, 1700000001, 1700000002, 'flow-1', '{}');
        INSERT INTO steps VALUES ('go-1', 'user-1', NULL, '{"s":"x"}', NULL, 1700000001, 1700000002, 'flow-1', '', '{}', '{"run-1":{"status":"done","score":1.0}}');
        """);

    /// <summary>An agent table from before Agno 1.2.0, without team_session_id.</summary>
    public static void CreateLegacyAgent(string file) => RawTable.Execute(file, """
        CREATE TABLE agent_sessions (
            session_id VARCHAR NOT NULL, user_id VARCHAR, memory JSON, session_data JSON, extra_data JSON,
            created_at INTEGER, updated_at INTEGER, agent_id VARCHAR, agent_data JSON, PRIMARY KEY (session_id));
        INSERT INTO agent_sessions VALUES ('old-1', 'user-1', '{"runs": [1, 2.0]}', 'null', NULL, 1600000000, NULL, 'agent-1', '{"name": "caf\u00e9"}');
        INSERT INTO agent_sessions VALUES ('old-2', NULL, 'null', 'null', 'null', 1600000001, 1600000009, 'agent-1', 'null');
        """);

    /// <summary>A table of Python's with columns that a host added, one of them NOT NULL with a default.</summary>
    public static void CreateWithUnknownColumns(string file) => RawTable.Execute(file, """"
        CREATE TABLE agent_sessions (
            session_id VARCHAR NOT NULL, tenant TEXT NOT NULL DEFAULT 'none', user_id VARCHAR, memory JSON, "odd ""name""" BLOB, session_data JSON,
            extra_data JSON, created_at INTEGER, updated_at INTEGER, agent_id VARCHAR, agent_data JSON, team_session_id VARCHAR, PRIMARY KEY (session_id));
        INSERT INTO agent_sessions (session_id, tenant, memory, "odd ""name""", created_at) VALUES ('a', 'acme', '{"k": 1}', x'00ff', 1600000000);
        """");

    /// <summary>A database whose text is stored as UTF-16.</summary>
    public static void CreateUtf16(string file) => RawTable.Execute(file, """
        PRAGMA encoding = 'UTF-16le';
        CREATE TABLE agent_sessions (
            session_id VARCHAR NOT NULL, user_id VARCHAR, memory JSON, session_data JSON, extra_data JSON,
            created_at INTEGER, updated_at INTEGER, agent_id VARCHAR, agent_data JSON, team_session_id VARCHAR, PRIMARY KEY (session_id));
        INSERT INTO agent_sessions VALUES ('сессия-😀', 'ünal', '{"text": "日本語 😀", "esc": "\u00e9"}', '{}', '2.5', 1600000000, NULL, 'agent-1', 'null', NULL);
        """);
}
