using Agno.Storage.Conformance;
using Agno.Storage.Records;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>A storage in a file of its own.</summary>
internal sealed class FileHost : IStorageHost
{
    private readonly TemporaryDirectory _directory = new();

    public FileHost()
        : this(new SqliteStorageOptions().BusyTimeout)
    {
    }

    /// <summary>A storage whose calls wait for others so long.</summary>
    public FileHost(TimeSpan busyTimeout) => Storage = SqliteStorage.Open(_directory.PathOf("nested", "agents.db"), new() { TimeProvider = Clock, BusyTimeout = busyTimeout });

    public ManualTimeProvider Clock { get; } = new();

    public SqliteStorage Storage { get; }

    public ISessionStore<TSession> Sessions<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession> => Storage.Sessions<TSession>(table);

    public async ValueTask<IStorageTransaction> BeginAsync(CancellationToken cancellationToken) => await Storage.BeginAsync(cancellationToken);

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

    public MemoryHost()
        : this(new SqliteStorageOptions().BusyTimeout)
    {
    }

    /// <summary>A storage whose calls wait for others so long.</summary>
    public MemoryHost(TimeSpan busyTimeout) => _storage = SqliteStorage.OpenInMemory(new() { TimeProvider = Clock, BusyTimeout = busyTimeout });

    /// <summary>A storage on a connection of the caller's, which closes it.</summary>
    public MemoryHost(Microsoft.Data.Sqlite.SqliteConnection connection) => _storage = SqliteStorage.OpenConnection(connection, new() { TimeProvider = Clock });

    public ManualTimeProvider Clock { get; } = new();

    public ISessionStore<TSession> Sessions<TSession>(string? table)
        where TSession : class, ISessionRecord<TSession> => _storage.Sessions<TSession>(table);

    public async ValueTask<IStorageTransaction> BeginAsync(CancellationToken cancellationToken) => await _storage.BeginAsync(cancellationToken);

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

public sealed class AgentFileWriteTests : WriteConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileWriteTests : WriteConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout2FileWriteTests : WriteConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryWriteTests : WriteConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentFileUserTests : UserConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileUserTests : UserConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout2FileUserTests : UserConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryUserTests : UserConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class FileTransactionTests : TransactionConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoryTransactionTests : TransactionConformance
{
    protected override bool SharesConnection => true;

    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class FileVersionTests : VersionConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoryVersionTests : VersionConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
