using System.Globalization;
using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Tests;

namespace Agno.Storage.Conformance;

/// <summary>
/// Random sequences of reads, changes and stores of one session in two tables and a second storage, some of them in transactions that are undone, against lists. Another run has another
/// seed; a failure prints it with what was done, and AGNO_TEST_SEED with AGNO_TEST_SCHEDULES=1 repeats it.
/// </summary>
/// <typeparam name="TSession">The session type, without a version.</typeparam>
/// <typeparam name="TRun">The type of its runs.</typeparam>
/// <typeparam name="TSample">Makes and reads both.</typeparam>
public abstract class RunModelConformance<TSession, TRun, TSample> : ConformanceSuite
    where TSession : class, ISessionRecord<TSession>
    where TRun : notnull
    where TSample : RunSample<TSession, TRun>, new()
{
    private const int Steps = 150;
    private const string Id = "s";
    private const string User = "ada";

    private static readonly int Sequences = NumberOf("AGNO_TEST_SCHEDULES", 6);

    private readonly TSample _sample = new();

    [Fact]
    public async Task WhateverHappensInBetweenAStoredSessionHasEveryRunOfItsListInTheListsOrder()
    {
        for (int i = 0; i < Sequences; i++)
        {
            int seed = unchecked(RandomSeed.Current + i);
            await using IStorageHost first = OpenHost();
            await using IStorageHost second = OpenHost();
            var sequence = new Sequence(_sample, new Random(seed), [new(first, null), new(first, "other_table"), new(second, null)]);
            await RandomSeed.RunAsync(seed, _ => sequence.RunAsync(), () => $"AGNO_TEST_SCHEDULES=1\n{sequence.Log}");
        }
    }

    private static int NumberOf(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    /// <summary>A table, and the runs that it should hold, in their order; null where there is no session.</summary>
    private sealed class Place(IStorageHost host, string? table)
    {
        public IStorageHost Host => host;

        public List<(string Id, string Content)>? Runs { get; set; }

        public ISessionStore<TSession> In(ISessionStores? transaction) => transaction is null ? host.Sessions<TSession>(table) : transaction.Sessions<TSession>(table);
    }

    /// <summary>A session that a program holds, and what it knows to be stored: in which place, with which content.</summary>
    private sealed class Held(TSession session)
    {
        public TSession Session { get; set; } = session;

        public Dictionary<(Place, string), string> Known { get; } = [];

        public List<TRun> TakenOut { get; } = [];
    }

    private sealed class Sequence(TSample sample, Random random, Place[] places)
    {
        private readonly List<Held> _held = [];
        private int _made;

        public StringBuilder Log { get; } = new();

        public async Task RunAsync()
        {
            for (int step = 0; step < Steps; step++)
                await StepAsync();
        }

        private async Task StepAsync()
        {
            Place place = places[random.Next(places.Length)];
            if (_held.Count == 0)
                _held.Add(new(TSession.WithTimes(sample.Create(Id, User), 1, 1)));
            Held held = _held[random.Next(_held.Count)];
            Log.Append($"\n{Array.IndexOf(places, place)} {_held.IndexOf(held)} ");
            switch (random.Next(16))
            {
                case 0 or 1:
                    await ReadAsync(place);
                    break;
                case 2:
                    await Somebody(place, "deletes the session", store => store.DeleteAsync(Id, cancellationToken: Token), _ => null);
                    break;
                case 3 when place.Runs is { Count: > 0 } runs:
                    string gone = runs[random.Next(runs.Count)].Id;
                    await Somebody(place, $"deletes {gone}", store => store.DeleteRunAsync(Id, gone, cancellationToken: Token), stored => stored!.FindAll(run => run.Id != gone));
                    break;
                case 4 when place.Runs is { Count: > 0 } runs:
                    (string changed, string content) = (runs[random.Next(runs.Count)].Id, Content());
                    await Somebody(place, $"updates {changed}", store => store.UpdateRunAsync(Id, sample.Run(changed, content), cancellationToken: Token), stored => stored!.ConvertAll(run => run.Id == changed ? (changed, content) : run));
                    break;
                case 5 when place.Runs is not null:
                    (string added, string said) = (NewId(), Content());
                    await Somebody(place, $"appends {added}", store => store.AppendRunAsync(Id, sample.Run(added, said), cancellationToken: Token), stored => [.. stored!, (added, said)]);
                    break;
                case 6 or 7:
                    Insert(held, sample.Run(NewId(), Content()), random.Next(4) == 0);
                    break;
                case 8:
                    Change(held);
                    break;
                case 9:
                    PutBack(held);
                    break;
                case 10:
                    Swap(held);
                    break;
                default:
                    await StoreAsync(held, place);
                    break;
            }
        }

        private async Task ReadAsync(Place place)
        {
            RunWindow window = random.Next(3) == 0 ? RunWindow.Last(random.Next(4)) : RunWindow.All;
            Log.Append($"read {window}");
            if (await place.In(null).ReadAsync(Id, window, cancellationToken: Token) is not { } session)
            {
                Assert.Null(place.Runs);
                return;
            }
            var held = new Held(session);
            foreach ((string id, string content) in sample.Runs(session).Select(sample.Read))
                held.Known[(place, id)] = content;
            if (_held.Count > 2)
                _held.RemoveAt(random.Next(3));
            _held.Add(held);
        }

        private async Task Somebody<T>(Place place, string what, Func<ISessionStore<TSession>, ValueTask<T>> change, Func<List<(string Id, string Content)>?, List<(string, string)>?> model)
        {
            Log.Append(CultureInfo.InvariantCulture, $"somebody {what}");
            await change(place.In(null));
            if (place.Runs is not null)
                place.Runs = model(place.Runs);
            Assert.Equal(place.Runs, await ContentAsync(place.In(null)));
        }

        private void Insert(Held held, TRun run, bool isAnywhere)
        {
            IList<TRun> runs = sample.Runs(held.Session);
            int at = isAnywhere ? random.Next(runs.Count + 1) : runs.Count;
            Log.Append(CultureInfo.InvariantCulture, $"put {sample.Read(run).Id} at {at}");
            runs.Insert(at, run);
        }

        private void Change(Held held)
        {
            IList<TRun> runs = sample.Runs(held.Session);
            if (runs.Count == 0)
                return;
            int at = random.Next(runs.Count);
            Log.Append(CultureInfo.InvariantCulture, $"change {sample.Read(runs[at]).Id}");
            sample.Change(runs, at, Content());
        }

        private void PutBack(Held held)
        {
            IList<TRun> runs = sample.Runs(held.Session);
            if (runs.Count > 0 && random.Next(2) == 0)
            {
                int at = random.Next(runs.Count);
                Log.Append(CultureInfo.InvariantCulture, $"take out {sample.Read(runs[at]).Id}");
                held.TakenOut.Add(runs[at]);
                runs.RemoveAt(at);
            }
            else if (held.TakenOut.Count > 0)
            {
                TRun run = held.TakenOut[0];
                held.TakenOut.RemoveAt(0);
                Insert(held, run, isAnywhere: true);
            }
        }

        private void Swap(Held held)
        {
            IList<TRun> runs = sample.Runs(held.Session);
            if (runs.Count < 2)
                return;
            int at = random.Next(runs.Count - 1);
            Log.Append(CultureInfo.InvariantCulture, $"swap {sample.Read(runs[at]).Id} and the next");
            (runs[at], runs[at + 1]) = (runs[at + 1], runs[at]);
        }

        private async Task StoreAsync(Held held, Place place)
        {
            int end = random.Next(4);
            if (end > 1)
            {
                await StoreAsync(held, place, place.In(null), isUndone: false);
                return;
            }
            await using IStorageTransaction transaction = await place.Host.BeginAsync(Token);
            bool isUndone = end == 0;
            List<(string, string)>? before = place.Runs;
            Log.Append(isUndone ? "undone: " : "in a transaction: ");
            await StoreAsync(held, place, place.In(transaction), isUndone);
            if (isUndone)
                place.Runs = before;
            else
                await transaction.CommitAsync(Token);
        }

        private async Task StoreAsync(Held held, Place place, ISessionStore<TSession> store, bool isUndone)
        {
            (string Id, string Content)[] given = [.. sample.Runs(held.Session).Select(sample.Read)];
            int kind = random.Next(6);
            Log.Append(CultureInfo.InvariantCulture, $"store by {kind}: {string.Join(", ", given)}");
            switch (kind)
            {
                case 0:
                    held.Session = await store.UpsertAsync(held.Session, Token);
                    break;
                case 1:
                    held.Session = await store.ForUser(User).UpsertAsync(held.Session, Token);
                    break;
                case 2:
                    TSession? replaced = await store.ReplaceAsync(held.Session, Token);
                    Assert.Equal(place.Runs is null, replaced is null);
                    if (replaced is null)
                        return;
                    held.Session = replaced;
                    break;
                case 3 when place.Runs is null:
                    held.Session = await store.InsertAsync(held.Session, Token);
                    break;
                case 4:
                    Assert.Equal(1, await store.UpsertManyAsync(new[] { held.Session }.ToAsyncEnumerable(), cancellationToken: Token));
                    break;
                default:
                    await store.ImportAsync(held.Session, Token);
                    break;
            }

            List<(string Id, string Content)> stored = await ContentAsync(store) ?? throw new InvalidOperationException("The session is not there.");
            Dictionary<string, string> expected = (place.Runs ?? []).ToDictionary(run => run.Id, run => run.Content);
            string[] others = [.. (place.Runs ?? []).Select(run => run.Id).Except(given.Select(run => run.Id))];
            foreach ((string id, string content) in given)
            {
                // What the program did not change stays as somebody else may have stored it.
                bool isKnown = held.Known.TryGetValue((place, id), out string? known) && known == content;
                if (!isKnown || !expected.ContainsKey(id))
                    expected[id] = content;
                if (isKnown || !isUndone)
                    held.Known[(place, id)] = content;
                else
                    held.Known.Remove((place, id));
            }
            Assert.Equal(expected.OrderBy(run => run.Key, StringComparer.Ordinal), stored.ToDictionary(run => run.Id, run => run.Content).OrderBy(run => run.Key, StringComparer.Ordinal));
            Assert.Equal(given.Select(run => run.Id), stored.Select(run => run.Id).Intersect(given.Select(run => run.Id)));
            Assert.Equal(others, stored.Select(run => run.Id).Intersect(others));
            place.Runs = stored;
        }

        private async Task<List<(string, string)>?> ContentAsync(ISessionStore<TSession> store) =>
            await store.ReadAsync(Id, cancellationToken: Token) is { } session ? [.. sample.Runs(session).Select(sample.Read)] : null;

        private string NewId() => $"r{++_made}";

        private string Content() => $"{++_made}";
    }
}
