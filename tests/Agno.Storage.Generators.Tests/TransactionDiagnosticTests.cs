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
    [InlineData("Task later = store.UpsertAsync(session).AsTask(); ValueTask<long> deleting = store.DeleteManyAsync(new()); GC.KeepAlive(later);")]
    public void WhatDoesNotWaitIsNot(string statement)
    {
        foreach (string begin in Begins)
            Assert.Empty(Run(begin, statement));
    }

    [Fact]
    public void WritesBeforeAndAfterItAreNotReported() =>
        Assert.Empty(Run("store.Upsert(session); using (var transaction = storage.Begin()) { transaction.Commit(); }", "store.Upsert(session);"));

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
        GeneratorResult result = GeneratorTestHost.Run($$"""
            #nullable enable
            using System;
            using System.Threading.Tasks;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            internal static partial class Queries
            {
                [SessionDelete]
                public static partial ValueTask<long> OfUser(ISessionStore<AgentSession> sessions, string userId);
            }

            internal static class Program
            {
                internal static async Task RunAsync(SqliteStorage storage, SqliteStorage other, AgentSession session, ISessionStore<AgentSession> unknown)
                {
                    var store = storage.Sessions<AgentSession>();
                    var ofUser = store.ForUser("ada");
                    var changed = storage.Sessions<AgentSession>();
                    changed = other.Sessions<AgentSession>();
                    await Task.CompletedTask;
                    {{begin}}
                    {
                        {{statement}}
                    }
                }
            }
            """);
        Assert.Equal([], result.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
        return result.Analysis.Where(diagnostic => diagnostic.Id == "AGS0501");
    }
}
