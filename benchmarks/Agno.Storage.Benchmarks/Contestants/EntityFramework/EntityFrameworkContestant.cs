using Agno.Storage.Benchmarks.Workload;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using IDbContextTransaction = Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction;

namespace Agno.Storage.Benchmarks.Contestants.EntityFramework;

/// <summary>EF Core on one open connection with contexts that live on: compiled queries without tracking.</summary>
/// <typeparam name="TContext">How the memory is mapped.</typeparam>
public sealed class EntityFrameworkContestant<TContext> : IContestant
    where TContext : BenchContext<BenchSession>, IOpens<TContext>
{
    private static readonly Func<TContext, string, BenchSession?> Read = EF.CompileQuery(
        (TContext context, string sessionId) => context.Set<BenchSession>().FirstOrDefault(session => session.SessionId == sessionId));

    private static readonly Func<TextContext, string, TextSession?> ReadText = EF.CompileQuery(
        (TextContext context, string sessionId) => context.Set<TextSession>().FirstOrDefault(session => session.SessionId == sessionId));

    private static readonly Func<TContext, string, IEnumerable<BenchSession>> List = EF.CompileQuery(
        (TContext context, string userId) => context.Set<BenchSession>().Where(session => session.UserId == userId)
            .OrderByDescending(session => session.CreatedAt).ThenBy(session => session.SessionId).Take(100));

    private static readonly Func<TextContext, string, IEnumerable<TextSession>> ListText = EF.CompileQuery(
        (TextContext context, string userId) => context.Set<TextSession>().Where(session => session.UserId == userId)
            .OrderByDescending(session => session.CreatedAt).ThenBy(session => session.SessionId).Take(100));

    private static readonly Func<TextContext, string, IEnumerable<TextSession>> ListMeta = EF.CompileQuery(
        (TextContext context, string userId) => context.Set<TextSession>().Where(session => session.UserId == userId)
            .OrderByDescending(session => session.CreatedAt).ThenBy(session => session.SessionId).Take(100)
            .Select(session => new TextSession { SessionId = session.SessionId, UserId = session.UserId, WorkflowId = session.WorkflowId, CreatedAt = session.CreatedAt, UpdatedAt = session.UpdatedAt }));

    private readonly SqliteConnection _connection;
    private readonly TContext _context;
    private readonly TextContext _text;

    public EntityFrameworkContestant(string path)
    {
        _connection = Database.Connect(path);
        _context = TContext.Open(_connection);
        _text = new TextContext(_connection);
    }

    public static void CreateTable(string path)
    {
        using SqliteConnection connection = Database.Connect(path);
        using TContext context = TContext.Open(connection);
        context.Database.EnsureCreated();
    }

    public Func<BenchRow, long>? Get(string operation, Answer answer) => operation switch
    {
        Operation.Read => row => answer.Of(Read(_context, row.Session.SessionId)!),
        Operation.List => row => answer.SumOf(List(_context, row.Session.UserId!)),
        // As text, the memory is mapped in the same way by whoever reads it.
        Operation.ReadLazy when IsConverted => row => answer.Of(ReadText(_text, row.Session.SessionId)!),
        Operation.ListLazy when IsConverted => row => answer.SumOf(ListText(_text, row.Session.UserId!)),
        Operation.ListMeta => row => answer.SumOf(ListMeta(_text, row.Session.UserId!)),
        Operation.Upsert => Upsert,
        Operation.UpsertMany => UpsertMany,
        Operation.Delete => Delete,
        _ => null,
    };

    public void Dispose()
    {
        _text.Dispose();
        _context.Dispose();
        _connection.Dispose();
    }

    private static bool IsConverted => typeof(TContext) == typeof(ConvertedContext);

    // Nothing is tracked and one statement is enough, which gives nothing back: created_at is taken from the caller's session.
    private long Upsert(BenchRow row)
    {
        BenchSession session = row.Session;
        string sessionId = session.SessionId;
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        int updated = _context.Set<BenchSession>().Where(stored => stored.SessionId == sessionId).ExecuteUpdate(update => update
            .SetProperty(stored => stored.UserId, session.UserId)
            .SetProperty(stored => stored.WorkflowId, session.WorkflowId)
            .SetProperty(stored => stored.UpdatedAt, now)
            .SetProperty(stored => stored.Memory, session.Memory));
        if (updated == 0)
            Insert(session, now);
        return session.CreatedAt!.Value;
    }

    private void Insert(BenchSession session, long now)
    {
        _context.Add(new BenchSession
        {
            SessionId = session.SessionId,
            UserId = session.UserId,
            WorkflowId = session.WorkflowId,
            CreatedAt = session.CreatedAt,
            UpdatedAt = now,
            Memory = session.Memory,
        });
        _context.SaveChanges();
        _context.ChangeTracker.Clear();
    }

    private long UpsertMany(BenchRow row)
    {
        using IDbContextTransaction transaction = _context.Database.BeginTransaction();
        long sum = 0;
        for (int i = 0; i < 1000; i++, row = row.Next)
            sum += Upsert(row);
        transaction.Commit();
        return sum;
    }

    private long Delete(BenchRow row)
    {
        string sessionId = row.Session.SessionId;
        return _context.Set<BenchSession>().Where(session => session.SessionId == sessionId).ExecuteDelete();
    }
}
