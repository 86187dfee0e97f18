using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>System.Text.Json with its source-generated context, on its fast path; the writer and its buffer are reused, escaping is the relaxed one.</summary>
public sealed class SystemTextJson : IContestant
{
    public const string ContestantName = "STJ-context";

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public SystemTextJson() =>
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.JsonRead => Read,
        Operation.JsonWrite => Write,
        _ => null,
    };

    public void Dispose() => _writer.Dispose();

    private static long Read(BenchRow row) =>
        JsonSerializer.Deserialize(row.Memory, BenchJsonContext.Default.AgentMemory)!.Runs.Count;

    private long Write(BenchRow row)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, row.Session.Memory!, BenchJsonContext.Default.AgentMemory);
        return _buffer.WrittenCount;
    }
}
