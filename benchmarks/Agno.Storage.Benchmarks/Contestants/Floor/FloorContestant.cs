using System.Text;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Contestants.Floor;

/// <summary>
/// What the work costs in SQLite itself: prepared statements, bound from and copied into memory that is there already. No JSON, no objects,
/// no safety, and so no answer but created_at. Within a few per cent of the same program in C.
/// </summary>
public sealed unsafe class FloorContestant : IContestant
{
    public const string ContestantName = "floor";

    private const int Integer = 1;
    private const int Null = 5;

    private readonly byte[] _row = GC.AllocateUninitializedArray<byte>(1 << 20, pinned: true);
    private readonly nint _database;
    private readonly nint _read;
    private readonly nint _list;
    private readonly nint _upsert;
    private readonly nint _listMeta;
    private readonly nint _delete;

    public FloorContestant(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        nint database;
        fixed (byte* name = Utf8(path))
            Check(NativeSqlite.Open(name, &database, NativeSqlite.OpenReadWriteNoMutex, null));
        _database = database;
        Execute(Database.Pragmas);
        _read = Prepare(Database.Read);
        _list = Prepare(Database.List);
        _upsert = Prepare(Database.Upsert);
        _listMeta = Prepare(Database.ListMeta);
        _delete = Prepare(Database.Delete);
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read or Operation.ReadLazy => row => Query(_read, row.SessionId, columns: 6),
        Operation.List or Operation.ListLazy => row => Query(_list, row.UserId, columns: 6),
        Operation.ListMeta => row => Query(_listMeta, row.UserId, columns: 5),
        Operation.Upsert => Upsert,
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => Delete,
        _ => null,
    };

    public void Dispose()
    {
        NativeSqlite.Finalize(_read);
        NativeSqlite.Finalize(_list);
        NativeSqlite.Finalize(_upsert);
        NativeSqlite.Finalize(_listMeta);
        NativeSqlite.Finalize(_delete);
        NativeSqlite.Close(_database);
    }

    private long Query(nint statement, byte[] argument, int columns)
    {
        BindText(statement, 1, argument);
        long sum = 0;
        int code;
        while ((code = NativeSqlite.Step(statement)) == NativeSqlite.Row)
            sum += CopyRow(statement, columns);
        Check(code, NativeSqlite.Done);
        Check(NativeSqlite.Reset(statement));
        return sum;
    }

    /// <summary>Copies the columns into the buffer.</summary>
    /// <returns>created_at.</returns>
    private long CopyRow(nint statement, int columns)
    {
        Span<byte> target = _row;
        long createdAt = 0;
        for (int column = 0; column < columns; column++)
        {
            switch (NativeSqlite.ColumnType(statement, column))
            {
                case Integer:
                    long value = NativeSqlite.ColumnInt64(statement, column);
                    BitConverter.TryWriteBytes(target, value);
                    target = target[sizeof(long)..];
                    if (column == 3)
                        createdAt = value;
                    break;
                case Null:
                    break;
                default:
                    byte* text = NativeSqlite.ColumnText(statement, column);
                    int length = NativeSqlite.ColumnBytes(statement, column);
                    new ReadOnlySpan<byte>(text, length).CopyTo(target);
                    target = target[length..];
                    break;
            }
        }
        return createdAt;
    }

    private long Upsert(BenchRow row)
    {
        BindText(_upsert, 1, row.SessionId);
        BindText(_upsert, 2, row.UserId);
        BindText(_upsert, 3, row.WorkflowId);
        NativeSqlite.BindInt64(_upsert, 4, row.Session.CreatedAt!.Value);
        NativeSqlite.BindInt64(_upsert, 5, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        BindText(_upsert, 6, row.Memory);
        Check(NativeSqlite.Step(_upsert), NativeSqlite.Row);
        long createdAt = NativeSqlite.ColumnInt64(_upsert, 0);
        Check(NativeSqlite.Step(_upsert), NativeSqlite.Done);
        Check(NativeSqlite.Reset(_upsert));
        return createdAt;
    }

    private long UpsertMany(BenchRow row)
    {
        Execute("BEGIN IMMEDIATE");
        long sum = 0;
        for (int i = 0; i < 1000; i++, row = row.Next)
            sum += Upsert(row);
        Execute("COMMIT");
        return sum;
    }

    private long Delete(BenchRow row)
    {
        BindText(_delete, 1, row.SessionId);
        Check(NativeSqlite.Step(_delete), NativeSqlite.Done);
        Check(NativeSqlite.Reset(_delete));
        return NativeSqlite.Changes(_database);
    }

    private void Execute(string sql)
    {
        fixed (byte* text = Utf8(sql))
            Check(NativeSqlite.Execute(_database, text, 0, 0, null));
    }

    // The arrays of a BenchRow are pinned and outlive the call, so SQLite need not copy what is bound.
    private static void BindText(nint statement, int index, byte[] text)
    {
        fixed (byte* start = text)
            NativeSqlite.BindText(statement, index, start, text.Length, destructor: 0);
    }

    private nint Prepare(string sql)
    {
        nint statement;
        fixed (byte* text = Utf8(sql))
            Check(NativeSqlite.Prepare(_database, text, -1, NativeSqlite.PreparePersistent, &statement, null));
        return statement;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int code, int expected = NativeSqlite.Ok)
    {
        if (code != expected)
            throw new InvalidOperationException($"SQLite returned {code} where {expected} was expected.");
    }
}
