using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// Standard output, without a buffer of ours: what was written is in the pipe, and survives the end of this process. Fails where nobody reads any more, so that no trial
/// outlives the test that started it.
/// </summary>
internal static class Output
{
    private static readonly Lock Lock = new();
    private static readonly FileStream Stream = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    /// <summary>Writes whole lines.</summary>
    public static void Write(string lines)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(lines.EndsWith('\n') ? lines : lines + "\n");
        lock (Lock)
            Stream.Write(utf8);
    }
}
