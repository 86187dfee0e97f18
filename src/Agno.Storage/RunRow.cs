using System.Text.Json.Nodes;

namespace Agno.Storage;

/// <summary>A run's row as it is stored, for programs that move runs or look at their columns.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Data">Its JSON.</param>
public sealed record RunRow(string RunId, JsonColumn<JsonNode> Data)
{
    /// <summary>Who ran: <c>agent</c>, <c>team</c> or <c>workflow</c>.</summary>
    public string RunType { get; init; } = "agent";

    /// <summary>The agent, or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>The team, or null.</summary>
    public string? TeamId { get; init; }

    /// <summary>The workflow, or null.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The user whose run it is, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>The run that this one is a part of, or null.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The status of the run, such as <c>COMPLETED</c>, or null.</summary>
    public string? Status { get; init; }

    /// <summary>Its place among the session's runs; null comes first.</summary>
    public long? RunIndex { get; init; }

    /// <summary>When the run began, in Unix seconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When the run was last stored, in Unix seconds, or null.</summary>
    public long? UpdatedAt { get; init; }
}
