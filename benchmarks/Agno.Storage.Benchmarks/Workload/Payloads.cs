using System.Text;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>Makes sessions. The same arguments always give the same session.</summary>
public static class Payloads
{
    private const long FirstSecond = 1_750_000_000;
    private const int SessionsPerUser = 200;

    private static readonly string[] Words =
        ["the", "customer", "asked", "about", "order", "refund", "shipment", "please", "check", "status", "account", "invoice", "yesterday", "delivered", "because", "window", "support", "agent", "answer", "42"];

    /// <summary>Session <paramref name="row"/>: version 0 or 1 of its content, which differ throughout.</summary>
    public static BenchSession Session(PayloadSize size, int row, int version) => new()
    {
        SessionId = $"session-{row:D6}-4f5a9c1e",
        UserId = $"user-{row / SessionsPerUser:D4}",
        WorkflowId = "support-agent",
        CreatedAt = FirstSecond + row * 60,
        UpdatedAt = FirstSecond + row * 60 + 30,
        Memory = Memory(size, row * 2 + version),
    };

    private static AgentMemory Memory(PayloadSize size, int seed)
    {
        var random = new Random(seed);
        return new AgentMemory { Runs = [.. Enumerable.Range(0, size.Runs).Select(run => Run(size, random, run))] };
    }

    private static AgentRun Run(PayloadSize size, Random random, int run) => new()
    {
        RunId = $"run-{random.Next():x8}-{run:D3}",
        Model = "gpt-5-mini",
        CreatedAt = FirstSecond + run,
        Metrics = new RunMetrics { InputTokens = random.Next(100, 4000), OutputTokens = random.Next(10, 900), Duration = random.Next(100, 9000) / 1000.0 },
        Messages = [.. Enumerable.Range(0, size.Messages).Select(message => Message(size, random, message))],
    };

    private static ChatMessage Message(PayloadSize size, Random random, int message) => new()
    {
        Role = message % 2 == 0 ? "user" : "assistant",
        Content = Text(random, size),
        CreatedAt = FirstSecond + message,
        FromHistory = message == 0,
    };

    // As models write: words, full stops, a line break or a quoted word now and then; or code; or characters of three bytes.
    private static string Text(Random random, PayloadSize size)
    {
        var text = new StringBuilder(size.ContentLength + 16);
        while (text.Length < size.ContentLength)
        {
            string word = Words[random.Next(Words.Length)];
            switch (size.Style)
            {
                case ContentStyle.Code:
                    text.Append($"\t{word}(\"{random.Next(100)}\");\n");
                    break;
                case ContentStyle.EastAsian:
                    text.Append((char)random.Next('\u4E00', '\u9FA0')).Append((char)random.Next('\u3042', '\u3093'));
                    break;
                default:
                    text.Append(random.Next(60) == 0 ? $"\"{word}\"" : word);
                    text.Append(random.Next(40) switch { 0 => ".\n", < 4 => ", ", _ => " " });
                    break;
            }
        }
        return text.ToString(0, size.ContentLength);
    }
}
