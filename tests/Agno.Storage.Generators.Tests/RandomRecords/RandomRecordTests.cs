using System.Reflection;
using System.Runtime.Loader;
using Agno.Storage.Sqlite;
using Agno.Storage.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests.RandomRecords;

/// <summary>
/// Generates records of random shape, compiles them with the generator, and stores and reads random instances of each in SQLite. Another run has another seed;
/// a failure prints it, and AGNO_TEST_SEED repeats it.
/// </summary>
public sealed class RandomRecordTests
{
    private const int Records = 200;
    private const int InstancesOfEach = 4;

    private static readonly string Support = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "RandomRecords", "Support.cs"));

    [Fact]
    public Task RecordsOfAnyShapeComeBackAsTheyWereStored() => RandomSeed.RunAsync(async seed =>
    {
        CSharpCompilation compilation = GeneratorTestHost.Compile(new RandomRecordSource(seed).Write(Records))
            .AddSyntaxTrees(GeneratorTestHost.Parse(Support, "Support.cs"));
        GeneratorTestHost.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var diagnostics, TestContext.Current.CancellationToken);
        using var assembly = new MemoryStream();
        var emitted = output.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success && diagnostics.IsEmpty, $"{string.Join('\n', diagnostics.Concat(emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)).Take(10))}");

        assembly.Position = 0;
        Type records = new AssemblyLoadContext("records").LoadFromStream(assembly).GetType("RandomRecords.Records")!;
        var runAll = (Func<SqliteStorage, int, int, IAsyncEnumerable<(string Name, string Stored, string? Read)>>)records
            .GetProperty("RunAll", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

        await using SqliteStorage storage = SqliteStorage.OpenInMemory();
        int stored = 0;
        await foreach (var (name, wrote, read) in runAll(storage, seed, InstancesOfEach))
        {
            Assert.True(wrote == read, $"{name}\nstored {wrote}\nread   {read}");
            stored++;
        }
        Assert.Equal(Records * InstancesOfEach, stored);
    });
}
