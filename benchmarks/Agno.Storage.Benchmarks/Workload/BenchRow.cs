using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>One version of one session, as objects and, for the floor, already encoded.</summary>
public sealed class BenchRow
{
    private static readonly BenchJsonContext Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public BenchRow(BenchSession session, bool isSpaced = false)
    {
        Session = session;
        SessionId = Pin(Encoding.UTF8.GetBytes(session.SessionId));
        UserId = Pin(Encoding.UTF8.GetBytes(session.UserId!));
        WorkflowId = Pin(Encoding.UTF8.GetBytes(session.WorkflowId!));
        // Python escapes everything beyond ASCII, as the default context does.
        Memory = Pin(isSpaced
            ? Spaced(JsonSerializer.SerializeToUtf8Bytes(session.Memory!, BenchJsonContext.Default.AgentMemory))
            : JsonSerializer.SerializeToUtf8Bytes(session.Memory!, Relaxed.AgentMemory));
    }

    public BenchSession Session { get; }

    /// <summary>The row that comes after this one, for operations on many.</summary>
    public BenchRow Next { get; set; } = null!;

    public byte[] SessionId { get; }

    public byte[] UserId { get; }

    public byte[] WorkflowId { get; }

    public byte[] Memory { get; }

    // As Python's json.dumps separates by default: ", " and ": ".
    private static byte[] Spaced(byte[] json)
    {
        var spaced = new List<byte>(json.Length + (json.Length / 8));
        bool isInString = false;
        for (int i = 0; i < json.Length; i++)
        {
            spaced.Add(json[i]);
            if (isInString && json[i] == '\\')
                spaced.Add(json[++i]);
            else if (json[i] == '"')
                isInString = !isInString;
            else if (!isInString && json[i] is (byte)',' or (byte)':')
                spaced.Add((byte)' ');
        }
        return [.. spaced];
    }

    // Pinned, so that SQLite can be given the address of what it binds.
    private static byte[] Pin(byte[] bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }
}
