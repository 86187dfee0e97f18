using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>
/// A memory from and to JSON text for the contestants whose database library takes strings: System.Text.Json's source-generated context on its fast path, with a
/// writer and a buffer that are reused, and nothing escaped that need not be.
/// </summary>
public static class MemoryText
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    [return: NotNullIfNotNull(nameof(memory))]
    public static string? Write(AgentMemory? memory)
    {
        if (memory is null)
            return null;
        ArrayBufferWriter<byte> buffer = t_buffer ??= new();
        Utf8JsonWriter writer = t_writer ??= new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset();
        JsonSerializer.Serialize(writer, memory, BenchJsonContext.Default.AgentMemory);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static AgentMemory? Read(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, BenchJsonContext.Default.AgentMemory)!;
}
