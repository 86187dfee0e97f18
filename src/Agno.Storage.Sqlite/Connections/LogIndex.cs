using System.Runtime.Intrinsics;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// The index of the write-ahead log: memory that all processes with the database share. SQLite writes its header anew before a commit returns.
/// </summary>
/// <remarks>
/// See "WAL-Index Header" in SQLite's "WAL-mode File Format". While a connection has the log open, which ends when the connection is closed, nobody can leave the log's mode, and the
/// header stays where it is.
/// </remarks>
internal sealed unsafe class LogIndex
{
    private readonly byte* _start;

    private LogIndex(byte* start) => _start = start;

    /// <summary>For a connection that is open; null where there is no log, or its index can't be looked at.</summary>
    public static LogIndex? Of(Connection connection)
    {
        const int HeaderVersion = 3007000;
        if (connection.Native is null || !connection.HasWriteAheadLog() || NativeFile.Database(connection) is not { } database)
            return null;
        byte* start = database.MapIndex();
        return start is not null && *(int*)start == HeaderVersion ? new(start) : null;
    }

    /// <summary>The header as it is now. Two that are the same have the same commits before them.</summary>
    public Header Read() => new(_start);

    public readonly struct Header(byte* start)
    {
        private readonly Vector256<byte> _start = Vector256.Load(start);
        private readonly Vector128<byte> _end = Vector128.Load(start + Vector256<byte>.Count);

        public bool IsSame(in Header other) => _start == other._start && _end == other._end;

        /// <summary>How long the log is at least, in bytes, with the commits that it holds.</summary>
        public long LogLength
        {
            get
            {
                const int LogHeader = 32;
                const int FrameHeader = 24;
                uint frames = _start.AsUInt32()[4];
                uint pageSize = _start.AsUInt16()[7];
                // 65,536 does not fit, and stands there as 1.
                return frames == 0 ? 0 : LogHeader + frames * (FrameHeader + (pageSize == 1 ? 65_536L : pageSize));
            }
        }
    }
}
