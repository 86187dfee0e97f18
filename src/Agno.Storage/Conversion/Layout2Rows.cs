using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A row of Agno 2.</summary>
internal abstract class Layout2Row : PortableSession
{
    [SessionColumn("runs")]
    public JsonColumn<JsonNode> RunsColumn
    {
        get => Runs;
        set => Runs = value;
    }
}

/// <summary>An agent's row of Agno 2.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
internal sealed partial class AgentRow2 : Layout2Row;

/// <summary>A team's row of Agno 2.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
internal sealed partial class TeamRow2 : Layout2Row;

/// <summary>A workflow's row of Agno 2.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)]
internal sealed partial class WorkflowRow2 : Layout2Row;
