namespace Agno.Storage;

/// <summary>The kind of session that a table stores. Each mode has different columns, as in Agno's storages.</summary>
public enum StorageMode
{
    /// <summary>Sessions of one agent ("agent"): adds agent_id, agent_data and team_session_id.</summary>
    Agent,

    /// <summary>Sessions of a team ("team"): adds team_id, team_data and team_session_id.</summary>
    Team,

    /// <summary>Sessions of a class-based workflow ("workflow"): adds workflow_id and workflow_data.</summary>
    Workflow,

    /// <summary>Sessions of a step-based workflow ("workflow_v2"): adds workflow_id, workflow_name, workflow_data and runs.</summary>
    WorkflowV2,
}
