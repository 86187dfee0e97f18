namespace Agno.Storage.Benchmarks.Workload;

/// <summary>The same session as general libraries read it that know no typed JSON: its memory is the text that is stored.</summary>
public sealed class TextSession
{
    public string SessionId { get; set; } = "";

    public string? UserId { get; set; }

    public string? WorkflowId { get; set; }

    public long? CreatedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public string? Memory { get; set; }
}
