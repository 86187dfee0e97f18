// What ColdStart.Agno does, by hand on Microsoft.Data.Sqlite with System.Text.Json's source-generated context.
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

using var connection = new SqliteConnection($"Data Source={args[0]};Pooling=False");
connection.Open();
Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
Execute("""
    CREATE TABLE IF NOT EXISTS order_sessions (
        session_id TEXT PRIMARY KEY NOT NULL, user_id TEXT, agent_id TEXT, team_session_id TEXT, created_at INTEGER, updated_at INTEGER,
        total INTEGER NOT NULL, memory TEXT, session_data TEXT, extra_data TEXT, agent_data TEXT);
    CREATE INDEX IF NOT EXISTS idx_order_sessions_user_id ON order_sessions (user_id);
    CREATE INDEX IF NOT EXISTS idx_order_sessions_created_at ON order_sessions (created_at);
    CREATE INDEX IF NOT EXISTS idx_order_sessions_agent_id ON order_sessions (agent_id);
    CREATE INDEX IF NOT EXISTS idx_order_sessions_team_session_id ON order_sessions (team_session_id);
    CREATE INDEX IF NOT EXISTS idx_order_sessions_total ON order_sessions (total);
    """);
Upsert(new OrderSession
{
    SessionId = "order-7",
    UserId = "user-123",
    AgentId = "support",
    Total = 1990,
    Memory = new Conversation([new Message("user", "Where is my order?"), new Message("assistant", "On its way.")]),
});
OrderSession order = Read("order-7")!;
Console.WriteLine($"{order.SessionId} {order.Total} {order.Memory!.Messages[^1].Content}");

void Execute(string sql)
{
    using SqliteCommand command = connection.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}

void Upsert(OrderSession session)
{
    using SqliteCommand command = connection.CreateCommand();
    command.CommandText = """
        INSERT INTO order_sessions (session_id, user_id, agent_id, team_session_id, created_at, updated_at, total, memory)
        VALUES (@session_id, @user_id, @agent_id, @team_session_id, @now, @now, @total, @memory)
        ON CONFLICT (session_id) DO UPDATE SET user_id = excluded.user_id, agent_id = excluded.agent_id,
            team_session_id = excluded.team_session_id, updated_at = excluded.updated_at, total = excluded.total, memory = excluded.memory
        RETURNING created_at
        """;
    session.UpdatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    command.Parameters.AddWithValue("@session_id", session.SessionId);
    command.Parameters.AddWithValue("@user_id", (object?)session.UserId ?? DBNull.Value);
    command.Parameters.AddWithValue("@agent_id", (object?)session.AgentId ?? DBNull.Value);
    command.Parameters.AddWithValue("@team_session_id", (object?)session.TeamSessionId ?? DBNull.Value);
    command.Parameters.AddWithValue("@now", session.UpdatedAt);
    command.Parameters.AddWithValue("@total", session.Total);
    command.Parameters.AddWithValue("@memory", session.Memory is null ? DBNull.Value : JsonSerializer.Serialize(session.Memory, OrderJsonContext.Default.Conversation));
    session.CreatedAt = (long)command.ExecuteScalar()!;
}

OrderSession? Read(string sessionId)
{
    using SqliteCommand command = connection.CreateCommand();
    command.CommandText = """
        SELECT session_id, user_id, agent_id, team_session_id, created_at, updated_at, total, memory
        FROM order_sessions WHERE session_id = @session_id
        """;
    command.Parameters.AddWithValue("@session_id", sessionId);
    using SqliteDataReader row = command.ExecuteReader();
    if (!row.Read())
        return null;
    return new OrderSession
    {
        SessionId = row.GetString(0),
        UserId = row.IsDBNull(1) ? null : row.GetString(1),
        AgentId = row.IsDBNull(2) ? null : row.GetString(2),
        TeamSessionId = row.IsDBNull(3) ? null : row.GetString(3),
        CreatedAt = row.GetInt64(4),
        UpdatedAt = row.GetInt64(5),
        Total = row.GetInt64(6),
        Memory = row.IsDBNull(7) ? null : JsonSerializer.Deserialize(row.GetString(7), OrderJsonContext.Default.Conversation),
    };
}

internal sealed record OrderSession
{
    public required string SessionId { get; set; }

    public string? UserId { get; set; }

    public string? AgentId { get; set; }

    public string? TeamSessionId { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    public long Total { get; set; }

    public Conversation? Memory { get; set; }
}

internal sealed record Conversation(IReadOnlyList<Message> Messages);

internal sealed record Message(string Role, string Content);

[JsonSerializable(typeof(Conversation))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class OrderJsonContext : JsonSerializerContext;
