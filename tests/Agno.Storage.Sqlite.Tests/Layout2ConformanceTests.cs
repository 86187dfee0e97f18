using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class AgentLayout2FileTests : StoreConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamLayout2FileTests : StoreConformance<TeamSessionV2, TeamLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout2FileTests : StoreConformance<WorkflowSessionV2, WorkflowLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoLayout2FileTests : StoreConformance<MemoSession, MemoSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout2MemoryTests : StoreConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentLayout2FileListTests : ListConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamLayout2FileListTests : ListConformance<TeamSessionV2, TeamLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout2FileListTests : ListConformance<WorkflowSessionV2, WorkflowLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoLayout2FileListTests : ListConformance<MemoSession, MemoSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class SharedTableFileTests : SharedTableConformance
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class SharedTableMemoryTests : SharedTableConformance
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
