using System.Text.Json.Nodes;
using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with runs that are rows of their own.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TRun">The type of its runs.</typeparam>
/// <typeparam name="TSample">Makes and reads both.</typeparam>
public abstract class RunConformance<TSession, TRun, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TRun : notnull
    where TSample : RunSample<TSession, TRun>, new()
{
    private readonly TSample _sample = new();

    private ISessionStore<TSession> Store => Host.Sessions<TSession>();

    [Fact]
    public async Task RunsAreStoredWithTheirSessionAndReadInTheirOrder()
    {
        await StoreAsync("s", "c", "a", "b");

        Assert.Equal(["c first", "a first", "b first"], await ContentAsync("s"));
        Assert.Equal(["c", "a", "b"], await IdsAsync(Store.ReadRunsAsync<TRun>("s", cancellationToken: Token)));
        Assert.Equal([0L, 1, 2], await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => run.RunIndex).ToListAsync(Token));
    }

    [Fact]
    public async Task AWindowHasTheLastRunsThatCount()
    {
        TSession session = _sample.Create("s");
        foreach (string? status in (string?[])["COMPLETED", "ERROR", "RUNNING", "PAUSED", null, "CANCELLED", "PENDING", "REGENERATED"])
            _sample.Runs(session).Add(_sample.Run(status ?? "none", status: status));
        _sample.Runs(session).Add(_sample.Run("member", parent: "last"));
        _sample.Runs(session).Add(_sample.Run("last"));
        await Store.UpsertAsync(session, Token);

        Assert.Equal(["PENDING first", "last first"], await ContentAsync("s", RunWindow.Last(2)));
        Assert.Equal(["COMPLETED first", "RUNNING first", "none first", "PENDING first", "last first"], await ContentAsync("s", RunWindow.Last(50)));
        Assert.Empty(await ContentAsync("s", RunWindow.Last(0)));
        Assert.Empty(await ContentAsync("s", RunWindow.None));
        Assert.Equal(10, (await ContentAsync("s", RunWindow.All)).Length);
    }

    [Fact]
    public async Task StoringASessionThatWasReadWithAWindowLeavesTheOtherRuns()
    {
        await StoreAsync("s", "a", "b", "c", "d");
        TSession session = (await Store.ReadAsync("s", RunWindow.Last(2), cancellationToken: Token))!;
        _sample.Change(_sample.Runs(session), 1, "changed");
        _sample.Runs(session).RemoveAt(0);
        _sample.Runs(session).Add(_sample.Run("e"));
        await Store.UpsertAsync(session, Token);

        Assert.Equal(["a first", "b first", "c first", "d changed", "e first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task OnlyRunsThatChangedAreWritten()
    {
        await StoreAsync("s", "a", "b");
        TSession session = (await Store.ReadAsync("s", cancellationToken: Token))!;
        // Somebody else ends a run meanwhile.
        Assert.True(await Store.UpdateRunAsync("s", _sample.Run("a", "theirs"), cancellationToken: Token));
        _sample.Change(_sample.Runs(session), 1, "ours");
        _sample.Runs(session).Add(_sample.Run("c"));
        session = await UpsertAnywayAsync(session);

        Assert.Equal(["a theirs", "b ours", "c first"], await ContentAsync("s"));
        // What was stored with the session is known to be stored.
        Assert.True(await Store.UpdateRunAsync("s", _sample.Run("c", "theirs"), cancellationToken: Token));
        await UpsertAnywayAsync(session);
        Assert.Equal(["a theirs", "b ours", "c theirs"], await ContentAsync("s"));
    }

    [Fact]
    public async Task ARunIsAppendedBehindTheOthersWithoutItsSession()
    {
        TSession stored = await StoreAsync("s", "a");
        Host.Clock.UnixSeconds += 60;

        Assert.Equal(1, await Store.AppendRunAsync("s", _sample.Run("b"), cancellationToken: Token));
        Assert.Equal(2, await Store.AppendRunAsync("s", _sample.Run("c"), cancellationToken: Token));

        TSession read = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal(["a", "b", "c"], _sample.Runs(read).Select(run => _sample.Read(run).Id));
        Assert.Equal(Host.Clock.UnixSeconds, _sample.UpdatedAt(read));
        Assert.Equal(_sample.Version(stored) + 2, _sample.Version(read));
    }

    [Fact]
    public async Task ARunThatIsThereIsNotAppended()
    {
        await StoreAsync("s", "a");
        var conflict = await Assert.ThrowsAnyAsync<SessionConflictException>(async () => await Store.AppendRunAsync("s", _sample.Run("a", "second"), cancellationToken: Token));

        Assert.Equal("s", conflict.SessionId);
        Assert.Equal(["a first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task ARunNeedsItsSession()
    {
        var missing = await Assert.ThrowsAnyAsync<StorageException>(async () => await Store.AppendRunAsync("none", _sample.Run("a"), cancellationToken: Token));

        Assert.Equal(("none", Store.TableName), (missing.SessionId, missing.Table));
        Assert.False(await Store.UpdateRunAsync("none", _sample.Run("a"), cancellationToken: Token));
        Assert.False(await Store.DeleteRunAsync("none", "a", cancellationToken: Token));
        Assert.Empty(await Store.ReadRunsAsync<TRun>("none", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task ARunIsUpdatedInItsPlace()
    {
        await StoreAsync("s", "a", "b");

        Assert.True(await Store.UpdateRunAsync("s", _sample.Run("a", "second", "PAUSED"), cancellationToken: Token));
        Assert.False(await Store.UpdateRunAsync("s", _sample.Run("c"), cancellationToken: Token));

        Assert.Equal(["a second", "b first"], await ContentAsync("s"));
        Assert.Equal(["b first"], await ContentAsync("s", RunWindow.Last(5)));
    }

    [Fact]
    public async Task AnUpdatedRunKeepsItsIndexAndWhenItWasCreatedAndItsSessionIsChanged()
    {
        TSession stored = await StoreAsync("s", "a", "b");
        RunRow before = (await RowsAsync("s"))[1];
        Host.Clock.UnixSeconds += 60;

        Assert.True(await Store.UpdateRunAsync("s", _sample.Run("b", "second"), cancellationToken: Token));

        RunRow after = (await RowsAsync("s"))[1];
        Assert.Equal(("b", before.RunIndex, before.CreatedAt, Host.Clock.UnixSeconds), (after.RunId, after.RunIndex, after.CreatedAt, after.UpdatedAt));
        TSession read = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal((Host.Clock.UnixSeconds, _sample.Version(stored) + 1), (_sample.UpdatedAt(read), _sample.Version(read)));
    }

    [Fact]
    public async Task ARunIsDeletedFromTheUsersSessionAlone()
    {
        await StoreOfAdaAsync(Store, "a", "b");

        Assert.False(await Store.DeleteRunAsync("s", "a", "bob", Token));
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
        Assert.True(await Store.DeleteRunAsync("s", "a", "ada", Token));
        Assert.Equal(["b first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task AWindowIsReadOfTheUsersSessionAloneAndNullWhereThereIsNone()
    {
        Assert.Null(await Store.ReadAsync("s", RunWindow.Last(1), cancellationToken: Token));
        await StoreOfAdaAsync(Store, "a", "b");

        Assert.Null(await Store.ReadAsync("none", RunWindow.Last(1), cancellationToken: Token));
        Assert.Null(await Store.ReadAsync("s", RunWindow.Last(1), "bob", Token));
        Assert.Single(_sample.Runs((await Store.ReadAsync("s", RunWindow.Last(1), "ada", Token))!));
    }

    [Fact]
    public async Task ACancelledCallLeavesSessionsAndRunsAsTheyAre()
    {
        await StoreAsync("s", "a", "b");
        TSession before = (await Store.ReadAsync("s", cancellationToken: Token))!;
        var cancelled = new CancellationToken(canceled: true);
        Host.Clock.UnixSeconds += 60;
        foreach (Func<Task> call in (Func<Task>[])
        [
            async () => await Store.AppendRunAsync("s", _sample.Run("c"), cancellationToken: cancelled),
            async () => await Store.UpdateRunAsync("s", _sample.Run("a", "second"), cancellationToken: cancelled),
            async () => await Store.DeleteRunAsync("s", "a", cancellationToken: cancelled),
            async () => await Store.ForkAsync("s", cancellationToken: cancelled),
            async () => await Store.ImportRunAsync("s", new("d", new JsonObject { ["run_id"] = "d" }), cancelled),
            async () => await Store.UpdateAsync("s", _ => _sample.Create("s"), cancellationToken: cancelled),
            async () => await Store.UpdateAsync("s", _ => _sample.Create("s"), touch: false, cancellationToken: cancelled),
        ])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);

        TSession after = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal((_sample.UpdatedAt(before), _sample.Version(before)), (_sample.UpdatedAt(after), _sample.Version(after)));
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
        Assert.Equal(1, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task CancellingEndsAStreamOfRunsAtItsNextStep()
    {
        await StoreAsync("s", "a", "b", "c");
        using var source = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TRun _ in Store.ReadRunsAsync<TRun>("s", cancellationToken: source.Token))
            {
                seen++;
                await source.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task RunsGoWithTheirSession()
    {
        await StoreAsync("s", "a", "b");
        await StoreAsync("t", "c");
        Assert.True(await Store.DeleteRunAsync("s", "a", cancellationToken: Token));
        Assert.False(await Store.DeleteRunAsync("s", "a", cancellationToken: Token));
        Assert.Equal(["b first"], await ContentAsync("s"));

        Assert.True(await Store.DeleteAsync("s", cancellationToken: Token));
        Assert.Empty(await Store.ReadRunsAsync<TRun>("s", cancellationToken: Token).ToListAsync(Token));
        await StoreAsync("s");
        Assert.Empty(await ContentAsync("s"));
        Assert.Equal(["c first"], await ContentAsync("t"));
    }

    [Fact]
    public async Task ASessionThatWasDeletedMeanwhileIsStoredWithAllItsRuns()
    {
        await StoreAsync("s", "a", "b");
        TSession session = (await Store.ReadAsync("s", cancellationToken: Token))!;
        await Store.DeleteAsync("s", cancellationToken: Token);
        if (_sample.Version(session) is not null)
            return;
        _sample.Runs(session).Add(_sample.Run("c"));
        await Store.UpsertAsync(session, Token);

        Assert.Equal(["a first", "b first", "c first"], await ContentAsync("s"));
    }

    /// <summary>The calls that store a session and take it for granted that it is there.</summary>
    public static TheoryData<string> Stores => ["Upsert", "Replace", "Import", "UpsertMany", "ForUser", "Update"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task RunsThatWereDeletedMeanwhileAreStoredAgainInTheirPlace(string call)
    {
        TSession held = await StoreOfAdaAsync(Store, "a", "b", "c", "d");
        held = (await Store.ReadAsync("s", cancellationToken: Token))!;
        await Store.DeleteRunAsync("s", "a", cancellationToken: Token);
        await Store.DeleteRunAsync("s", "c", cancellationToken: Token);
        await Store.DeleteRunAsync("s", "d", cancellationToken: Token);
        await Store.AppendRunAsync("s", _sample.Run("other"), cancellationToken: Token);
        await StoreByAsync(Store, call, held);

        Assert.Equal(["a first", "b first", "c first", "d first"], (await ContentAsync("s")).Where(run => run != "other first"));
        Assert.Contains("other first", await ContentAsync("s"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task RunsOfASessionThatSomebodyMadeAnewAreStoredAgain(string call)
    {
        await StoreOfAdaAsync(Store, "a", "b", "c");
        TSession whole = (await Store.ReadAsync("s", cancellationToken: Token))!;
        TSession window = (await Store.ReadAsync("s", RunWindow.Last(1), cancellationToken: Token))!;
        foreach ((TSession held, string[] expected) in new[] { (whole, (string[])["a first", "b first", "c first"]), (window, ["c first"]) })
        {
            await Store.DeleteAsync("s", cancellationToken: Token);
            await StoreOfAdaAsync(Store);
            await StoreByAsync(Store, call, held);
            Assert.Equal(expected, await ContentAsync("s"));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task RunsAreStoredInEachTableAndStorageThatTheirSessionIsStoredIn(string call)
    {
        await using IStorageHost second = OpenHost();
        await StoreOfAdaAsync(Store, "a", "b");
        foreach (ISessionStore<TSession> other in (ISessionStore<TSession>[])[Host.Sessions<TSession>("other_table"), second.Sessions<TSession>()])
        {
            await other.ImportAsync((await Store.ReadAsync("s", cancellationToken: Token))!, Token);
            TSession held = (await Store.ReadAsync("s", cancellationToken: Token))!;
            await Store.DeleteRunAsync("s", "c", cancellationToken: Token);
            await Store.AppendRunAsync("s", _sample.Run("c"), cancellationToken: Token);
            await Store.UpdateRunAsync("s", _sample.Run("a", "edited"), cancellationToken: Token);
            await StoreByAsync(other, call, (await Store.ReadAsync("s", cancellationToken: Token))!);
            Assert.Equal(["a edited", "b first", "c first"], await ContentAsync("s", other));

            // What is known of the first table is still known.
            _sample.Runs(held).Add(_sample.Run("d"));
            await other.UpsertManyAsync(new[] { SameVersion(held, await other.ReadAsync("s", cancellationToken: Token)) }.ToAsyncEnumerable(), cancellationToken: Token);
            await UpsertAnywayAsync(held);
            Assert.Equal("a edited", (await ContentAsync("s"))[0]);
            await Store.DeleteRunAsync("s", "d", cancellationToken: Token);
            await Store.UpdateRunAsync("s", _sample.Run("a"), cancellationToken: Token);
        }
    }

    [Fact]
    public async Task TheOrderOfAListIsKept()
    {
        await StoreAsync("s", "a", "b", "c", "d", "e");
        await Check(["a", "b", "c", "d", "e"], runs => { }, "nothing");
        await Check(["new", "a", "b", "c", "d", "e"], runs => runs.Insert(0, _sample.Run("new")), "in front");
        await Check(["new", "a", "b", "middle", "c", "d", "e"], runs => runs.Insert(3, _sample.Run("middle")), "in the middle");
        await Check(["e", "d", "c", "middle", "b", "a", "new"], runs => Reverse(runs), "reversed");
        await Check(["e", "d", "c", "middle", "b", "new", "last", "a"], runs =>
        {
            runs.Insert(runs.Count, _sample.Run("last"));
            runs.Add(runs[5]);
            runs.RemoveAt(5);
        }, "moved");

        async Task Check(string[] expected, Action<IList<TRun>> change, string what)
        {
            TSession session = (await Store.ReadAsync("s", cancellationToken: Token))!;
            change(_sample.Runs(session));
            await Store.UpsertAsync(session, Token);
            Assert.Equal((what, string.Join(' ', expected)), (what, string.Join(' ', await IdsAsync(Store.ReadRunsAsync<TRun>("s", cancellationToken: Token)))));
            Assert.Equal(expected.TakeLast(3), (await ContentAsync("s", RunWindow.Last(3))).Select(run => run.Split(' ')[0]));
        }

        static void Reverse(IList<TRun> runs)
        {
            TRun[] reversed = [.. runs.Reverse()];
            runs.Clear();
            foreach (TRun run in reversed)
                runs.Add(run);
        }
    }

    [Fact]
    public async Task ASummaryTakesThePlaceOfRunsThatWereDeletedAndMovesNoOther()
    {
        await StoreAsync("s", "a", "b", "c", "d");
        TSession session = (await Store.ReadAsync("s", cancellationToken: Token))!;
        await Store.DeleteRunAsync("s", "a", cancellationToken: Token);
        await Store.DeleteRunAsync("s", "b", cancellationToken: Token);
        _sample.Runs(session).RemoveAt(0);
        _sample.Runs(session).RemoveAt(0);
        _sample.Runs(session).Insert(0, _sample.Run("summary"));
        await UpsertAnywayAsync(session);

        Assert.Equal([("summary", 1L), ("c", 2), ("d", 3)], await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => (run.RunId, run.RunIndex!.Value)).ToListAsync(Token));
    }

    [Fact]
    public async Task TheOrderOfAWindowIsKeptAmongRunsThatItDoesNotHave()
    {
        await StoreAsync("s", "a", "b", "c", "d");
        TSession session = (await Store.ReadAsync("s", RunWindow.Last(2), cancellationToken: Token))!;
        await Store.AppendRunAsync("s", _sample.Run("theirs"), cancellationToken: Token);
        _sample.Runs(session).Insert(0, _sample.Run("new"));
        await UpsertAnywayAsync(session);

        string[] ids = await IdsAsync(Store.ReadRunsAsync<TRun>("s", cancellationToken: Token));
        Assert.Equal(["a", "b", "new", "c", "d"], ids.Where(id => id != "theirs"));
        Assert.Contains("theirs", ids);
    }

    [Fact]
    public async Task ARunIsInAListOnce()
    {
        await StoreAsync("s", "a", "b");
        TSession session = (await Store.ReadAsync("s", cancellationToken: Token))!;
        _sample.Runs(session).Add(_sample.Runs(session)[0]);
        var refused = await Assert.ThrowsAsync<ArgumentException>(async () => await Store.UpsertAsync(session, Token));

        Assert.Contains("'a'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task AnImportKeepsTheTimesOfRuns()
    {
        await StoreAsync("s", "a");
        Host.Clock.UnixSeconds += 60;
        await Store.UpdateRunAsync("s", _sample.Run("a", "second"), cancellationToken: Token);
        await Store.AppendRunAsync("s", _sample.Run("b"), cancellationToken: Token);
        (long, long?)[] times = await TimesAsync(Store);
        Host.Clock.UnixSeconds += 60;

        ISessionStore<TSession> other = Host.Sessions<TSession>("other_table");
        await other.ImportAsync((await Store.ReadAsync("s", cancellationToken: Token))!, Token);
        Assert.Equal(times, await TimesAsync(other));
        // Also over what is there.
        await other.UpdateRunAsync("s", _sample.Run("a", "third"), cancellationToken: Token);
        TSession again = (await Store.ReadAsync("s", cancellationToken: Token))!;
        await other.ImportAsync(SameVersion(again, await other.ReadAsync("s", cancellationToken: Token)), Token);
        Assert.Equal(times, await TimesAsync(other));
        Assert.Equal(["a second", "b first"], await ContentAsync("s", other));

        // A session that was never stored has the times that it says.
        TSession made = TSession.WithTimes(_sample.Create("made"), 100, 200);
        _sample.Runs(made).Add(_sample.Run("c"));
        await Store.ImportAsync(made, Token);
        RunRow run = await Store.ReadRunsAsync<RunRow>("made", cancellationToken: Token).SingleAsync(Token);
        Assert.Equal((100, 100), (run.CreatedAt, run.UpdatedAt));
        Assert.Equal("c", run.RunId);

        async Task<(long, long?)[]> TimesAsync(ISessionStore<TSession> store) =>
            await store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => (run.CreatedAt, run.UpdatedAt)).ToArrayAsync(Token);
    }

    [Fact]
    public async Task ARunThatSaysItIsAnotherUsersIsNotStored()
    {
        await StoreOfAdaAsync(Store, "a");
        await StoreAsync("nobodys");
        foreach (string? user in (string?[])[null, "ada"])
        {
            await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.AppendRunAsync("s", _sample.Run("b", user: "bob"), user, Token));
            await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.UpdateRunAsync("s", _sample.Run("a", "bob's", user: "bob"), user, Token));
        }
        // Another user's session is not found, through a user's store neither.
        Assert.False(await Store.ForUser("ada").UpdateRunAsync("s", _sample.Run("a", "second"), "bob", Token));
        Assert.False(await Store.ForUser("ada").UpdateRunAsync("none", _sample.Run("a", "second"), "bob", Token));
        var refused = await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.ForUser("ada").AppendRunAsync("s", _sample.Run("b"), "bob", Token));

        Assert.Contains("'bob'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a first"], await ContentAsync("s"));
        Assert.Equal(1, await Store.AppendRunAsync("s", _sample.Run("b", user: "ada"), cancellationToken: Token));
        Assert.Equal(0, await Store.AppendRunAsync("nobodys", _sample.Run("bobs", user: "bob"), cancellationToken: Token));
    }

    [Fact]
    public async Task ARunsStreamIsReadInPages()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"r{i:000}")];
        await StoreAsync("s", ids);

        Assert.Equal(ids, await IdsAsync(Store.ReadRunsAsync<TRun>("s", cancellationToken: Token)));
        Assert.Equal(ids[..70], await IdsAsync(Store.ReadRunsAsync<TRun>("s", new() { Limit = 70 }, Token)));
        Assert.Equal(ids[71..80], await IdsAsync(Store.ReadRunsAsync<TRun>("s", new() { After = "r070", Limit = 9 }, Token)));
        Assert.Empty(await IdsAsync(Store.ReadRunsAsync<TRun>("s", new() { After = "r199" }, Token)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await IdsAsync(Store.ReadRunsAsync<TRun>("s", new() { After = "none" }, Token)));
    }

    [Fact]
    public async Task AStreamGoesOnWhileRunsAreWritten()
    {
        await StoreAsync("s", [.. Enumerable.Range(0, 100).Select(i => $"r{i:000}")]);
        var read = new List<string>();
        await foreach (TRun run in Store.ReadRunsAsync<TRun>("s", cancellationToken: Token))
        {
            if (read.Count == 10)
                await Store.AppendRunAsync("s", _sample.Run("late"), cancellationToken: Token);
            read.Add(_sample.Read(run).Id);
        }
        Assert.Equal(("late", 101), (read[^1], read.Count));
    }

    [Fact]
    public async Task RunsThatAreAppendedAtOnceAllSurviveInOneOrder()
    {
        await StoreAsync("s");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
                await Store.AppendRunAsync("s", _sample.Run($"{writer}-{i:00}"), cancellationToken: Token);
        }, Token)));

        RunRow[] rows = await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).ToArrayAsync(Token);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long?)i), rows.Select(row => row.RunIndex));
        foreach (IGrouping<char, RunRow> writer in rows.GroupBy(row => row.RunId[0]))
            Assert.Equal(writer.Order(Comparer<RunRow>.Create((one, other) => string.CompareOrdinal(one.RunId, other.RunId))), writer);
    }

    [Fact]
    public async Task ATransactionHasItsRunsAndUndoesThem()
    {
        TSession session = await StoreAsync("s", "a");
        await using (IStorageTransaction undone = await Host.BeginAsync(Token))
        {
            ISessionStore<TSession> inside = undone.Sessions<TSession>();
            session = (await inside.ReadAsync("s", cancellationToken: Token))!;
            _sample.Runs(session).Add(_sample.Run("b"));
            session = await inside.UpsertAsync(session, Token);
            Assert.Equal(2, await inside.AppendRunAsync("s", _sample.Run("c"), cancellationToken: Token));
            Assert.Equal(3, _sample.Runs((await inside.ReadAsync("s", cancellationToken: Token))!).Count);
        }
        Assert.Equal(["a first"], await ContentAsync("s"));
        if (_sample.Version(session) is not null)
            return;

        // What the transaction wrote is not taken for stored.
        await using (IStorageTransaction done = await Host.BeginAsync(Token))
        {
            session = await done.Sessions<TSession>().UpsertAsync(session, Token);
            await done.CommitAsync(Token);
        }
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
        await Store.UpdateRunAsync("s", _sample.Run("b", "theirs"), cancellationToken: Token);
        await Store.UpsertAsync(session, Token);
        Assert.Equal(["a first", "b theirs"], await ContentAsync("s"));
    }

    [Fact]
    public async Task AnotherUsersSessionKeepsItsRuns()
    {
        TSession session = _sample.Create("s", "ada");
        _sample.Runs(session).Add(_sample.Run("a"));
        await Store.UpsertAsync(session, Token);
        ISessionStore<TSession> bobs = Store.ForUser("bob");

        Assert.Null(await bobs.ReadAsync("s", RunWindow.All, cancellationToken: Token));
        Assert.Empty(await bobs.ReadRunsAsync<TRun>("s", cancellationToken: Token).ToListAsync(Token));
        Assert.Empty(await Store.ReadRunsAsync<TRun>("s", new() { UserId = "bob" }, Token).ToListAsync(Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await bobs.AppendRunAsync("s", _sample.Run("b"), cancellationToken: Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.AppendRunAsync("s", _sample.Run("b"), "bob", Token));
        Assert.False(await bobs.UpdateRunAsync("s", _sample.Run("a", "bob's"), cancellationToken: Token));
        Assert.False(await bobs.DeleteRunAsync("s", "a", cancellationToken: Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.ForUser("ada").AppendRunAsync("s", _sample.Run("b", user: "bob"), cancellationToken: Token));
        Assert.Equal(1, await Store.ForUser("ada").AppendRunAsync("s", _sample.Run("b", user: "ada"), cancellationToken: Token));

        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
        Assert.Equal(["ada", "ada"], await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).Select(run => run.UserId).ToListAsync(Token));
    }

    [Fact]
    public async Task AnUpdateSeesRunsThatSomebodyElseWrites()
    {
        await StoreAsync("s", "a");
        bool isFirst = true;
        TSession? updated = await Store.UpdateAsync("s", session =>
        {
            if (isFirst)
                Store.AppendRunAsync("s", _sample.Run("b")).AsTask().GetAwaiter().GetResult();
            isFirst = false;
            _sample.Change(_sample.Runs(session), 0, $"of {_sample.Runs(session).Count}");
            return session;
        }, cancellationToken: Token);

        Assert.NotNull(updated);
        Assert.Equal(["a of 2", "b first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task AnUpdateThatLeavesTheTimeStoresRunsAndCountsTheVersion()
    {
        await StoreAsync("s", "a");
        TSession before = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Host.Clock.UnixSeconds += 60;

        TSession? updated = await Store.UpdateAsync("s", session =>
        {
            _sample.Change(_sample.Runs(session), 0, "labelled");
            _sample.Runs(session).Add(_sample.Run("b"));
            return session;
        }, touch: false, cancellationToken: Token);

        Assert.Equal((_sample.UpdatedAt(before), _sample.Version(before) + 1), (_sample.UpdatedAt(updated!), _sample.Version(updated!)));
        Assert.Equal(_sample.UpdatedAt(before), _sample.UpdatedAt((await Store.ReadAsync("s", cancellationToken: Token))!));
        Assert.Equal(["a labelled", "b first"], await ContentAsync("s"));
        Assert.Equal([Host.Clock.UnixSeconds, Host.Clock.UnixSeconds], (await RowsAsync("s")).Select(run => run.UpdatedAt));
    }

    [Fact]
    public async Task AForkHasTheRunsSoFarUnderIdsOfItsOwn()
    {
        TSession session = _sample.Create("s", "ada");
        foreach (TRun run in (TRun[])[_sample.Run("member", parent: "a"), _sample.Run("a"), _sample.Run("b"), _sample.Run("c")])
            _sample.Runs(session).Add(run);
        await Store.UpsertAsync(session, Token);
        Host.Clock.UnixSeconds += 60;

        TSession fork = (await Store.ForkAsync("s", "b", cancellationToken: Token))!;

        string id = TSession.GetSessionId(fork);
        Assert.NotEqual("s", id);
        Assert.Equal(Host.Clock.UnixSeconds, _sample.UpdatedAt(fork));
        Assert.Equal(3, _sample.Runs(fork).Count);
        RunRow[] runs = await Store.ForUser("ada").ReadRunsAsync<RunRow>(id, cancellationToken: Token).ToArrayAsync(Token);
        Assert.Equal(runs[1].RunId, runs[0].ParentRunId);
        Assert.Empty(runs.Select(run => run.RunId).Intersect(["member", "a", "b"]));

        // Each goes its own way.
        await Store.AppendRunAsync(id, _sample.Run("d"), cancellationToken: Token);
        await Store.DeleteAsync("s", cancellationToken: Token);
        Assert.Equal(4, (await ContentAsync(id)).Length);
        Assert.Equal("d first", (await ContentAsync(id))[^1]);
    }

    [Fact]
    public async Task AForkKeepsTheColumnsOfItsRuns()
    {
        await StoreAsync("s");
        foreach ((string id, long? index) in (List<(string, long?)>)[("x", null), ("a", 3), ("b", 7)])
        {
            RunRow row = new(id, new JsonObject { ["run_id"] = id, ["content"] = "first", ["agent_id"] = "said" })
            {
                RunType = "team",
                TeamId = "team",
                WorkflowId = "workflow",
                UserId = "somebody",
                ParentRunId = id == "b" ? "a" : "outside",
                Status = "ERROR",
                RunIndex = index,
                CreatedAt = 5,
                UpdatedAt = 6,
            };
            await Store.ImportRunAsync("s", row, Token);
        }
        RunRow[] rows = await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).ToArrayAsync(Token);
        Host.Clock.UnixSeconds += 60;

        TSession fork = (await Store.ForkAsync("s", cancellationToken: Token))!;

        RunRow[] forked = await Store.ReadRunsAsync<RunRow>(TSession.GetSessionId(fork), cancellationToken: Token).ToArrayAsync(Token);
        Assert.Equal(["x", "a", "b"], rows.Select(row => row.RunId));
        for (int i = 0; i < rows.Length; i++)
        {
            string parent = rows[i].ParentRunId == "a" ? forked[1].RunId : "outside";
            Assert.Equal(rows[i] with { RunId = forked[i].RunId, ParentRunId = parent, Data = default }, forked[i] with { Data = default });
        }
    }

    [Fact]
    public async Task RunsInsideARunOfAForkAreTheForks()
    {
        await StoreAsync("s");
        var member = new JsonObject { ["run_id"] = "member", ["session_id"] = "s", ["parent_run_id"] = "a", ["content"] = "said", ["metadata"] = new JsonObject { ["session_id"] = "s" } };
        var inner = new JsonObject { ["run_id"] = "inner", ["session_id"] = "s", ["parent_run_id"] = "a", ["member_responses"] = new JsonArray(member, null, 5) };
        var run = new JsonObject { ["run_id"] = "a", ["session_id"] = "s", ["content"] = "first", ["member_responses"] = new JsonArray(inner), ["step_executor_runs"] = new JsonArray(member.DeepClone()) };
        await Store.ImportRunAsync("s", new("a", run), Token);
        await Store.ImportRunAsync("s", new("member", member.DeepClone()), Token);

        string id = TSession.GetSessionId((await Store.ForkAsync("s", cancellationToken: Token))!);

        RunRow[] forked = await Store.ReadRunsAsync<RunRow>(id, cancellationToken: Token).ToArrayAsync(Token);
        (string a, string members) = (forked.Single(row => row.Data.Value!["member_responses"] is not null).RunId, forked.Single(row => row.Data.Value!["member_responses"] is null).RunId);
        JsonNode data = forked.Single(row => row.RunId == a).Data.Value!;
        JsonNode nested = data["member_responses"]![0]!;
        Assert.Equal((id, a), ((string?)nested["session_id"], (string?)nested["parent_run_id"]));
        Assert.DoesNotContain((string?)nested["run_id"], (string?[])["inner", a, members]);
        foreach (JsonNode? innermost in (JsonNode?[])[nested["member_responses"]![0], data["step_executor_runs"]![0]])
        {
            Assert.Equal((id, members, a), ((string?)innermost!["session_id"], (string?)innermost["run_id"], (string?)innermost["parent_run_id"]));
            // What a run holds stays as it is.
            Assert.Equal("s", (string?)innermost["metadata"]!["session_id"]);
        }
        Assert.Equal("[null,5]", $"[{nested["member_responses"]![1]?.ToJsonString() ?? "null"},{nested["member_responses"]![2]!.ToJsonString()}]");
    }

    [Fact]
    public async Task AForkIsMadeNowUnderAGuidAndLeavesItsSessionAsItWas()
    {
        await StoreOfAdaAsync(Store, "a", "b");
        TSession before = (await Store.ReadAsync("s", cancellationToken: Token))!;
        RunRow[] runs = await RowsAsync("s");
        Host.Clock.UnixSeconds += 60;

        string id = TSession.GetSessionId((await Store.ForkAsync("s", cancellationToken: Token))!);

        Assert.True(Guid.TryParse(id, out _), id);
        Assert.All(await RowsAsync(id), run => Assert.True(Guid.TryParse(run.RunId, out _), run.RunId));
        // It was created now.
        Assert.Equal([id], await Store.ListIdsAsync(new() { CreatedSince = Host.Clock.GetUtcNow() }, Token).ToListAsync(Token));
        TSession after = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal((_sample.UpdatedAt(before), _sample.Version(before)), (_sample.UpdatedAt(after), _sample.Version(after)));
        Assert.Equal(runs.Select(run => run with { Data = default }), (await RowsAsync("s")).Select(run => run with { Data = default }));
    }

    [Fact]
    public async Task ASessionIsForkedWithAllItsRunsOrNotAtAll()
    {
        TSession session = _sample.Create("s", "ada");
        _sample.Runs(session).Add(_sample.Run("a"));
        await Store.UpsertAsync(session, Token);

        Assert.Single(_sample.Runs((await Store.ForkAsync("s", userId: "ada", cancellationToken: Token))!));
        Assert.Null(await Store.ForkAsync("none", cancellationToken: Token));
        Assert.Null(await Store.ForkAsync("s", userId: "bob", cancellationToken: Token));
        Assert.Null(await Store.ForUser("bob").ForkAsync("s", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ForkAsync("s", "none", cancellationToken: Token));
        Assert.Equal(2, await Store.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task SessionsThatAreDeletedTogetherLeaveNoRun()
    {
        await StoreAsync("s", "a");
        await StoreAsync("t", "b");
        Assert.Equal(2, await Store.DeleteManyAsync(new(), cancellationToken: Token));
        await StoreAsync("s");
        Assert.Empty(await ContentAsync("s"));
    }

    [Fact]
    public async Task SessionsOfAListHaveTheRunsThatAreAskedFor()
    {
        await StoreAsync("s", "a", "b");
        await StoreAsync("t", "c");

        Assert.All(await Store.ListAsync(cancellationToken: Token).ToListAsync(Token), session => Assert.Empty(_sample.Runs(session)));
        Assert.Equal([1, 1], await Store.ListAsync(new() { Runs = RunWindow.Last(1) }, Token).Select(session => _sample.Runs(session).Count).ToListAsync(Token));
        Assert.Equal(3, (await Store.ListAsync(new() { Runs = RunWindow.All }, Token).ToListAsync(Token)).Sum(session => _sample.Runs(session).Count));
    }

    [Fact]
    public async Task ManySessionsAreStoredWithTheirRuns()
    {
        TSession[] sessions = [.. Enumerable.Range(0, 20).Select(i => _sample.Create($"s{i:00}"))];
        foreach (TSession session in sessions)
            for (int i = 0; i < 3; i++)
                _sample.Runs(session).Add(_sample.Run($"{TSession.GetSessionId(session)}-{i}"));

        Assert.Equal(20, await Store.UpsertManyAsync(sessions.ToAsyncEnumerable(), cancellationToken: Token));
        Assert.Equal(["s07-0 first", "s07-1 first", "s07-2 first"], await ContentAsync("s07"));
    }

    [Fact]
    public async Task ARowIsMovedAsItIs()
    {
        await StoreAsync("s", "a");
        RunRow row = await Store.ReadRunsAsync<RunRow>("s", cancellationToken: Token).SingleAsync(Token);
        await StoreAsync("t");
        RunRow moved = row with { RunId = "moved", RunIndex = null, Status = "ERROR", UserId = "somebody", UpdatedAt = null, CreatedAt = 5, RunType = "team", TeamId = "team" };
        await Store.ImportRunAsync("t", moved, Token);

        RunRow read = await Store.ReadRunsAsync<RunRow>("t", cancellationToken: Token).SingleAsync(Token);
        Assert.Equal(moved with { Data = default }, read with { Data = default });
        Assert.Equal(row.Data.Value!.ToJsonString(), read.Data.Value!.ToJsonString());
        Assert.Equal(0, await Store.AppendRunAsync("t", _sample.Run("next"), cancellationToken: Token));
        await Assert.ThrowsAnyAsync<StorageException>(async () => await Store.ImportRunAsync("none", moved, Token));
    }

    [Fact]
    public async Task ARowThatIsMovedLeavesItsSessionAsItIs()
    {
        await StoreAsync("s", "a");
        TSession before = (await Store.ReadAsync("s", RunWindow.None, cancellationToken: Token))!;
        Host.Clock.UnixSeconds += 60;

        await Store.ImportRunAsync("s", new("b", new JsonObject { ["run_id"] = "b", ["content"] = "first" }) { RunIndex = 1 }, Token);

        TSession after = (await Store.ReadAsync("s", RunWindow.None, cancellationToken: Token))!;
        Assert.Equal((_sample.UpdatedAt(before), _sample.Version(before)), (_sample.UpdatedAt(after), _sample.Version(after)));
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task AUsersStoreMovesRowsOfThatUserAlone()
    {
        await StoreOfAdaAsync(Store, "a");
        var row = new RunRow("b", new JsonObject { ["run_id"] = "b", ["content"] = "first" }) { RunIndex = 1 };

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.ForUser("bob").ImportRunAsync("s", row, Token));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await Store.ForUser("ada").ImportRunAsync("s", row with { UserId = "bob" }, Token));
        Assert.Equal(["a first"], await ContentAsync("s"));
        await Store.ForUser("ada").ImportRunAsync("s", row with { UserId = "ada" }, Token);
        Assert.Equal(["a first", "b first"], await ContentAsync("s"));
    }

    [Fact]
    public async Task TheTypeOfARunIsTheRecords()
    {
        await StoreAsync("s", "a");
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.AppendRunAsync("s", 5, cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => Store.ReadRunsAsync<Uri>("s", cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Host.Sessions<CountedSession>().ReadAsync("s", RunWindow.All, cancellationToken: Token));
    }

    private async Task<TSession> StoreAsync(string id, params IEnumerable<string> runs)
    {
        TSession session = _sample.Create(id);
        foreach (string run in runs)
            _sample.Runs(session).Add(_sample.Run(run));
        return await Store.UpsertAsync(session, Token);
    }

    private async Task<TSession> StoreOfAdaAsync(ISessionStore<TSession> store, params IEnumerable<string> runs)
    {
        TSession session = TSession.WithTimes(_sample.Create("s", "ada"), 1, 1);
        foreach (string run in runs)
            _sample.Runs(session).Add(_sample.Run(run));
        return await store.UpsertAsync(session, Token);
    }

    // Stores a session that was read before, whatever version the store has now.
    private async Task StoreByAsync(ISessionStore<TSession> store, string call, TSession session)
    {
        session = SameVersion(session, await store.ReadAsync("s", cancellationToken: Token));
        switch (call)
        {
            case "Upsert":
                await store.UpsertAsync(session, Token);
                break;
            case "Replace":
                Assert.NotNull(await store.ReplaceAsync(session, Token));
                break;
            case "Import":
                await store.ImportAsync(session, Token);
                break;
            case "UpsertMany":
                await store.UpsertManyAsync(new[] { session }.ToAsyncEnumerable(), cancellationToken: Token);
                break;
            case "ForUser":
                await store.ForUser("ada").UpsertAsync(session, Token);
                break;
            default:
                Assert.NotNull(await store.UpdateAsync("s", stored => SameVersion(session, stored), cancellationToken: Token));
                break;
        }
    }

    private TSession SameVersion(TSession session, TSession? stored) =>
        stored is not null && _sample.Version(stored) is { } version ? TSession.WithVersion(session, version) : session;

    // A record with a version refuses a session that somebody else has changed: the newest version says that it was looked at.
    private async Task<TSession> UpsertAnywayAsync(TSession session)
    {
        TSession stored = (await Store.ReadAsync(TSession.GetSessionId(session), RunWindow.None, cancellationToken: Token))!;
        return await Store.UpsertAsync(_sample.Version(stored) is { } version ? TSession.WithVersion(session, version) : session, Token);
    }

    private async Task<string[]> ContentAsync(string id, ISessionStore<TSession> store) =>
        [.. _sample.Runs((await store.ReadAsync(id, cancellationToken: Token))!).Select(_sample.Read).Select(run => $"{run.Id} {run.Content}")];

    private async Task<string[]> ContentAsync(string id, RunWindow window = default) =>
        [.. _sample.Runs((await Store.ReadAsync(id, window, cancellationToken: Token))!).Select(_sample.Read).Select(run => $"{run.Id} {run.Content}")];

    private async Task<RunRow[]> RowsAsync(string id) => await Store.ReadRunsAsync<RunRow>(id, cancellationToken: Token).ToArrayAsync(Token);

    private async Task<string[]> IdsAsync(IAsyncEnumerable<TRun> runs) => await runs.Select(run => _sample.Read(run).Id).ToArrayAsync(Token);
}
