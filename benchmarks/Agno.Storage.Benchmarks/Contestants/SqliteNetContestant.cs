using Agno.Storage.Benchmarks.Workload;
using SQLite;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>
/// sqlite-net: finds by primary key, lists as deferred queries in SQL (its LINQ is compiled anew for each call). It has no converters, so the memory is a property of
/// text over the typed one; and its InsertOrReplace would drop created_at and foreign columns, so the upsert is SQL too.
/// </summary>
public sealed class SqliteNetContestant : IContestant
{
    private readonly SQLiteConnection _connection;

    public SqliteNetContestant(string path)
    {
        _connection = new SQLiteConnection(path, SQLiteOpenFlags.ReadWrite | SQLiteOpenFlags.NoMutex);
        _connection.ExecuteScalar<string>("PRAGMA journal_mode=WAL");
        _connection.Execute("PRAGMA synchronous=NORMAL");
        if (Database.MapsFile)
            _connection.ExecuteScalar<long>("PRAGMA mmap_size=268435456");
    }

    public static void CreateTable(string path)
    {
        using var connection = new SQLiteConnection(path);
        connection.CreateTable<TypedRow>();
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => Of(answer, _connection.Find<TypedRow>(row.Session.SessionId)),
        Operation.ReadLazy => row => Of(answer, _connection.Find<TextRow>(row.Session.SessionId)),
        Operation.List => row => List(answer, row),
        Operation.ListLazy => row => ListText(answer, row, Database.List),
        Operation.ListMeta => row => ListText(answer, row, Database.ListMeta),
        Operation.Upsert => Upsert,
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => row => _connection.Delete<TextRow>(row.Session.SessionId),
        _ => null,
    };

    public void Dispose() => _connection.Dispose();

    private long List(Answer answer, BenchRow row)
    {
        long sum = 0;
        foreach (TypedRow session in _connection.DeferredQuery<TypedRow>(Database.List, row.Session.UserId!))
            sum += Of(answer, session);
        return sum;
    }

    private long ListText(Answer answer, BenchRow row, string sql)
    {
        long sum = 0;
        foreach (TextRow session in _connection.DeferredQuery<TextRow>(sql, row.Session.UserId!))
            sum += Of(answer, session);
        return sum;
    }

    private long UpsertMany(BenchRow row)
    {
        long sum = 0;
        _connection.RunInTransaction(() =>
        {
            for (int i = 0; i < 1000; i++, row = row.Next)
                sum += Upsert(row);
        });
        return sum;
    }

    private long Upsert(BenchRow row)
    {
        BenchSession session = row.Session;
        return _connection.ExecuteScalar<long>(
            Database.Upsert,
            session.SessionId,
            session.UserId!,
            session.WorkflowId!,
            session.CreatedAt!.Value,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            MemoryText.Write(session.Memory)!);
    }

    private static long Of(Answer answer, TypedRow row) => answer(row.SessionId, row.UserId, row.WorkflowId, row.CreatedAt, row.UpdatedAt, row.Memory);

    private static long Of(Answer answer, TextRow row) => answer(row.SessionId, row.UserId, row.WorkflowId, row.CreatedAt, row.UpdatedAt, row.Text);

    [Table("bench_sessions")]
    private abstract class Row
    {
        [Column("session_id"), PrimaryKey]
        public string SessionId { get; set; } = "";

        [Column("user_id"), Indexed(Name = "bench_sessions_newest", Order = 1)]
        public string? UserId { get; set; }

        [Column("workflow_id")]
        public string? WorkflowId { get; set; }

        [Column("created_at"), Indexed(Name = "bench_sessions_newest", Order = 2)]
        public long? CreatedAt { get; set; }

        [Column("updated_at")]
        public long? UpdatedAt { get; set; }
    }

    [Table("bench_sessions")]
    private sealed class TypedRow : Row
    {
        [Ignore]
        public AgentMemory? Memory { get; set; }

        [Column("memory")]
        public string? Text
        {
            get => MemoryText.Write(Memory);
            set => Memory = MemoryText.Read(value);
        }
    }

    [Table("bench_sessions")]
    private sealed class TextRow : Row
    {
        [Column("memory")]
        public string? Text { get; set; }
    }
}
