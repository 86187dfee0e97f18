using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests.Schedules;

/// <summary>
/// A random order of calls and cancellations, and a dictionary that the same is done to. A transaction holds the lane, so that what is called meanwhile surely waits: in the
/// order of the calls, as far as there are places; those that wait for a place have sessions of their own, because their order is anybody's.
/// </summary>
internal sealed class Schedule(int seed, string? path)
{
    private const int Names = 6;

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, long> _model = [];
    private readonly List<string> _log = [];
    private readonly SqliteConnection _connection = new(path is null ? "Data Source=:memory:" : $"Data Source={path};Pooling=False");
    private SqliteStorage _storage = null!;
    private int _places;
    private int _fresh;

    // A session that is read now and stored later: nobody else may store it meanwhile, or it is stored after everybody else.
    private string? _updated;

    /// <summary>What was done, for a failure's message.</summary>
    public string Log => string.Join("\n", _log);

    public async Task RunAsync()
    {
        _places = 1 + _random.Next(6);
        _connection.Open();
        Open();
        try
        {
            Execute($"CREATE TRIGGER refuse BEFORE INSERT ON trials WHEN new.sequence = {Operation.Refused} BEGIN SELECT RAISE({(_random.Next(3) == 0 ? "ROLLBACK" : "ABORT")}, 'refused by the table'); END");
            for (int calls = _random.Next(4); calls > 0; calls--)
                RunInline();
            for (int rounds = 1 + _random.Next(3); rounds > 0; rounds--)
            {
                await RunRoundAsync();
                AssertStored();
            }
        }
        finally
        {
            await _storage.DisposeAsync();
            _connection.Dispose();
        }
    }

    // Nobody has waited for the lane yet: calls run on this thread, and are done when they return.
    private void RunInline()
    {
        Operation operation = Next([]);
        _log.Add($"alone: {operation}");
        bool isCancelled = _random.Next(6) == 0;
        Task<string> task = operation.RunAsync(_storage, new CancellationToken(isCancelled));
        Assert.True(task.IsCompleted, "A call that nobody stood in the way of was not done when it returned.");
        Assert.Equal(isCancelled ? Operation.Cancelled : operation.Apply(_model), task.Result);
    }

    private async Task RunRoundAsync()
    {
        var calls = new List<Call>();
        _updated = null;
        SqliteStorageTransaction transaction = _storage.Begin();
        bool commits = _random.Next(2) == 0;
        var held = new Operation(OperationKind.Transaction, [Name(), Name()], 1 + _random.Next(9), commits);
        _log.Add($"held: {held}");
        await held.WriteAsync(transaction);

        var touched = new HashSet<string>(held.Ids);
        for (int count = _random.Next(10); count > 0; count--)
        {
            Operation operation = calls.Count < _places ? Next(touched) : Fresh();
            touched.UnionWith(operation.Ids);
            var call = new Call(operation, new CancellationTokenSource(), calls.Count >= _places);
            _log.Add($"waiting{(call.WaitsForPlace ? " for a place" : "")}: {operation}");
            call.Task = operation.RunAsync(_storage, call.Source.Token);
            Assert.False(call.Task.IsCompleted, "A call did not wait for the transaction.");
            calls.Add(call);
        }
        foreach (Call call in calls.Where(_ => _random.Next(4) == 0))
        {
            _log.Add($"cancelled: {call.Operation}");
            await call.Source.CancelAsync();
            Assert.Equal(Operation.Cancelled, await call.Task);
        }

        // The calls are taken up, and some are cancelled at that very time: either is right, if it is what they say.
        bool closes = _random.Next(6) == 0;
        Call[] late = [.. calls.Where(_ => _random.Next(3) == 0)];
        _log.Add($"{(closes ? "closed" : commits ? "committed" : "undone")}; cancelled meanwhile: {string.Join("; ", late.Select(call => call.Operation))}");
        ValueTask closing = default;
        if (closes)
            closing = _storage.DisposeAsync();
        else if (commits)
            transaction.Commit();
        else
            transaction.Dispose();
        foreach (Call call in late)
            await call.Source.CancelAsync();
        if (!closes)
            held.Apply(_model);
        await closing;

        foreach (Call call in calls)
        {
            string given = await call.Task.WaitAsync(TimeSpan.FromMinutes(5));
            if (given == Operation.Cancelled && call.Source.IsCancellationRequested)
                continue;
            // What was not accepted yet is refused, and a transaction does not begin any more.
            if (given == Operation.Disposed && closes && (call.WaitsForPlace || call.Operation.Kind == OperationKind.Transaction))
                continue;
            string expected = call.Operation.Apply(_model);
            // What a refused write met can't be read after the end.
            if (given == Operation.Disposed && closes && expected == Operation.Conflict)
                continue;
            Assert.True(expected == given, $"{call.Operation} gave '{given}', not '{expected}'.");
        }
        if (closes)
            Open();
    }

    private void AssertStored()
    {
        IEnumerable<(string, long)> stored = _storage.Sessions<TrialSession>().List().Select(session => (session.SessionId, session.Sequence));
        Assert.Equal(_model.Select(pair => (pair.Key, pair.Value)).Order(), stored.Order());
        Assert.Equal(_model.Count, _storage.Sessions<TrialSession>().Count());
    }

    private Operation Next(HashSet<string> touched)
    {
        long sequence = _random.Next(8) == 0 ? Operation.Refused : 1 + _random.Next(9);
        switch (_random.Next(9))
        {
            case 0:
                return new(OperationKind.Insert, [Name()], sequence);
            case 1:
                return new(OperationKind.Replace, [Name()], 1 + _random.Next(9));
            case 2:
                return new(OperationKind.Delete, [Name()], 0);
            case 3:
                return new(OperationKind.UpsertMany, [Name(), $"{Name()}+", $"{Name()}++"], sequence);
            case 4:
                return new(OperationKind.Transaction, [Name(), Name()], 1 + _random.Next(9), _random.Next(3) > 0);
            case 5 when _updated is null && _model.Keys.Except(touched).Order(StringComparer.Ordinal).FirstOrDefault() is { } id:
                _updated = id;
                return new(OperationKind.Update, [id], 0);
            default:
                return new(OperationKind.Upsert, [Name()], sequence);
        }
    }

    private Operation Fresh() => new(_random.Next(2) == 0 ? OperationKind.Upsert : OperationKind.Insert, [$"fresh-{_fresh++}"], 1 + _random.Next(9));

    private string Name()
    {
        string name = $"{_random.Next(Names)}";
        return name == _updated ? Name() : name;
    }

    private void Open()
    {
        _storage = path is null
            ? SqliteStorage.OpenConnection(_connection, new() { MaxPendingWrites = _places })
            : SqliteStorage.Open(path, new() { MaxPendingWrites = _places, Synchronous = SqliteSynchronous.Normal });
        _storage.Sessions<TrialSession>().Create();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Call(Operation Operation, CancellationTokenSource Source, bool WaitsForPlace)
    {
        public Task<string> Task { get; set; } = null!;
    }
}
