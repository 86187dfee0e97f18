using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>JSON columns that hold anything: the session is readable, the column says where its fault is, and writing back changes nothing.</summary>
public sealed class MalformedColumnTests : IDisposable
{
    private static readonly (string Id, byte[] Text)[] Malformed =
    [
        ("cut", """{"a": 1,"""u8.ToArray()),
        ("literal", """{"a": tru}"""u8.ToArray()),
        ("empty", []),
        ("trailing", "[1] x"u8.ToArray()),
        ("single quotes", "{'a': 1}"u8.ToArray()),
        ("control character", "[\"a\nb\"]"u8.ToArray()),
        ("invalid utf-8", [(byte)'"', 0xFF, (byte)'"']),
        ("overlong utf-8", [(byte)'"', 0xC0, 0x80, (byte)'"']),
        ("nul", "[1]\0"u8.ToArray()),
        ("deep", Encoding.UTF8.GetBytes(new string('[', 100_000))),
    ];

    private readonly TemporaryDirectory _scratch = new();
    private readonly string _file;

    public MalformedColumnTests()
    {
        _file = _scratch.PathOf("malformed.db");
        File.Copy(PythonFixture.Load("v1_agent_hostile").Database, _file);
        File.SetAttributes(_file, FileAttributes.Normal);
        foreach ((string id, byte[] text) in Malformed)
        {
            RawTable.Execute(
                _file,
                "INSERT INTO agent_sessions (session_id, memory, session_data, created_at) VALUES ($id, CAST($text AS TEXT), '{\"fine\": true}', 1800000000)",
                ("$id", id),
                ("$text", text));
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_list_gives_every_session_whatever_its_columns_hold()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        List<AgentSession> sessions = await storage.Sessions<AgentSession>().ListAsync(cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.Equal(PythonFixture.Load("v1_agent_hostile").Sessions.Count + Malformed.Length, sessions.Count);
        Assert.Equal(Malformed.Length, sessions.Count(session => session.SessionData.Value is JsonObject data && data.ContainsKey("fine")));
    }

    [Fact]
    public async Task Asking_for_a_malformed_value_says_where_it_is()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
        foreach ((string id, byte[] text) in Malformed)
        {
            AgentSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;

            StorageException? fault = Record.Exception(() => session.Memory.Value) as StorageException;
            Assert.True(fault is not null, $"{id} was read as {Encoding.UTF8.GetString(session.Memory.StoredJson)}");

            Assert.Equal(("agent_sessions", id, "memory"), (fault.Table, fault.SessionId, fault.Column));
            Assert.InRange(fault.ByteOffset ?? -1, 0, text.Length);
            Assert.Contains("agent_sessions", fault.Message);
            Assert.Contains(id, fault.Message);
            Assert.Contains("memory", fault.Message);
            Assert.Contains(fault.ByteOffset!.Value.ToString(), fault.Message);
        }
    }

    [Fact]
    public async Task The_offset_is_where_the_fault_is()
    {
        await using SqliteStorage storage = SqliteStorage.Open(_file);
        AgentSession session = (await storage.Sessions<AgentSession>().ReadAsync("trailing", cancellationToken: Cancelled))!;

        Assert.Equal(4, Assert.ThrowsAny<StorageException>(() => session.Memory.Value).ByteOffset);
    }

    [Fact]
    public async Task Writing_a_malformed_value_back_changes_nothing()
    {
        Dictionary<string, Dictionary<string, string>> before = RawTable.Read(_file, "agent_sessions");
        await using (SqliteStorage storage = SqliteStorage.Open(_file))
        {
            ISessionStore<AgentSession> store = storage.Sessions<AgentSession>();
            foreach (string id in before.Keys)
            {
                AgentSession session = (await store.ReadAsync(id, cancellationToken: Cancelled))!;
                try
                {
                    _ = session.Memory.Value;
                }
                catch (StorageException)
                {
                    // That asking failed must not change what is stored either.
                }
                await store.ImportAsync(session, Cancelled);
            }
        }
        Assert.Equal(before, RawTable.Read(_file, "agent_sessions"));
    }
}
