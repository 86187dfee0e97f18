using System.Text.Json.Serialization;
using Agno.Storage.Json;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>The session that every contestant stores: five scalars and one typed JSON column.</summary>
[SessionRecord(StorageMode.Workflow, Table = "bench_sessions")]
public sealed partial class BenchSession
{
    /// <summary>The generated code of the memory alone, which only the record itself can name.</summary>
#pragma warning disable CS0612 // Generated members are marked obsolete, so that what they use may be.
    public static JsonCodec<AgentMemory> MemoryCodec => __Json.Codec_AgentMemory;
#pragma warning restore CS0612

    public required string SessionId { get; set; }

    public string? UserId { get; set; }

    public string? WorkflowId { get; set; }

    public long? CreatedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public AgentMemory? Memory { get; set; }
}

/// <summary>The same session, its memory parsed when it is asked for.</summary>
[SessionRecord(StorageMode.Workflow, Table = "bench_sessions")]
public sealed partial class LazyBenchSession
{
    public JsonColumn<AgentMemory?> Memory { get; set; }
}

/// <summary>The same session without its memory: what a list of sessions shows.</summary>
[SessionRecord(StorageMode.Workflow, Table = "bench_sessions")]
public sealed partial class BenchHeader;

public sealed record AgentMemory
{
    [JsonPropertyName("runs")]
    public required List<AgentRun> Runs { get; init; }
}

public sealed record AgentRun
{
    [JsonPropertyName("run_id")]
    public required string RunId { get; init; }

    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("created_at")]
    public required long CreatedAt { get; init; }

    [JsonPropertyName("metrics")]
    public required RunMetrics Metrics { get; init; }

    [JsonPropertyName("messages")]
    public required List<ChatMessage> Messages { get; init; }
}

public sealed record RunMetrics
{
    [JsonPropertyName("input_tokens")]
    public required int InputTokens { get; init; }

    [JsonPropertyName("output_tokens")]
    public required int OutputTokens { get; init; }

    [JsonPropertyName("duration")]
    public required double Duration { get; init; }
}

public sealed record ChatMessage
{
    [JsonPropertyName("role")]
    public required string Role { get; init; }

    [JsonPropertyName("content")]
    public string? Content { get; init; }

    [JsonPropertyName("created_at")]
    public required long CreatedAt { get; init; }

    [JsonPropertyName("from_history")]
    public bool FromHistory { get; init; }
}

/// <summary>System.Text.Json's source-generated code for the memory: what a careful user of hand-written ADO.NET has.</summary>
[JsonSerializable(typeof(AgentMemory))]
public sealed partial class BenchJsonContext : JsonSerializerContext;
