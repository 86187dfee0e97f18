using Agno.Storage.Sqlite.Statements;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>A file that SQLite has open, by SQLite's own handle: to the same file still where its name is gone or another's. Valid while the connection is open.</summary>
internal readonly unsafe struct NativeFile
{
    private const int DatabasePointer = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int LogPointer = 28; // SQLITE_FCNTL_JOURNAL_POINTER

    // A file begins with a pointer to its methods, and those with their version. The last one here is of the second.
    private const int ReadMethod = 2;
    private const int SizeMethod = 6;
    private const int MapSharedMemoryMethod = 13;

    private readonly nint* _file;
    private readonly nint* _methods;

    private NativeFile(nint* file)
    {
        _file = file;
        _methods = (nint*)*file;
    }

    /// <summary>The database; null where SQLite's handles can't be reached.</summary>
    public static NativeFile? Database(Connection connection) => Find(connection, DatabasePointer);

    /// <summary>The write-ahead log; null where SQLite's handles can't be reached, or there is no log.</summary>
    public static NativeFile? Log(Connection connection) => Find(connection, LogPointer);

    /// <summary>The file's length in bytes.</summary>
    public long Length
    {
        get
        {
            long length = 0;
            int code = ((delegate* unmanaged[Cdecl]<nint*, long*, int>)_methods[SizeMethod])(_file, &length);
            return code == raw.SQLITE_OK ? length : throw new IOException($"The file's length can't be read (SQLite error {code}).");
        }
    }

    /// <summary>Fills <paramref name="content"/> with what stands at an offset.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public void Read(Span<byte> content, long offset)
    {
        fixed (byte* target = content)
        {
            int code = ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)_methods[ReadMethod])(_file, target, content.Length, offset);
            if (code != raw.SQLITE_OK)
                throw new IOException($"The file can't be read at {offset} (SQLite error {code}).");
        }
    }

    /// <summary>Gives the first region of the log's index, where it is there; null otherwise.</summary>
    public byte* MapIndex()
    {
        const int RegionBytes = 32 * 1024;
        if (*(int*)_methods < 2 || _methods[MapSharedMemoryMethod] == 0)
            return null;
        byte* region = null;
        int code = ((delegate* unmanaged[Cdecl]<nint*, int, int, int, byte**, int>)_methods[MapSharedMemoryMethod])(_file, 0, RegionBytes, 0, &region);
        return code == raw.SQLITE_OK ? region : null;
    }

    private static NativeFile? Find(Connection connection, int pointer)
    {
        nint* file = null;
        if (connection.Native is not { } native)
            return null;
        fixed (byte* main = "main\0"u8)
            if (native.FileControl(connection.Db.DangerousGetHandle(), main, pointer, &file) != raw.SQLITE_OK)
                return null;
        return file is null || *file == 0 ? null : new(file);
    }
}
