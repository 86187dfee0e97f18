using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

internal static class StoreCases
{
    public static async Task Sessions_are_created_read_updated_listed_and_deleted()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();
        await sessions.CreateAsync();
        await sessions.UpsertAsync(new AgentSession { SessionId = "old", UserId = "ada", CreatedAt = 100 });
        await sessions.UpsertAsync(new AgentSession { SessionId = "new", UserId = "ada", CreatedAt = 200, Memory = new JsonObject { ["runs"] = new JsonArray(1, "two") } });
        await sessions.UpsertAsync(new AgentSession { SessionId = "other", UserId = "bob", CreatedAt = 300 });

        AgentSession read = (await sessions.ReadAsync("new"))!;
        Expect.Equal("two", (string?)read.Memory.Value!["runs"]![1]);
        read.AgentId = "support";
        AgentSession stored = await sessions.UpsertAsync(read);
        Expect.Equal(200L, stored.CreatedAt);
        Expect.Equal("support", (await sessions.ReadAsync("new"))!.AgentId);

        Expect.Sequence(["new", "old"], await sessions.ListIdsAsync(new() { UserId = "ada" }).ToListAsync());
        Expect.Sequence(["other", "new"], (await sessions.ListAsync(new() { Limit = 2 }).ToListAsync()).Select(session => session.SessionId));
        Expect.Equal(true, await sessions.DeleteAsync("old"));
        Expect.Equal(null, await sessions.ReadAsync("old"));
    }

    public static async Task Every_mode_has_its_built_in_session()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        await RoundTrip(storage, new AgentSession { SessionId = "1", AgentId = "a" }, session => session.AgentId);
        await RoundTrip(storage, new TeamSession { SessionId = "2", TeamId = "a" }, session => session.TeamId);
        await RoundTrip(storage, new WorkflowSession { SessionId = "3", WorkflowId = "a" }, session => session.WorkflowId);
        await RoundTrip(storage, new WorkflowV2Session { SessionId = "4", WorkflowId = "a", WorkflowName = "w" }, session => session.WorkflowId);

        static async Task RoundTrip<TSession>(SqliteStorage storage, TSession session, Func<TSession, string?> entity)
            where TSession : class, ISessionRecord<TSession>
        {
            ISessionStore<TSession> sessions = storage.Sessions<TSession>();
            await sessions.CreateAsync();
            await sessions.UpsertAsync(session);
            Expect.Sequence(["a"], (await sessions.ListAsync(new() { EntityId = "a" }).ToListAsync()).Select(entity));
        }
    }

    public static async Task A_session_of_another_user_is_neither_read_nor_deleted()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<TeamSession> sessions = storage.Sessions<TeamSession>();
        await sessions.CreateAsync();
        await sessions.UpsertAsync(new TeamSession { SessionId = "s", UserId = "ada" });

        Expect.Equal(null, await sessions.ReadAsync("s", userId: "bob"));
        Expect.Equal(false, await sessions.DeleteAsync("s", userId: "bob"));
        Expect.Equal("ada", (await sessions.ReadAsync("s", userId: "ada"))!.UserId);
    }

    public static async Task An_import_keeps_the_times()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<WorkflowSession> sessions = storage.Sessions<WorkflowSession>();
        await sessions.CreateAsync();
        await sessions.ImportAsync(new WorkflowSession { SessionId = "s", CreatedAt = 5 });

        WorkflowSession read = (await sessions.ReadAsync("s"))!;
        Expect.Equal(5L, read.CreatedAt);
        Expect.Equal(null, read.UpdatedAt);
    }

    public static async Task A_schema_is_created_once_and_compared()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ScalarSession> sessions = storage.Sessions<ScalarSession>();
        Expect.Equal(false, await sessions.ExistsAsync());
        await sessions.CreateAsync();
        await sessions.CreateAsync();

        Expect.Equal(true, await sessions.ExistsAsync());
        Expect.Equal(true, (await sessions.CompareSchemaAsync())!.IsCompatible);
        Expect.Equal(1, await sessions.GetSchemaVersionAsync());
    }

    public static async Task A_storage_that_was_disposed_of_is_refused()
    {
        var storage = SqliteStorage.OpenInMemory();
        ISessionStore<AgentSession> sessions = storage.Sessions<AgentSession>();
        await storage.DisposeAsync();

        await Expect.ThrowsAsync<ObjectDisposedException>(() => sessions.ReadAsync("s").AsTask());
    }
}
