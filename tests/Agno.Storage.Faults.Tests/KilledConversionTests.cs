using System.Globalization;
using System.Text.Json.Nodes;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Faults.Tests;

/// <summary>A process that converts is killed at random statements, and goes on each time. AGNO_TEST_ROUNDS makes it more often.</summary>
public sealed class KilledConversionTests
{
    // How often each direction is converted with kills.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_ROUNDS"), out int given) ? given : 1;

    private const int Kills = 3;

    [Theory]
    [InlineData(SessionLayout.V1, SessionLayout.V2, false)]
    [InlineData(SessionLayout.V1, SessionLayout.V3, true)]
    [InlineData(SessionLayout.V2, SessionLayout.V1, true)]
    [InlineData(SessionLayout.V2, SessionLayout.V3, false)]
    [InlineData(SessionLayout.V2, SessionLayout.V3, true)]
    [InlineData(SessionLayout.V3, SessionLayout.V1, false)]
    [InlineData(SessionLayout.V3, SessionLayout.V2, true)]
    [InlineData(SessionLayout.V3, SessionLayout.V3, true)]
    public async Task WhereverAConversionIsKilledTheNextOneGoesOn(SessionLayout from, SessionLayout to, bool isBetweenFiles)
    {
        for (int round = 0; round < Rounds; round++)
            await RandomSeed.RunAsync(unchecked(RandomSeed.Current + round), seed => KillAsync(seed, from, to, isBetweenFiles));
    }

    private static async Task KillAsync(int seed, SessionLayout from, SessionLayout to, bool isBetweenFiles)
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(seed);
        string source = directory.PathOf("source.db");
        Store(source, from, random);
        string whole = directory.PathOf("whole.db");
        string killed = directory.PathOf("killed.db");
        if (!isBetweenFiles)
        {
            File.Copy(source, whole);
            File.Copy(source, killed);
        }
        List<string> before = Describe(source, from);
        int statements = Statements(await FinishAsync(isBetweenFiles ? source : whole, from, whole, to));
        List<string> expected = Describe(whole, to);
        Assert.Equal(Sessions, expected.Count(row => !row.StartsWith("agno_runs", StringComparison.Ordinal)));

        int kills = 0;
        while (kills < Kills)
        {
            using FaultProcess process = FaultProcess.Start(Arguments(isBetweenFiles ? source : killed, from, killed, to, random.Next(statements)));
            IReadOnlyList<string> said = await process.ReadToEndAsync();
            if (said is [.., var last] && last.StartsWith("done ", StringComparison.Ordinal))
                break;
            Assert.Equal("", await process.ErrorAsync());
            Acknowledgements.AssertSound(killed);
            // What it said is there, whole.
            List<string> stored = Describe(killed, to);
            foreach (string id in said.Select(line => line.Split(' ')[0]))
                Assert.Equal(expected.Where(row => IsOf(row, id)), stored.Where(row => IsOf(row, id)));
            kills++;
        }
        IReadOnlyList<string> end = await FinishAsync(isBetweenFiles ? source : killed, from, killed, to);

        Assert.Equal(Sessions, end.Count(line => line.EndsWith(" Converted", StringComparison.Ordinal) || line.EndsWith(" Unchanged", StringComparison.Ordinal)));
        Acknowledgements.AssertSound(killed);
        Assert.Equal(expected, Describe(killed, to));
        if (isBetweenFiles)
            Assert.Equal(before, Describe(source, from));
    }

    private const int Sessions = 12;

    private static void Store(string path, SessionLayout layout, Random random)
    {
        using SqliteStorage storage = SqliteStorage.Open(path);
        for (int i = 0; i < Sessions; i++)
        {
            string id = $"s{i:00}";
            long time = random.Next(1, 5);
            // What is shared gets another id in layout 3.
            JsonNode[] runs = [.. Enumerable.Range(0, random.Next(5)).Select(n => new JsonObject
            {
                ["run_id"] = layout != SessionLayout.V3 && n == 0 && random.Next(3) == 0 ? "shared" : $"{id}-{n}",
                [i % 2 == 0 ? "agent_id" : "team_id"] = "x",
                ["content"] = TrialText.Of(id, random.Next(1, 40)),
            })];
            JsonColumn<JsonNode> list = new(new JsonArray([.. runs.Select(run => run.DeepClone())]));
            JsonColumn<JsonNode> memory = new(new JsonObject { ["runs"] = new JsonArray([.. runs.Select(run => run.DeepClone())]) });
            switch (layout, i % 2)
            {
                case (SessionLayout.V1, 0):
                    storage.Sessions<AgentSession>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = time, Memory = memory });
                    break;
                case (SessionLayout.V1, _):
                    storage.Sessions<TeamSession>().Import(new() { SessionId = id, TeamId = "x", CreatedAt = time, Memory = memory });
                    break;
                case (SessionLayout.V2, 0):
                    storage.Sessions<AgentSessionV2>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = time, Runs = list });
                    break;
                case (SessionLayout.V2, _):
                    storage.Sessions<TeamSessionV2>().Import(new() { SessionId = id, TeamId = "x", CreatedAt = time, Runs = list });
                    break;
                case (_, 0):
                    storage.Sessions<AgentSessionV3>().Import(new() { SessionId = id, AgentId = "x", CreatedAt = time, Runs = [.. runs.Select(run => new JsonColumn<JsonNode>(run))] });
                    break;
                default:
                    storage.Sessions<TeamSessionV3>().Import(new() { SessionId = id, TeamId = "x", CreatedAt = time, Runs = [.. runs.Select(run => new JsonColumn<JsonNode>(run))] });
                    break;
            }
        }
    }

    private static string[] Arguments(string source, SessionLayout from, string target, SessionLayout to, int killBefore) =>
        ["convert", source, $"{from}", target, $"{to}", killBefore.ToString(CultureInfo.InvariantCulture)];

    private static async Task<IReadOnlyList<string>> FinishAsync(string source, SessionLayout from, string target, SessionLayout to)
    {
        using FaultProcess process = FaultProcess.Start(Arguments(source, from, target, to, int.MaxValue));
        return await process.FinishAsync();
    }

    private static int Statements(IReadOnlyList<string> said) => int.Parse(said[^1].Split(' ')[1], CultureInfo.InvariantCulture);

    private static bool IsOf(string row, string id) => row.Split('|')[1] == id;

    // Each row of a layout's tables: TABLE|SESSION|everything.
    private static List<string> Describe(string path, SessionLayout layout)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var rows = new List<string>();
        foreach (string table in layout switch { SessionLayout.V1 => ["agent_sessions", "team_sessions"], SessionLayout.V2 => ["agno_sessions"], _ => (string[])["agno_sessions", "agno_runs"] })
        {
            using SqliteCommand exists = connection.CreateCommand();
            exists.CommandText = $"SELECT count(*) FROM sqlite_master WHERE name = '{table}'";
            if ((long)exists.ExecuteScalar()! == 0)
                continue;
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT session_id, * FROM {table}";
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
                rows.Add($"{table}|{reader.GetString(0)}|{string.Join('|', Enumerable.Range(1, reader.FieldCount - 1).Select(i => $"{reader.GetName(i)}={reader.GetValue(i)}"))}");
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
