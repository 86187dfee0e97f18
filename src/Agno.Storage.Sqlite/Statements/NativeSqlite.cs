using System.Runtime.InteropServices;
using SQLitePCL;

namespace Agno.Storage.Sqlite.Statements;

/// <summary>
/// The calls that a row is bound and read with, straight into the SQLite that SQLitePCLRaw has loaded: its own calls count a safe handle's
/// references each time, which is most of what reading a small row costs beyond SQLite.
/// </summary>
/// <remarks>
/// Calls that are short and take no lock don't leave the collector's cooperative mode (<c>SuppressGCTransition</c>): use them only on connections without
/// mutexes. Stepping, which may wait for the disk, does leave it.
/// </remarks>
internal sealed unsafe class NativeSqlite
{
    public readonly delegate* unmanaged[Cdecl]<nint, int> Step;
    public readonly delegate* unmanaged[Cdecl]<nint, int> Reset;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> ClearBindings;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int> BindText;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int> BindBlob;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int> BindInt64;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int> BindDouble;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> BindNull;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, nint> ColumnValue;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> ValueType;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> ValueInt64;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double> ValueDouble;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*> ValueBlob;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> ValueBytes;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*> ValueText;
    public readonly delegate* unmanaged[Cdecl]<nint, byte*, int, void*, int> FileControl;
    public readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, byte*, int, int>, nint, nint> CommitHook;

    private NativeSqlite(nint library)
    {
        Step = (delegate* unmanaged[Cdecl]<nint, int>)Export("step");
        Reset = (delegate* unmanaged[Cdecl]<nint, int>)Export("reset");
        ClearBindings = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("clear_bindings");
        BindText = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int>)Export("bind_text");
        BindBlob = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int>)Export("bind_blob");
        BindInt64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int>)Export("bind_int64");
        BindDouble = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int>)Export("bind_double");
        BindNull = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Export("bind_null");
        ColumnValue = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, nint>)Export("column_value");
        ValueType = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("value_type");
        ValueInt64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Export("value_int64");
        ValueDouble = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double>)Export("value_double");
        ValueBlob = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*>)Export("value_blob");
        ValueBytes = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("value_bytes");
        ValueText = (delegate* unmanaged[Cdecl]<nint, byte*>)Export("value_text");
        FileControl = (delegate* unmanaged[Cdecl]<nint, byte*, int, void*, int>)Export("file_control");
        CommitHook = (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<nint, nint, byte*, int, int>, nint, nint>)Export("wal_hook");

        nint Export(string name) => NativeLibrary.GetExport(library, "sqlite3_" + name);
    }

    /// <summary>The calls into the loaded library; null where it can't be found beside SQLitePCLRaw, as when SQLite is linked statically.</summary>
    public static NativeSqlite? Loaded { get; } = Find(raw.GetNativeLibraryName());

    /// <summary>The calls into a library, if that is the one that SQLitePCLRaw uses.</summary>
    public static NativeSqlite? Find(string library)
    {
        if (!NativeLibrary.TryLoad(library, typeof(raw).Assembly, null, out nint handle) || !NativeLibrary.TryGetExport(handle, "sqlite3_libversion", out nint version))
            return null;
        // The same text at the same address: it is the same library, not another copy of SQLite.
        fixed (byte* used = raw.sqlite3_libversion())
            return ((delegate* unmanaged[Cdecl]<byte*>)version)() == used ? new(handle) : null;
    }
}
