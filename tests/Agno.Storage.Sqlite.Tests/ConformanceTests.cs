using Agno.Storage.Conformance;
using Agno.Storage.Records;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A storage in a file of its own.</summary>
internal sealed class FileHost : IStorageHost
{
    private readonly TemporaryDirectory _directory = new();

    public FileHost() => Storage = SqliteStorage.Open(_directory.PathOf("nested", "agents.db"), new() { TimeProvider = Clock });

    public ManualTimeProvider Clock { get; } = new();

    public SqliteStorage Storage { get; }

    public ISessionStore<TSession> Sessions<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession> => Storage.Sessions<TSession>(table);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _directory.Dispose();
    }
}

/// <summary>A storage in memory: one connection for reading and writing.</summary>
internal sealed class MemoryHost : IStorageHost
{
    private readonly SqliteStorage _storage;

    public MemoryHost() => _storage = SqliteStorage.OpenInMemory(new() { TimeProvider = Clock });

    public ManualTimeProvider Clock { get; } = new();

    public ISessionStore<TSession> Sessions<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession> => _storage.Sessions<TSession>(table);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}

public sealed class AgentFileTests : StoreConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamFileTests : StoreConformance<TeamSession, TeamSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowFileTests : StoreConformance<WorkflowSession, WorkflowSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowV2FileTests : StoreConformance<WorkflowV2Session, WorkflowV2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileTests : StoreConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryTests : StoreConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class NoteMemoryTests : StoreConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentFileListTests : ListConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamFileListTests : ListConformance<TeamSession, TeamSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowFileListTests : ListConformance<WorkflowSession, WorkflowSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowV2FileListTests : ListConformance<WorkflowV2Session, WorkflowV2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileListTests : ListConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryListTests : ListConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
