using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Records;
using Agno.Storage.Tests;

namespace Agno.Storage.Conformance;

/// <summary>
/// Random calls of the whole interface against dictionaries: two tables, stores of everybody and of one user, in transactions that are committed or undone, and outside of them. Another run
/// has another seed; a failure prints it with what was done, and AGNO_TEST_SEED with AGNO_TEST_SCHEDULES=1 repeats it. AGNO_TEST_MINUTES makes the run that long.
/// </summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">Makes and reads it.</typeparam>
public abstract class StoreModelConformance<TSession, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TSample : ModelSample<TSession>, new()
{
    private const int Steps = 250;

    private static readonly int Sequences = NumberOf("AGNO_TEST_SCHEDULES", 8);
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(NumberOf("AGNO_TEST_MINUTES", 0));

    [Fact]
    public async Task EveryCallGivesAndLeavesWhatADictionaryDoes()
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Sequences || watch.Elapsed < Time; i++)
        {
            int seed = unchecked(RandomSeed.Current + i);
            await using IStorageHost host = OpenHost();
            var sequence = new Sequence(host, new Random(seed));
            await RandomSeed.RunAsync(seed, _ => sequence.RunAsync(), () => $"AGNO_TEST_SCHEDULES=1\n{sequence.Log}");
        }
    }

    private static int NumberOf(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    /// <summary>A table of the storage, and its model.</summary>
    private sealed record Place(string? Table, StoreModel Model);

    private sealed class Sequence(IStorageHost host, Random random)
    {
        // The order of UTF-8 is not that of UTF-16 for the last two.
        private static readonly string[] Ids = ["a", "B", "b/1", "é", "%", "'", "\uff21", "\U0001d54f"];
        private static readonly string?[] Users = ["ada", "bob", null];
        private static readonly string?[] Entities = ["helper", "writer", null];

        private readonly TSample _sample = new();
        private readonly Place[] _places = [.. new[] { null, "other_table" }.Select(table => new Place(table, new(TSession.Table, new TSample().HasVersion)))];
        private IStorageTransaction? _transaction;
        private Place _place = null!;
        private string? _user;
        private ISessionStore<TSession> _store = null!;
        private int _made;

        public StringBuilder Log { get; } = new();

        private StoreModel Model => _place.Model;

        private long Now => host.Clock.UnixSeconds;

        public async Task RunAsync()
        {
            for (int step = 0; step < Steps; step++)
            {
                if (random.Next(12) == 0)
                    await RunTransactionAsync();
                else
                    await StepAsync();
            }
            foreach (Place place in _places)
                await AssertSameAsync(place);
        }

        private async Task RunTransactionAsync()
        {
            Dictionary<string, ModelRow>[] before = [.. _places.Select(place => new Dictionary<string, ModelRow>(place.Model.Rows, StringComparer.Ordinal))];
            bool isCommitted = random.Next(2) == 0;
            Log.Append(isCommitted ? "\nbegin, to commit" : "\nbegin, to undo");
            await using (_transaction = await host.BeginAsync(Token))
            {
                for (int step = 1 + random.Next(6); step > 0; step--)
                    await StepAsync();
                if (isCommitted)
                    await _transaction.CommitAsync(Token);
            }
            _transaction = null;
            Log.Append("\nend");
            for (int i = 0; i < _places.Length && !isCommitted; i++)
                _places[i].Model.Rows = before[i];
            foreach (Place place in _places)
                await AssertSameAsync(place);
        }

        private async Task StepAsync()
        {
            host.Clock.UnixSeconds += random.Next(3) * random.Next(3);
            _place = Any(_places);
            _user = random.Next(3) == 0 ? Any<string>("ada", "bob") : null;
            ISessionStore<TSession> all = StoreOf(_place);
            _store = _user is null ? all : all.ForUser(_user);
            Log.Append(CultureInfo.InvariantCulture, $"\n{_place.Table ?? "table"}{(_user is null ? "" : $" of {_user}")}, {Now}: ");
            int kind = random.Next(_sample.HasRuns ? 30 : 20);
            await (kind switch
            {
                0 or 1 or 2 => UpsertAsync(),
                3 or 4 => InsertAsync(),
                5 => ReplaceAsync(),
                6 or 7 => ImportAsync(),
                8 => UpsertManyAsync(),
                9 or 10 => ReadAsync(),
                11 or 12 => UpdateAsync(),
                13 => DeleteAsync(),
                14 => DeleteManyAsync(),
                15 => DeleteOlderThanAsync(),
                16 or 17 => ListAsync(),
                18 => PageAsync(),
                19 => DropAsync(),
                20 or 21 or 22 => AppendRunAsync(),
                23 => UpdateRunAsync(),
                24 => DeleteRunAsync(),
                25 => ImportRunAsync(),
                26 => ReadRunsAsync(),
                27 => ForkAsync(),
                _ => StoreWithRunsAsync(),
            });
            if (random.Next(4) == 0)
                await AssertSameAsync(_place);
        }

        private async Task UpsertAsync()
        {
            ModelRow given = Given();
            Log.Append(CultureInfo.InvariantCulture, $"upsert {given}");
            ModelOutcome expected = Model.Upsert(given, _user, Now);
            AssertStored(expected, given, await Outcome(expected.Failure, () => _store.UpsertAsync(_sample.Create(given), Token)));
        }

        private async Task InsertAsync()
        {
            ModelRow given = Given() with { Version = 0 };
            Log.Append(CultureInfo.InvariantCulture, $"insert {given}");
            ModelOutcome expected = Model.Insert(given, _user, Now);
            AssertStored(expected, given, await Outcome(expected.Failure, () => _store.InsertAsync(_sample.Create(given), Token)));
        }

        private async Task ReplaceAsync()
        {
            ModelRow given = Given();
            Log.Append(CultureInfo.InvariantCulture, $"replace {given}");
            ModelOutcome expected = Model.Replace(given, _user, Now);
            AssertStored(expected, given, await Outcome(expected.Failure, () => _store.ReplaceAsync(_sample.Create(given), Token)));
        }

        private async Task ImportAsync()
        {
            ModelRow given = Given();
            // Agno's own tables have a created_at always.
            bool mayBeNull = TSession.Table.SessionType is null;
            given = given with { CreatedAt = given.CreatedAt ?? (mayBeNull ? null : Now), UpdatedAt = random.Next(3) == 0 ? null : Now - random.Next(100) };
            Log.Append(CultureInfo.InvariantCulture, $"import {given}");
            ModelOutcome expected = Model.Import(given, _user);
            await Outcome(expected.Failure, async () =>
            {
                await _store.ImportAsync(_sample.Create(given), Token);
                return true;
            });
        }

        private async Task UpsertManyAsync()
        {
            ModelRow[] given = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Given())];
            Log.Append(CultureInfo.InvariantCulture, $"upsert many {string.Join<ModelRow>("; ", given)}");
            ModelOutcome expected = Model.UpsertMany(given, _user, Now);
            long stored = await Outcome(expected.Failure, () => _store.UpsertManyAsync(given.Select(_sample.Create).ToAsyncEnumerable(), cancellationToken: Token));
            Assert.Equal(expected.Failure is null ? given.Length : 0, stored);
        }

        private async Task ReadAsync()
        {
            (string id, string? userId, RunWindow window) = (Id(), Any("ada", null, null), Window());
            Log.Append(CultureInfo.InvariantCulture, $"read {id} of {userId}, {window}");
            ModelRow? expected = Model.Find(id, _user, userId);
            Assert.Equal(expected, Of(await _store.ReadAsync(id, userId, Token)));
            if (_sample.HasRuns)
                Assert.Equal(Within(expected, window), Of(await _store.ReadAsync(id, window, userId, Token)));
        }

        private async Task UpdateAsync()
        {
            (string id, string? userId, string content, string? entity, bool touch) = (Id(), Any("ada", null, null), Content(), Any(Entities), random.Next(3) > 0);
            Log.Append(CultureInfo.InvariantCulture, $"update {id} of {userId}: '{content}', {entity}{(touch ? "" : ", untouched")}");
            ModelRow? before = Model.Find(id, _user, userId);
            TSession? stored = await _store.UpdateAsync(
                id,
                session =>
                {
                    ModelRow read = _sample.Read(session);
                    Assert.Equal(before, read);
                    return _sample.Create(read with { Content = content, Entity = entity });
                },
                touch,
                userId,
                Token);
            ModelRow? expected = before is null ? null : Model.Update(before, content, entity, touch, Now);
            // The function gave a session without runs, which stay.
            Assert.Equal(expected is null ? null : expected with { Runs = [] }, Of(stored));
        }

        private async Task DeleteAsync()
        {
            (string id, string? userId) = (Id(), Any("ada", null, null));
            Log.Append(CultureInfo.InvariantCulture, $"delete {id} of {userId}");
            bool isFound = Model.Find(id, _user, userId) is not null && Model.Rows.Remove(id);
            Assert.Equal(isFound, await _store.DeleteAsync(id, userId, Token));
        }

        private async Task DeleteManyAsync()
        {
            SessionFilter filter = Filter();
            int batchSize = 1 + random.Next(4);
            Log.Append(CultureInfo.InvariantCulture, $"delete {filter} by {batchSize}");
            Assert.Equal(Delete(filter), await _store.DeleteManyAsync(filter, batchSize, Token));
        }

        private async Task DeleteOlderThanAsync()
        {
            var age = TimeSpan.FromSeconds(random.Next(60));
            Log.Append(CultureInfo.InvariantCulture, $"delete older than {age}");
            Assert.Equal(Delete(new() { UpdatedBefore = host.Clock.GetUtcNow() - age }), await _store.DeleteOlderThanAsync(age, 1 + random.Next(4), Token));
        }

        private async Task ListAsync()
        {
            SessionFilter filter = Filter();
            RunWindow window = _sample.HasRuns ? Window() : RunWindow.None;
            Log.Append(CultureInfo.InvariantCulture, $"list {filter} with {window}");
            IReadOnlyList<ModelRow> expected = Model.List(filter, _user);
            Assert.Equal(expected.Select(row => Within(row, window)), (await _store.ListAsync(filter with { Runs = window }, Token).ToListAsync(Token)).Select(_sample.Read));
            Assert.Equal(expected.Select(row => row.Id), await _store.ListIdsAsync(filter, Token).ToListAsync(Token));
            Assert.Equal(expected.Count, await _store.CountAsync(filter, Token));
        }

        private async Task PageAsync()
        {
            SessionFilter filter = Filter() with { After = null, Limit = 1 + random.Next(3) };
            Log.Append(CultureInfo.InvariantCulture, $"page {filter}");
            var ids = new List<string>();
            List<TSession> page;
            do
            {
                page = await _store.ListAsync(filter, Token).ToListAsync(Token);
                ids.AddRange(page.Select(session => _sample.Read(session).Id));
                if (page.Count > 0)
                    filter = filter with { After = SessionCursor.Parse($"{SessionCursor.Of(page[^1])}") };
            }
            while (page.Count == filter.Limit);
            Assert.Equal(Model.List(filter with { After = null, Limit = null }, _user).Select(row => row.Id), ids);
        }

        private async Task DropAsync()
        {
            if (_user is not null || random.Next(2) == 0)
                return;
            Log.Append("drop");
            await _store.DropAsync(Token);
            Model.Rows.Clear();
            Assert.False(await _store.ExistsAsync(Token));
            Assert.Null(await _store.GetSchemaVersionAsync(Token));
            if (random.Next(2) == 0)
                return;
            Log.Append(" and create");
            await _store.CreateAsync(Token);
            Assert.True(await _store.ExistsAsync(Token));
            Assert.Equal(TSession.Table.Version, await _store.GetSchemaVersionAsync(Token));
        }

        private async Task AppendRunAsync()
        {
            (string id, string? userId, string runId, string content) = (Id(), Any("ada", null, null), Name(), Content());
            if (random.Next(6) == 0 && Model.Find(id, _user, userId) is { Runs: [(string known, _), ..] })
                runId = known;
            Log.Append(CultureInfo.InvariantCulture, $"append {runId}={content} to {id} of {userId}");
            ModelRow? row = Model.Find(id, _user, userId);
            Type? failure = row is null ? Missing(id, userId ?? _user) : row.Runs.Any(run => run.Id == runId) ? typeof(SessionConflictException) : null;
            await Outcome(failure, () => _sample.AppendAsync(_store, id, runId, content, userId, Token));
            if (failure is null)
                Model.SetRuns(row!, [.. row!.Runs, (runId, content)], Now);
        }

        private async Task UpdateRunAsync()
        {
            (string id, string? userId, string content) = (Id(), Any("ada", null, null), Content());
            string runId = AnyRun(id);
            Log.Append(CultureInfo.InvariantCulture, $"update run {runId}={content} of {id} of {userId}");
            ModelRow? row = WithRun(id, userId, runId);
            Assert.Equal(row is not null, await _sample.UpdateAsync(_store, id, runId, content, userId, Token));
            if (row is not null)
                Model.SetRuns(row, row.Runs.Select(run => run.Id == runId ? (runId, content) : run), Now);
        }

        private async Task DeleteRunAsync()
        {
            (string id, string? userId) = (Id(), Any("ada", null, null));
            string runId = AnyRun(id);
            Log.Append(CultureInfo.InvariantCulture, $"delete run {runId} of {id} of {userId}");
            ModelRow? row = WithRun(id, userId, runId);
            Assert.Equal(row is not null, await _store.DeleteRunAsync(id, runId, userId, Token));
            if (row is not null)
                Model.SetRuns(row, row.Runs.Where(run => run.Id != runId), Now);
        }

        // Its index is behind those of all others.
        private async Task ImportRunAsync()
        {
            (string id, string runId, string content) = (Id(), Name(), Content());
            var run = new RunRow(runId, new JsonObject { ["run_id"] = runId, ["content"] = content, ["status"] = null }) { RunType = "agent", RunIndex = 1_000_000 + _made, CreatedAt = Now };
            Log.Append(CultureInfo.InvariantCulture, $"import run {runId}={content} of {id}");
            ModelRow? row = Model.Find(id, _user);
            await Outcome(row is null ? Missing(id, _user) : null, async () =>
            {
                await _store.ImportRunAsync(id, run, Token);
                return true;
            });
            if (row is not null)
                Model.Rows[id] = row with { Runs = [.. row.Runs, (runId, content)] };
        }

        private async Task ReadRunsAsync()
        {
            (string id, string? userId) = (Id(), Any("ada", null, null));
            ModelRow? row = Model.Find(id, _user, userId);
            string? after = row is { Runs.Count: > 0 } && random.Next(2) == 0 ? Any([.. row.Runs]).Id : null;
            int? limit = random.Next(2) == 0 ? random.Next(4) : null;
            Log.Append(CultureInfo.InvariantCulture, $"read {limit} runs of {id} of {userId} behind {after}");
            IEnumerable<(string, string)> expected = row is null ? [] : row.Runs.SkipWhile(run => after is not null && run.Id != after).Skip(after is null ? 0 : 1).Take(limit ?? int.MaxValue);
            Assert.Equal(expected, await _sample.ReadRunsAsync(_store, id, new() { UserId = userId, After = after, Limit = limit }, Token).ToListAsync(Token));
        }

        private async Task ForkAsync()
        {
            (string id, string? userId) = (Id(), Any("ada", null, null));
            ModelRow? row = Model.Find(id, _user, userId);
            string? atRun = row is { Runs.Count: > 0 } && random.Next(2) == 0 ? Any([.. row.Runs]).Id : null;
            Log.Append(CultureInfo.InvariantCulture, $"fork {id} of {userId} at {atRun}");
            ModelRow? fork = Of(await _store.ForkAsync(id, atRun, userId, Token));
            if (row is null)
            {
                Assert.Null(fork);
                return;
            }
            int count = atRun is null ? row.Runs.Count : row.Runs.ToList().FindIndex(run => run.Id == atRun) + 1;
            Assert.Equal(row with { Id = fork!.Id, CreatedAt = Now, UpdatedAt = Now, Version = _sample.HasVersion ? 1 : 0, Runs = fork.Runs }, fork);
            Assert.Equal(row.Runs.Take(count).Select(run => run.Content), fork.Runs.Select(run => run.Content));
            Assert.Empty(fork.Runs.Select(run => run.Id).Intersect(row.Runs.Select(run => run.Id)));
            Model.Rows[fork.Id] = fork;
        }

        // A turn: read with some of its runs, one more, stored.
        private async Task StoreWithRunsAsync()
        {
            (string id, RunWindow window, string runId, string content, bool isReplaced) = (Id(), Window(), Name(), Content(), random.Next(2) == 0);
            Log.Append(CultureInfo.InvariantCulture, $"turn of {id}, {window}: {runId}={content}{(isReplaced ? ", replaced" : "")}");
            ModelRow? row = Model.Find(id, _user);
            if (await _store.ReadAsync(id, window, cancellationToken: Token) is not { } session)
            {
                Assert.Null(row);
                return;
            }
            ModelRow read = _sample.Read(session);
            Assert.Equal(Within(row, window), read);
            _sample.Add(session, runId, content);
            ModelRow given = read with { Runs = [.. read.Runs, (runId, content)] };
            ModelOutcome expected = isReplaced ? Model.Replace(given, _user, Now) : Model.Upsert(given, _user, Now);
            AssertStored(expected, given, isReplaced ? await _store.ReplaceAsync(session, Token) : await _store.UpsertAsync(session, Token));
        }

        private async Task AssertSameAsync(Place place) => Assert.Equal(
            place.Model.List(new(), storeUser: null),
            (await StoreOf(place).ListAsync(new() { Runs = RunWindow.All }, Token).ToListAsync(Token)).Select(_sample.Read));

        private ISessionStore<TSession> StoreOf(Place place) => _transaction is null ? host.Sessions<TSession>(place.Table) : _transaction.Sessions<TSession>(place.Table);

        private void AssertStored(ModelOutcome expected, ModelRow given, TSession? stored) =>
            Assert.Equal(expected.Row is { } row ? row with { Runs = given.Runs } : null, Of(stored));

        private static async Task<T?> Outcome<T>(Type? failure, Func<ValueTask<T>> call)
        {
            if (failure is null)
                return await call();
            Exception? thrown = await Record.ExceptionAsync(async () => await call());
            Assert.True(failure.IsInstanceOfType(thrown) && (failure != typeof(StorageException) || thrown.GetType() == failure), $"{failure.Name} was expected, not {thrown}.");
            return default;
        }

        // A session that is there, but another user's, is said to be that where somebody's was asked for.
        private Type Missing(string id, string? userId) => userId is not null && Model.Rows.ContainsKey(id) ? typeof(SessionOwnershipException) : typeof(StorageException);

        private long Delete(SessionFilter filter)
        {
            IReadOnlyList<ModelRow> found = Model.List(filter, _user);
            foreach (ModelRow row in found)
                Model.Rows.Remove(row.Id);
            return found.Count;
        }

        private ModelRow? Of(TSession? session) => session is null ? null : _sample.Read(session);

        private static ModelRow? Within(ModelRow? row, RunWindow window) => row is null ? null : row with { Runs = [.. row.Runs.TakeLast(window.Count ?? int.MaxValue)] };

        private ModelRow? WithRun(string id, string? userId, string runId) => Model.Find(id, _user, userId) is { } row && row.Runs.Any(run => run.Id == runId) ? row : null;

        private string AnyRun(string id) => Model.Find(id, storeUser: null) is { Runs.Count: > 0 } row && random.Next(4) > 0 ? Any([.. row.Runs]).Id : "none";

        private ModelRow Given()
        {
            string id = Id();
            // Mostly the session's own user, so that mostly it is stored.
            string? user = random.Next(4) > 0 && _user is not null ? _user : random.Next(3) > 0 && Model.Rows.TryGetValue(id, out ModelRow? old) ? old.User : Any(Users);
            long version = !_sample.HasVersion ? 0 : random.Next(4) > 0 && Model.Rows.TryGetValue(id, out ModelRow? stored) ? stored.Version : random.Next(3);
            return new(id, user, Any(Entities), Content(), random.Next(2) == 0 ? Now - random.Next(50) : null, UpdatedAt: null, version);
        }

        private SessionFilter Filter()
        {
            var filter = new SessionFilter { UserId = random.Next(3) == 0 ? Any<string>("ada", "bob") : null, EntityId = random.Next(4) == 0 ? "helper" : null };
            if (random.Next(4) == 0)
                filter = filter with { CreatedSince = Time() };
            if (random.Next(4) == 0)
                filter = filter with { CreatedBefore = Time() };
            if (random.Next(4) == 0)
                filter = filter with { UpdatedSince = Time() };
            if (random.Next(4) == 0)
                filter = filter with { UpdatedBefore = Time() };
            if (random.Next(4) == 0)
                filter = filter with { After = new(random.Next(4) == 0 ? null : Now - random.Next(50), Id()) };
            return random.Next(3) == 0 ? filter with { Limit = random.Next(5) } : filter;
        }

        // Between two seconds, sometimes.
        private DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds((1000 * (Now - random.Next(60))) + (random.Next(3) == 0 ? 500 : 0));

        private RunWindow Window() => random.Next(2) == 0 ? RunWindow.Last(random.Next(4)) : RunWindow.All;

        private string Id() => Any(Ids);

        private string Name() => $"r{++_made}";

        private string Content() => $"{++_made}";

        private T Any<T>(params T[] values) => values[random.Next(values.Length)];
    }
}
