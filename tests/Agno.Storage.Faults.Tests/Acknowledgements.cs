using System.Globalization;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>What writers were told is stored, and whether a database holds it.</summary>
internal sealed class Acknowledgements
{
    private readonly Dictionary<string, (long Sequence, bool IsDeleted)> _last = [];

    public int Count { get; private set; }

    /// <summary>Takes a line of a writer's: <c>ID SEQUENCE stored</c> or <c>ID SEQUENCE deleted</c>. Other lines are none of its.</summary>
    public bool Take(string line)
    {
        string[] parts = line.Split(' ');
        if (parts is not [var id, var sequence, "stored" or "deleted"])
            return false;
        _last[id] = (long.Parse(sequence, CultureInfo.InvariantCulture), parts[2] == "deleted");
        Count++;
        return true;
    }

    /// <summary>Checks that the database is sound, and holds each session at its acknowledged content or a later one.</summary>
    /// <param name="path">The database. Nobody writes to it.</param>
    /// <param name="mayBeGone">Whether a session that was acknowledged at a sequence may have been deleted since, without an acknowledgement. Null where nothing may be stored
    /// that was not acknowledged.</param>
    public void AssertHeldBy(string path, Func<string, long, bool>? mayBeGone = null)
    {
        AssertSound(path);
        using var storage = SqliteStorage.Open(path);
        Dictionary<string, TrialSession> stored = storage.Sessions<TrialSession>().List().ToDictionary(session => session.SessionId);
        foreach (TrialSession session in stored.Values)
            Assert.True(session.Text == TrialText.Of(session.SessionId, session.Sequence), $"{session.SessionId} was stored in part: it does not hold the text of {session.Sequence}.");
        foreach ((string id, (long sequence, bool isDeleted)) in _last)
        {
            if (stored.TryGetValue(id, out TrialSession? session))
                Assert.True(isDeleted ? session.Sequence > sequence : session.Sequence >= sequence, $"{id} was {(isDeleted ? "deleted" : "stored")} at {sequence}, and is there at {session.Sequence}.");
            else
                Assert.True(isDeleted || mayBeGone?.Invoke(id, sequence) == true, $"{id} was stored at {sequence}, and is lost.");
        }
        if (mayBeGone is null)
            Assert.Equal(_last.Where(pair => !pair.Value.IsDeleted).Select(pair => (pair.Key, pair.Value.Sequence)).Order(), stored.Select(pair => (pair.Key, pair.Value.Sequence)).Order());
        foreach (IGrouping<string, TrialSession> unit in stored.Values.Where(IsOfUnit).GroupBy(session => session.SessionId[..session.SessionId.LastIndexOf('-')]))
            Assert.True(unit.Select(session => session.Sequence).Distinct().Count() == 1, $"{unit.Key} was committed in part.");
    }

    // Written in one transaction, always together.
    private static bool IsOfUnit(TrialSession session) =>
        session.SessionId.StartsWith("pair-", StringComparison.Ordinal) || session.SessionId.StartsWith("many-", StringComparison.Ordinal);

    /// <summary>Checks a database's structure.</summary>
    public static void AssertSound(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
