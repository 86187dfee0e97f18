using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Agno.Storage.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>
/// Histories of random changes, compiled version by version with the snapshot that the build itself asks for. A real file of each version, with rows, is upgraded to each
/// later one, and is then what that version creates. Another run has another seed; a failure prints it, and AGNO_TEST_SEED repeats it.
/// </summary>
public sealed class EveryPairTests
{
    private const int Histories = 8;
    private const int Versions = 6;
    private const int Rows = 7;

    // What each kind of step looks like.
    private static readonly string[] Steps = ["ADD COLUMN", "NOT NULL DEFAULT", "RENAME COLUMN", "DROP COLUMN", "CREATE TABLE \"agno_rebuild_", "coalesce(", "CREATE INDEX", "DROP INDEX", "the record's backfill"];

    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing Agno.Storage;\nusing Agno.Storage.Sqlite;\n";

    [Fact]
    public void AnUpgradeGivesWhatTheNewVersionCreates()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_SEED"), out int given) ? given : Environment.TickCount;
        List<EvolvedVersion>[] histories = [.. Enumerable.Range(0, Histories).Select(history => RandomHistory.Write(seed, history, Versions))];
        Assembly assembly = Compile(histories, seed);
        using var directory = new TemporaryDirectory();
        var ran = new StringBuilder();
        int pairs = 0;
        foreach (List<EvolvedVersion> history in histories)
            for (int from = 1; from < Versions; from++)
                for (int to = from + 1; to <= Versions; to++, pairs++)
                    ran.Append(AssertSame(assembly, directory, history, from, to, $"AGNO_TEST_SEED={seed}: history {history[0].History}, version {from} to {to}"));
        Assert.Equal(Histories * Versions * (Versions - 1) / 2, pairs);
        foreach (string step in Steps)
            Assert.True(ran.ToString().Contains(step, StringComparison.Ordinal), $"AGNO_TEST_SEED={seed}: no upgrade has the step {step}.");
    }

    private static string? AssertSame(Assembly assembly, TemporaryDirectory directory, List<EvolvedVersion> history, int from, int to, string what)
    {
        var random = new Random(from * 100 + to);
        (EvolvedVersion old, EvolvedVersion wanted) = (history[from - 1], history[to - 1]);
        string upgraded = directory.PathOf($"{wanted.Table}-{from}-{to}.db");
        string direct = directory.PathOf($"{wanted.Table}-{from}-{to}-direct.db");
        Call(assembly, old, "Create", upgraded);
        Call(assembly, wanted, "Create", direct);
        (string Id, Dictionary<string, object?> Row)[] rows =
            [.. Enumerable.Range(0, Rows).Select(i => ($"s{i}", old.Members.ToDictionary(member => member.Column, member => member.RandomValue(random))))];
        StoredRows.Insert(upgraded, old.Table, rows);
        StoredRows.Insert(direct, wanted.Table, rows.Select(row => (row.Id, RandomHistory.Evolve(row.Row, row.Id, history, from, to))));

        string? sql = null;
        Exception? failure = Record.Exception(() => sql = (string)Call(assembly, wanted, "Upgrade", upgraded)!);
        Assert.True(failure is null, $"{what}: {failure}");

        Assert.True(StoredRows.Schema(direct, wanted.Table) == StoredRows.Schema(upgraded, wanted.Table), $"{what}\n{sql}\nwanted\n{StoredRows.Schema(direct, wanted.Table)}\nfound\n{StoredRows.Schema(upgraded, wanted.Table)}");
        Assert.True(StoredRows.Content(direct, wanted.Table) == StoredRows.Content(upgraded, wanted.Table), $"{what}\n{sql}\nwanted\n{StoredRows.Content(direct, wanted.Table)}\nfound\n{StoredRows.Content(upgraded, wanted.Table)}");
        Assert.Equal(Rows, Call(assembly, wanted, "Read", upgraded));
        Assert.Equal("", Call(assembly, wanted, "Upgrade", upgraded));
        return sql;
    }

    // Each version is compiled with the file of the versions before it, and the block that the warning carries is the next one.
    private static Assembly Compile(List<EvolvedVersion>[] histories, int seed)
    {
        var snapshots = new Dictionary<int, string>();
        var files = new List<AdditionalText>();
        for (int version = 0; version < Versions; version++)
        {
            EvolvedVersion[] now = [.. histories.Select(history => history[version])];
            GeneratorResult result = GeneratorTestHost.Run(
                Usings + string.Concat(now.Select(one => one.Write())),
                files: now.Select(one => new TestFile(one.Snapshot, snapshots.GetValueOrDefault(one.History, ""))));
            Assert.True(result.Run.Exception is null, $"AGNO_TEST_SEED={seed}: {result.Run.Exception}");
            foreach (EvolvedVersion one in now)
            {
                Diagnostic[] said = [.. result.Diagnostics.Where(diagnostic => diagnostic.Properties["4"] == one.Snapshot || diagnostic.Id != "AGS0201")];
                Assert.True(said is [{ Id: "AGS0201" }], $"AGNO_TEST_SEED={seed}: {string.Join('\n', said.AsEnumerable())}\n{one.Write()}\n{snapshots.GetValueOrDefault(one.History)}");
                snapshots[one.History] = snapshots.GetValueOrDefault(one.History, "") + said[0].Properties["5"];
                files.Add(new TestFile(one.Snapshot, snapshots[one.History]));
            }
        }
        GeneratorResult all = GeneratorTestHost.Run(Usings + string.Concat(histories.SelectMany(history => history).Select(version => version.Write())), files: files);
        Assert.True(all.Diagnostics.IsEmpty, $"AGNO_TEST_SEED={seed}: {string.Join('\n', all.Diagnostics)}");
        using var assembly = new MemoryStream();
        var emitted = all.Output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, $"AGNO_TEST_SEED={seed}: {string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5))}");
        assembly.Position = 0;
        return new AssemblyLoadContext("histories").LoadFromStream(assembly);
    }

    private static object? Call(Assembly assembly, EvolvedVersion version, string method, params object[] arguments)
    {
        try
        {
            return assembly.GetType($"{version.Namespace}.Harness")!.GetMethod(method)!.Invoke(null, arguments);
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }
}
