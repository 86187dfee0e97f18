using System.Diagnostics;
using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Workload;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>
/// What a turn costs as a session grows: the session is read with its last five runs, a run of about 1 KB is appended, the session is saved. The floor of it is the same turn of a
/// session with ten runs.
/// </summary>
internal static class AppendTurn
{
    private const int Rounds = 31;
    private const int WarmUpRounds = 40;
    private const int Sessions = 4;
    private const int Turns = 8;

    private static readonly int[] PriorRuns = [10, 100, 1000, 5000];

    public static IEnumerable<Result> Run(Arena arena)
    {
        List<Growth> all = [];
        try
        {
            foreach (int runs in PriorRuns)
                all.Add(new Growth(arena.NewPath($"turn-{runs}"), runs));
            for (int round = -WarmUpRounds; round < Rounds; round++)
                foreach (Growth growth in all)
                    growth.TakeTurns(isMeasured: round >= 0);
            return [.. all.Select(growth => new Result(
                Operation.AppendTurn,
                $"{growth.Runs}",
                AgnoStorage.ContestantName,
                Statistics.Median(growth.Microseconds),
                Statistics.Median(growth.Microseconds.Zip(all[0].Microseconds, (mine, shortest) => mine / shortest)),
                null,
                growth.Bytes))];
        }
        finally
        {
            all.ForEach(growth => growth.Dispose());
        }
    }

    /// <summary>Some sessions with so many runs.</summary>
    private sealed class Growth : IDisposable
    {
        private readonly SqliteStorage _storage;
        private readonly SqliteSessionStore<TurnSession> _sessions;
        private readonly AgentRun _run = Payloads.Session(PayloadSize.Small, row: 0, version: 1).Memory!.Runs[0];
        private int _turn;

        public Growth(string path, int runs)
        {
            Runs = runs;
            _storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
            _sessions = _storage.Sessions<TurnSession>();
            for (int i = 0; i < Sessions; i++)
                _sessions.Upsert(new TurnSession { SessionId = Id(i), Runs = [.. Enumerable.Range(0, runs).Select(run => NewRun(i, run))] });
        }

        public int Runs { get; }

        public List<double> Microseconds { get; } = [];

        public double Bytes { get; private set; } = double.MaxValue;

        public void TakeTurns(bool isMeasured)
        {
            AgentRun[] runs = [.. Enumerable.Range(0, Turns).Select(turn => NewRun(turn % Sessions, Runs + _turn + turn))];
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Turns; i++)
            {
                TurnSession session = _sessions.Read(Id(i % Sessions), RunWindow.Last(5))!;
                session.Runs.Add(runs[i]);
                _sessions.Upsert(session);
            }
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Turns;
            double bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Turns;
            // The sessions stay as long as they are.
            for (int i = 0; i < Turns; i++)
                if (!_sessions.DeleteRun(Id(i % Sessions), runs[i].RunId))
                    throw new InvalidOperationException($"A turn of a session with {Runs} runs did not store its run.");
            _turn += Turns;
            if (!isMeasured)
                return;
            Microseconds.Add(elapsed);
            Bytes = Math.Min(Bytes, bytes);
        }

        public void Dispose() => _storage.Dispose();

        private static string Id(int session) => $"session-{session}";

        private AgentRun NewRun(int session, int number) => _run with { RunId = $"run-{session}-{number:D8}" };
    }
}
