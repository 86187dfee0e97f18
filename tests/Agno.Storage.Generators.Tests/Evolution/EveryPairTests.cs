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
/// later one, and is then what that version creates; before that, the later version finds in it what it finds afterwards. Another run has another seed; a failure prints it, and
/// AGNO_TEST_SEED repeats it.
/// </summary>
public sealed class EveryPairTests
{
    private const int Histories = 8;
    private const int Versions = 6;
    private const int Rows = 7;

    // What each kind of step looks like.
    private static readonly string[] Steps = ["ADD COLUMN", "NOT NULL DEFAULT", "RENAME COLUMN", "DROP COLUMN", "CREATE TABLE \"agno_rebuild_", "coalesce(", "CREATE INDEX", "DROP INDEX", "the record's backfill"];

    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\nusing Agno.Storage;\nusing Agno.Storage.Sqlite;\n";

    [Fact]
    public void AnUpgradeGivesWhatTheNewVersionCreates() => RandomSeed.Run(seed =>
    {
        List<EvolvedVersion>[] histories = [.. Enumerable.Range(0, Histories).Select(history => RandomHistory.Write(seed, history, Versions))];
        Assembly assembly = Compile(histories);
        using var directory = new TemporaryDirectory();
        var ran = new StringBuilder();
        int pairs = 0;
        foreach (List<EvolvedVersion> history in histories)
            for (int from = 1; from < Versions; from++)
                for (int to = from + 1; to <= Versions; to++, pairs++)
                    ran.Append(AssertSame(assembly, directory, history, from, to, $"History {history[0].History}, version {from} to {to}"));
        Assert.Equal(Histories * Versions * (Versions - 1) / 2, pairs);
        foreach (string step in Steps)
            Assert.True(ran.ToString().Contains(step, StringComparison.Ordinal), $"No upgrade has the step {step}.");
    });

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
        StoredRows.Insert(direct, wanted.Table, rows.Select(row => (row.Id, RandomHistory.Evolve(row.Row, row.Id, history, from, to, isFilled: true))));
        AssertSameBefore(assembly, directory, upgraded, wanted, rows.Select(row => (row.Id, RandomHistory.Evolve(row.Row, row.Id, history, from, to, isFilled: false))), what);

        string? sql = null;
        Exception? failure = Record.Exception(() => sql = (string)Call(assembly, wanted, "Upgrade", upgraded)!);
        Assert.True(failure is null, $"{what}: {failure}");

        Assert.True(StoredRows.Schema(direct, wanted.Table) == StoredRows.Schema(upgraded, wanted.Table), $"{what}\n{sql}\nwanted\n{StoredRows.Schema(direct, wanted.Table)}\nfound\n{StoredRows.Schema(upgraded, wanted.Table)}");
        Assert.True(StoredRows.Content(direct, wanted.Table) == StoredRows.Content(upgraded, wanted.Table), $"{what}\n{sql}\nwanted\n{StoredRows.Content(direct, wanted.Table)}\nfound\n{StoredRows.Content(upgraded, wanted.Table)}");
        Assert.Equal(Rows, Call(assembly, wanted, "Read", upgraded));
        Assert.Equal("", Call(assembly, wanted, "Upgrade", upgraded));
        return sql;
    }

    // Before the upgrade: what is read, found and deleted is what it will be after it, but for what backfills fill.
    private static void AssertSameBefore(Assembly assembly, TemporaryDirectory directory, string older, EvolvedVersion wanted, IEnumerable<(string Id, Dictionary<string, object?> Row)> rows, string what)
    {
        string unfilled = directory.PathOf("unfilled.db");
        string copy = directory.PathOf("copy.db");
        File.Copy(older, copy);
        Call(assembly, wanted, "Create", unfilled);
        StoredRows.Insert(unfilled, wanted.Table, rows);
        foreach (string method in (string[])["Ask", "Delete"])
        {
            object? found = null;
            Exception? failure = Record.Exception(() => found = Call(assembly, wanted, method, copy));
            Assert.True(failure is null, $"{what}, {method} before the upgrade: {failure}");
            object? expected = Call(assembly, wanted, method, unfilled);
            Assert.True(Equals(expected, found), $"{what}, {method} before the upgrade\nwanted\n{expected}\nfound\n{found}\n{StoredRows.Schema(copy, wanted.Table)}");
        }
        File.Delete(unfilled);
        File.Delete(copy);
    }

    // Each version is compiled with the file of the versions before it, and the block that the warning carries is the next one.
    private static Assembly Compile(List<EvolvedVersion>[] histories)
    {
        var snapshots = new Dictionary<int, string>();
        var files = new List<AdditionalText>();
        for (int version = 0; version < Versions; version++)
        {
            EvolvedVersion[] now = [.. histories.Select(history => history[version])];
            GeneratorResult result = GeneratorTestHost.Run(
                Usings + string.Concat(now.Select(one => one.WriteRecord())),
                files: now.Select(one => new TestFile(one.Snapshot, snapshots.GetValueOrDefault(one.History, ""))));
            Assert.Null(result.Run.Exception);
            foreach (EvolvedVersion one in now)
            {
                Diagnostic[] said = [.. result.Diagnostics.Where(diagnostic => diagnostic.Properties.GetValueOrDefault("4") == one.Snapshot || diagnostic.Id != "AGS0201")];
                Assert.True(said is [{ Id: "AGS0201" }], $"{string.Join('\n', said.AsEnumerable())}\n{one.WriteRecord()}\n{snapshots.GetValueOrDefault(one.History)}");
                snapshots[one.History] = snapshots.GetValueOrDefault(one.History, "") + said[0].Properties["5"];
                files.Add(new TestFile(one.Snapshot, snapshots[one.History]));
            }
        }
        GeneratorResult all = GeneratorTestHost.Run(Usings + string.Concat(histories.SelectMany(history => history).Select(version => version.Write())), files: files);
        Assert.Equal([], all.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Info));
        using var assembly = new MemoryStream();
        var emitted = all.Output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, $"{string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5))}");
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
