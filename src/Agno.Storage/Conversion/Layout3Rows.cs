using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A row of Agno 3. Its runs are moved row by row, never as the list.</summary>
internal abstract class Layout3Row : PortableSession
{
    [SessionRuns]
    public List<JsonColumn<JsonNode>> RunList { get; set; } = [];
}

/// <summary>An agent's row of Agno 3.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
internal sealed partial class AgentRow3 : Layout3Row;

/// <summary>A team's row of Agno 3.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V3)]
internal sealed partial class TeamRow3 : Layout3Row;

/// <summary>A workflow's row of Agno 3.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V3)]
internal sealed partial class WorkflowRow3 : Layout3Row;

/// <summary>A row of Agno 3 in a table that was Agno 2's, where runs may stand in the session's row too. Tables without that column are read as if it were NULL, and never written as this.</summary>
internal abstract class LegacyRow : PortableSession
{
    [SessionColumn("runs")]
    public JsonColumn<JsonNode> OldRuns { get; set; }

    [SessionIgnore]
    public override bool HasOldRuns => !OldRuns.IsNull;
}

/// <summary>An agent's row in a table that was Agno 2's.</summary>
[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3)]
internal sealed partial class LegacyAgentRow : LegacyRow;

/// <summary>A team's row in a table that was Agno 2's.</summary>
[SessionRecord(StorageMode.Team, Layout = SessionLayout.V3)]
internal sealed partial class LegacyTeamRow : LegacyRow;

/// <summary>A workflow's row in a table that was Agno 2's.</summary>
[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V3)]
internal sealed partial class LegacyWorkflowRow : LegacyRow;
