using System.Text;
using System.Text.Json;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>One version of one session, as objects and, for the floor, already encoded.</summary>
public sealed class BenchRow
{
    public BenchRow(BenchSession session)
    {
        Session = session;
        SessionId = Pin(Encoding.UTF8.GetBytes(session.SessionId));
        UserId = Pin(Encoding.UTF8.GetBytes(session.UserId!));
        WorkflowId = Pin(Encoding.UTF8.GetBytes(session.WorkflowId!));
        Memory = Pin(JsonSerializer.SerializeToUtf8Bytes(session.Memory!, BenchJsonContext.Default.AgentMemory));
    }

    public BenchSession Session { get; }

    public byte[] SessionId { get; }

    public byte[] UserId { get; }

    public byte[] WorkflowId { get; }

    public byte[] Memory { get; }

    // Pinned, so that SQLite can be given the address of what it binds.
    private static byte[] Pin(byte[] bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }
}
