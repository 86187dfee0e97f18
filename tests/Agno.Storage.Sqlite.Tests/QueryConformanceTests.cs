using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class AgentFileQueryTests : QueryConformance<AgentSession, AgentSample, AgentQueries>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowV2FileQueryTests : QueryConformance<WorkflowV2Session, WorkflowV2Sample, WorkflowV2Queries>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class NoteFileQueryTests : QueryConformance<NoteSession, NoteSample, NoteQueries>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamLayout2FileQueryTests : QueryConformance<TeamSessionV2, TeamLayout2Sample, TeamLayout2Queries>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentMemoryQueryTests : QueryConformance<AgentSession, AgentSample, AgentQueries>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
