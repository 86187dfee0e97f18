using System.Text.Json.Nodes;
using Agno.Storage.Conformance;

namespace Agno.Storage.Sqlite.Tests;

public sealed class AgentLayout3FileTests : StoreConformance<AgentSessionV3, AgentLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamLayout3FileTests : StoreConformance<TeamSessionV3, TeamLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout3FileTests : StoreConformance<WorkflowSessionV3, WorkflowLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout3MemoryTests : StoreConformance<WorkflowSessionV3, WorkflowLayout3Sample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentLayout3FileListTests : ListConformance<AgentSessionV3, AgentLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TeamLayout3FileListTests : ListConformance<TeamSessionV3, TeamLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout3FileListTests : ListConformance<WorkflowSessionV3, WorkflowLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentLayout3FileWriteTests : WriteConformance<AgentSessionV3, AgentLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout3FileWriteTests : WriteConformance<WorkflowSessionV3, WorkflowLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class WorkflowLayout3FileUserTests : UserConformance<WorkflowSessionV3, WorkflowLayout3Sample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentFileRunTests : RunConformance<AgentSessionV3, JsonColumn<JsonNode>, AgentRunSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class TurnFileRunTests : RunConformance<TurnSession, TurnRun, TurnSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class ChatFileRunTests : RunConformance<ChatSession, TurnRun, ChatSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class AgentFileRunModelTests : RunModelConformance<AgentSessionV3, JsonColumn<JsonNode>, AgentRunSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class ChatFileRunModelTests : RunModelConformance<ChatSession, TurnRun, ChatSample>
{
    protected override IStorageHost OpenHost() => new FileHost();
}

public sealed class ChatMemoryRunModelTests : RunModelConformance<ChatSession, TurnRun, ChatSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}

public sealed class AgentMemoryRunTests : RunConformance<AgentSessionV3, JsonColumn<JsonNode>, AgentRunSample>
{
    protected override IStorageHost OpenHost() => new MemoryHost();
}
