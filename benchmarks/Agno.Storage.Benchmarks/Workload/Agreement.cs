using System.Globalization;
using System.Text.Json;
using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Json;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>A contestant on its database.</summary>
public sealed record Entered(string Name, string Path, IContestant Contestant);

/// <summary>
/// Contestants must do the same before any of them is timed: one that does other work than the rest would win for nothing. What they read is compared member by member, what
/// they write is read back by Microsoft.Data.Sqlite. The floor, which makes no objects, answers for created_at alone.
/// </summary>
public static class Agreement
{
    /// <exception cref="InvalidOperationException">Two of them disagree.</exception>
    public static void Check(IReadOnlyList<Entered> entered, PayloadSize size, string operation)
    {
        BenchRow row = new RowSet(size).Next();
        (string Name, long Sum, string Text)? first = null;
        foreach ((string name, string path, IContestant contestant) in entered)
        {
            var read = new List<string>();
            if (contestant.Get(operation, Recorder(read)) is not { } run)
                continue;
            long sum;
            try
            {
                sum = run(row);
                if (operation is Operation.Upsert or Operation.UpsertMany or Operation.Delete)
                    read.Add(Stored(path, row.Session.SessionId));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{name} can't {operation} {size}: {exception.Message}", exception);
            }
            if (operation == Operation.Delete)
                contestant.Get(Operation.Upsert, Answers.CreatedAt)!(row);
            // Empty where only numbers are compared: of the floor's reads, and of JSON alone.
            string text = string.Join('\n', read);
            if (first is not { } reference)
                first = (name, sum, text);
            else if (sum != reference.Sum || (text.Length > 0 && reference.Text.Length > 0 && text != reference.Text))
                throw new InvalidOperationException($"{name} and {reference.Name} disagree on {operation} {size}, {sum} and {reference.Sum}:\n{Difference(text, reference.Text)}");
            else if (reference.Text.Length == 0)
                first = (name, sum, text);
        }
    }

    private static Answer Recorder(List<string> read) => (sessionId, userId, workflowId, createdAt, updatedAt, memory) =>
    {
        read.Add(string.Create(CultureInfo.InvariantCulture, $"{sessionId}|{userId}|{workflowId}|{createdAt}|{updatedAt}|{Canonical(memory)}"));
        return createdAt!.Value;
    };

    private static string Canonical(object? memory) => memory switch
    {
        null => "",
        string text => Canonical(MemoryText.Read(text)),
        JsonColumn<AgentMemory?> column => Canonical(column.Value),
        AgentMemory objects => JsonSerializer.Serialize(objects, BenchJsonContext.Default.AgentMemory),
        _ => throw new ArgumentException($"A memory of {memory.GetType()} can't be compared.", nameof(memory)),
    };

    private static string Stored(string path, string sessionId)
    {
        using SqliteConnection connection = Database.Connect(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Database.Read;
        command.Parameters.AddWithValue("@sessionId", sessionId);
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            return "none";
        bool isFresh = Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - reader.GetInt64(4)) < 60;
        return $"{reader.GetString(0)}|{reader.GetString(1)}|{reader.GetString(2)}|{reader.GetInt64(3)}|{(isFresh ? "now" : reader.GetInt64(4))}|{Canonical(reader.GetString(5))}";
    }

    private static string Difference(string one, string other)
    {
        int at = one.AsSpan().CommonPrefixLength(other);
        int from = Math.Max(0, at - 60);
        return $"…{Part(one)}…\n…{Part(other)}…";

        string Part(string text) => text[Math.Min(from, text.Length)..Math.Min(at + 60, text.Length)];
    }
}
