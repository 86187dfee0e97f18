using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class AgentFilePageTests : PageConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentFileDeleteTests : DeleteConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowV2FilePageTests : PageConformance<WorkflowV2Session, WorkflowV2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowV2FileDeleteTests : DeleteConformance<WorkflowV2Session, WorkflowV2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFilePageTests : PageConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileDeleteTests : DeleteConformance<NoteSession, NoteSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout2FilePageTests : PageConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout2FileDeleteTests : DeleteConformance<AgentSessionV2, AgentLayout2Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoLayout2FilePageTests : PageConformance<MemoSession, MemoSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class MemoLayout2FileDeleteTests : DeleteConformance<MemoSession, MemoSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryPageTests : PageConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentMemoryDeleteTests : DeleteConformance<AgentSession, AgentSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
