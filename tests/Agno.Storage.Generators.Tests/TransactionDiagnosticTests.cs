using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests;

/// <summary>AGS0501: what waits for a transaction of its own method, and what looks like it.</summary>
public sealed class TransactionDiagnosticTests
{
    [Theory]
    [InlineData("storage.Sessions<AgentSession>().Upsert(session);")]
    [InlineData("await storage.Sessions<AgentSession>().UpsertAsync(session);")]
    [InlineData("await storage.Sessions<AgentSession>(\"other\").ForUser(\"ada\").InsertAsync(session).ConfigureAwait(false);")]
    [InlineData("if (session.UserId is null) { foreach (int _ in new[] { 1 }) { await store.DeleteAsync(\"s\"); } }")]
    [InlineData("await ofUser.DeleteManyAsync(new());")]
    [InlineData("await store.DeleteOlderThanAsync(default);")]
    [InlineData("await store.UpdateAsync(\"s\", session => session);")]
    [InlineData("await store.DropAsync();")]
    [InlineData("store.UpsertAsync(session).AsTask().GetAwaiter().GetResult();")]
    [InlineData("await Queries.OfUser(store, \"ada\");")]
    [InlineData("using var second = storage.Begin();")]
    [InlineData("await using (var second = await storage.BeginAsync()) { }")]
    [InlineData("long count = store.Count() + store.DeleteMany(new());")]
    [InlineData("await Task.WhenAll(ids.Select(id => store.UpsertAsync(session).AsTask()));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => await storage.Sessions<AgentSession>().DeleteAsync(id)).ToArray()).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(unknown.InsertAsync(session).AsTask(), store.InsertAsync(session).AsTask());")]
    [InlineData("Task.WaitAll(ids.Select(async id => { await store.DeleteAsync(id); }).ToArray());")]
    [InlineData("ids.ForEach(id => store.Delete(id));")]
    [InlineData("Parallel.ForEach(ids, id => store.Delete(id)); ")]
    [InlineData("await Parallel.ForEachAsync(ids, async (id, stop) => await store.DeleteAsync(id, cancellationToken: stop));")]
    [InlineData("await Task.Run(() => store.Upsert(session));")]
    [InlineData("int deleted = ids.Count(id => store.Delete(id));")]
    [InlineData("foreach (bool deleted in ids.Select(id => store.Delete(id))) { }")]
    [InlineData("await StoreAsync(); async Task StoreAsync() => await store.UpsertAsync(session);")]
    [InlineData("await Task.WhenAll(ids.Select(DeleteAsync)); Task DeleteAsync(string id) => store.DeleteAsync(id).AsTask();")]
    [InlineData("void First() => store.Upsert(session); void Second() { if (session.UserId is null) First(); } Second();")]
    [InlineData("Func<Task> write = async () => { await store.UpsertAsync(session); }; await write();")]
    [InlineData("await foreach (ConvertedSession step in storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2)) { }")]
    [InlineData("await foreach (ConvertedSession step in storage.ConvertAsync(SessionLayout.V1, new(SessionLayout.V3) { Sessions = \"new\" }).ConfigureAwait(false)) { }")]
    public void WhatWaitsIsReported(string statement)
    {
        foreach (string begin in Begins)
        {
            Diagnostic diagnostic = Assert.Single(Run(begin, statement));
            Assert.Equal(("AGS0501", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
            Assert.Contains("'transaction'", diagnostic.GetMessage());
        }
    }

    [Theory]
    [InlineData("transaction.Sessions<AgentSession>().Upsert(session);")]
    [InlineData("_ = storage.Sessions<AgentSession>().Read(\"s\");")]
    [InlineData("_ = await store.ReadAsync(\"s\"); _ = store.List(); _ = await store.CountAsync();")]
    [InlineData("other.Sessions<AgentSession>().Upsert(session);")]
    [InlineData("await unknown.UpsertAsync(session);")]
    [InlineData("transaction.Commit(); store.Upsert(session);")]
    [InlineData("await transaction.DisposeAsync(); using var second = storage.Begin();")]
    [InlineData("Action later = () => store.Upsert(session); GC.KeepAlive(later);")]
    [InlineData("void Later() => store.Upsert(session); GC.KeepAlive((Action)Later);")]
    [InlineData("changed.Upsert(session);")]
    [InlineData("Func<Task> later = async () => await store.UpsertAsync(session); GC.KeepAlive(later);")]
    [InlineData("async Task LaterAsync() => await store.UpsertAsync(session); Task begun = LaterAsync();")]
    [InlineData("IEnumerable<bool> later = ids.Select(id => store.Delete(id)); GC.KeepAlive(later);")]
    [InlineData("IEnumerable<Task> later = ids.Select(id => store.DeleteAsync(id).AsTask()).ToList();")]
    [InlineData("ids.ForEach(async id => await store.DeleteAsync(id));")]
    [InlineData("await Task.WhenAll(ids.Select(id => other.Sessions<AgentSession>().DeleteAsync(id).AsTask()));")]
    [InlineData("await foreach (ConvertedSession step in storage.ConvertAsync(SessionLayout.V1, new(SessionLayout.V2) { Storage = other })) { }")]
    [InlineData("await foreach (ConvertedSession step in other.ConvertAsync(SessionLayout.V1, SessionLayout.V2)) { }")]
    [InlineData("IAsyncEnumerable<ConvertedSession> later = storage.ConvertAsync(SessionLayout.V1, SessionLayout.V2);")]
    [InlineData("await storage.BackupAsync(\"copy.db\"); storage.Backup(\"other.db\");")]
    [InlineData("Task later = store.UpsertAsync(session).AsTask(); ValueTask<long> deleting = store.DeleteManyAsync(new()); GC.KeepAlive(later);")]
    public void WhatDoesNotWaitIsNot(string statement)
    {
        foreach (string begin in Begins)
            Assert.Empty(Run(begin, statement));
    }

    [Fact]
    public void WritesBeforeAndAfterItAreNotReported() =>
        Assert.Empty(Run("store.Upsert(session); using (var transaction = storage.Begin()) { transaction.Commit(); }", "store.Upsert(session);"));

    [Theory]
    [InlineData("var transaction = storage.Begin(); try { store.Upsert(session); transaction.Commit(); } finally { transaction.Dispose(); }")]
    [InlineData("IStorageTransaction transaction = await storage.BeginAsync(); try { await store.UpsertAsync(session); } catch { return; } finally { await transaction.DisposeAsync().ConfigureAwait(false); }")]
    [InlineData("var transaction = await storage.BeginAsync(); await store.UpsertAsync(session); transaction.Commit(); transaction.Dispose();")]
    [InlineData("var transaction = storage.Begin(); await using (transaction.ConfigureAwait(false)) { await store.UpsertAsync(session); }")]
    [InlineData("var transaction = storage.Begin(); await using var ended = transaction.ConfigureAwait(false); await store.UpsertAsync(session);")]
    [InlineData("var same = storage; using var transaction = same.Begin(); store.Upsert(session);")]
    public void ATransactionIsSeenHoweverItIsEnded(string body) => Assert.Contains("'transaction'", Assert.Single(RunBody(body)).GetMessage());

    [Theory]
    [InlineData("await using (await storage.BeginAsync()) { await store.UpsertAsync(session); }", "'UpsertAsync' waits for the transaction 'storage.BeginAsync()', which is open here, until it fails: write through a store of the transaction, which needs a name for that, or after its end")]
    [InlineData("using (storage.Begin()) { storage.Begin(); }", "'Begin' waits for the transaction 'storage.Begin()', which is open here, until it fails: end it before")]
    [InlineData("var memory = SqliteStorage.OpenInMemory(); using var tx = memory.Begin(); await memory.BackupAsync(\"copy.db\");", "'BackupAsync' waits for the transaction 'tx', which is open here, until it fails: end it before")]
    public void WhatCanBeDoneIsSaid(string body, string message) => Assert.Equal(message, Assert.Single(RunBody(body)).GetMessage());

    [Theory]
    [InlineData("var transaction = storage.Begin(); try { transaction.Commit(); } finally { transaction.Dispose(); } store.Upsert(session);")]
    [InlineData("var transaction = storage.Begin(); transaction.Dispose(); store.Upsert(session); transaction.Dispose();")]
    [InlineData("var transaction = storage.Begin(); GC.KeepAlive(transaction); store.Upsert(session);")]
    [InlineData("var transaction = storage.Begin(); transaction = other.Begin(); try { store.Upsert(session); } finally { transaction.Dispose(); }")]
    [InlineData("await using (await other.BeginAsync()) { await store.UpsertAsync(session); }")]
    [InlineData("async Task StoreAsync() => await store.UpsertAsync(session); using (var transaction = storage.Begin()) { } await StoreAsync();")]
    [InlineData("await using (await storage.BeginAsync()) { } await store.UpsertAsync(session);")]
    public void ATransactionThatIsNotSurelyOpenIsNot(string body) => Assert.Empty(RunBody(body));

    [Theory]
    [InlineData("sealed class Service(SqliteStorage storage) { readonly SqliteSessionStore<AgentSession> _store = storage.Sessions<AgentSession>(); BODY }", true)]
    [InlineData("sealed class Service(SqliteStorage storage) { ISessionStore<AgentSession> _store => storage.Sessions<AgentSession>().ForUser(\"ada\"); BODY }", true)]
    [InlineData("sealed class Service(SqliteStorage given) { readonly SqliteStorage storage = given; ISessionStore<AgentSession> _store { get; } = given.Sessions<AgentSession>(); BODY }", true)]
    [InlineData("sealed class Service { readonly SqliteStorage storage; private ISessionStore<AgentSession> _store; Service(SqliteStorage given) { storage = given; this._store = storage.Sessions<AgentSession>(); } BODY }", true)]
    [InlineData("static class Service { static readonly SqliteStorage storage = SqliteStorage.OpenInMemory(); static readonly ISessionStore<AgentSession> _store = storage.Sessions<AgentSession>(); static BODY }", true)]
    [InlineData("sealed class Service(SqliteStorage storage, SqliteStorage other) { readonly SqliteSessionStore<AgentSession> _store = other.Sessions<AgentSession>(); BODY }", false)]
    [InlineData("sealed class Service(SqliteStorage storage) { public SqliteSessionStore<AgentSession> _store = storage.Sessions<AgentSession>(); BODY }", false)]
    [InlineData("sealed class Service(SqliteStorage storage) { public SqliteSessionStore<AgentSession> _store { get; set; } = storage.Sessions<AgentSession>(); BODY }", false)]
    [InlineData("sealed class Service(SqliteStorage storage, SqliteStorage other) { SqliteSessionStore<AgentSession> _store = storage.Sessions<AgentSession>(); void Change() => _store = other.Sessions<AgentSession>(); BODY }", false)]
    [InlineData("sealed class Service(SqliteStorage storage, SqliteStorage other) { SqliteSessionStore<AgentSession> _store = storage.Sessions<AgentSession>(); void Change() => (_store, _) = (other.Sessions<AgentSession>(), 1); BODY }", false)]
    [InlineData("sealed class Service(SqliteStorage storage) { SqliteSessionStore<AgentSession> _store; static void Set(out SqliteSessionStore<AgentSession> store) => store = null!; void Change() => Set(out _store); BODY }", false)]
    public void AStoreInAFieldOrPropertyIsKnownWhereItHoldsNothingElse(string type, bool isReported)
    {
        IEnumerable<Diagnostic> found = RunSource(type.Replace("BODY", "async Task RunAsync(AgentSession session) { using var transaction = storage.Begin(); await _store.UpsertAsync(session); transaction.Commit(); }", StringComparison.Ordinal));
        Assert.Equal(isReported ? 1 : 0, found.Count());
    }

    private static readonly string[] Begins =
    [
        "using var transaction = storage.Begin();",
        "using SqliteStorageTransaction transaction = storage.Begin();",
        "await using var transaction = await storage.BeginAsync();",
        "await using IStorageTransaction transaction = await storage.BeginAsync().ConfigureAwait(false);",
        "using (var transaction = storage.Begin())",
        "await using (IStorageTransaction transaction = await storage.BeginAsync())",
    ];

    private static IEnumerable<Diagnostic> Run(string begin, string statement)
    {
        // What is asked of the transaction must compile for both of its types.
        statement = statement.Replace("transaction.Sessions<AgentSession>().Upsert(session)", "_ = transaction.Sessions<AgentSession>()", StringComparison.Ordinal)
            .Replace("transaction.Commit()", begin.Contains("IStorageTransaction", StringComparison.Ordinal) ? "await transaction.CommitAsync()" : "transaction.Commit()", StringComparison.Ordinal);
        return RunBody($$"""
            {{begin}}
            {
                {{statement}}
            }
            """);
    }

    private static IEnumerable<Diagnostic> RunBody(string body) => RunSource($$"""
        internal static partial class Queries
        {
            [SessionDelete]
            public static partial ValueTask<long> OfUser(ISessionStore<AgentSession> sessions, string userId);
        }

        internal static class Program
        {
            internal static async Task RunAsync(SqliteStorage storage, SqliteStorage other, AgentSession session, ISessionStore<AgentSession> unknown, List<string> ids)
            {
                var store = storage.Sessions<AgentSession>();
                var ofUser = store.ForUser("ada");
                var changed = storage.Sessions<AgentSession>();
                changed = other.Sessions<AgentSession>();
                await Task.CompletedTask;
                {{body}}
            }
        }
        """);

    private static IEnumerable<Diagnostic> RunSource(string source)
    {
        GeneratorResult result = GeneratorTestHost.Run($$"""
            #nullable enable
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            {{source}}
            """);
        Assert.Equal([], result.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
        return result.Analysis.Where(diagnostic => diagnostic.Id == "AGS0501");
    }
}
