using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class AgentFileModelTests : StoreModelConformance<AgentSession, PlainModelSample<AgentSession, AgentSample>>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteMemoryModelTests : StoreModelConformance<NoteSession, PlainModelSample<NoteSession, NoteSample>>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class MemoLayout2MemoryModelTests : StoreModelConformance<MemoSession, PlainModelSample<MemoSession, MemoSample>>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class TeamLayout2FileModelTests : StoreModelConformance<TeamSessionV2, PlainModelSample<TeamSessionV2, TeamLayout2Sample>>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout3FileModelTests : StoreModelConformance<AgentSessionV3, AgentModelSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout3MemoryModelTests : StoreModelConformance<AgentSessionV3, AgentModelSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class VersionedFileModelTests : StoreModelConformance<ModelSession, VersionedModelSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class VersionedMemoryModelTests : StoreModelConformance<ModelSession, VersionedModelSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
