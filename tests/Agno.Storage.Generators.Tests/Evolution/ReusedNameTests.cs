using System.Reflection;
using Agno.Storage.Tests;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>A name that one column gave up and another took: before the upgrade nobody reads the one's values as the other's, nor after another program has upgraded the table.</summary>
public sealed class ReusedNameTests
{
    private static readonly string First = EvolutionDiagnosticTests.Version(1, "label String");
    private static readonly string Second = First + EvolutionDiagnosticTests.Version(2, "title String FORMERLY label");
    private static readonly string Third = Second + EvolutionDiagnosticTests.Version(3, "title String; label Int32 NOT NULL DEFAULT 7");

    [Fact]
    public async Task EachNameHasItsOwnValues()
    {
        Assembly assembly = GeneratorTestHost.Run(
            """
            using System.Threading.Tasks;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            namespace V1
            {
                [SessionRecord(StorageMode.Workflow, Table = "items")]
                internal sealed partial class Item { public string? Label { get; set; } }
            }

            namespace V3
            {
                [SessionRecord(StorageMode.Workflow, Table = "items", Version = 3)]
                internal sealed partial class Item { public string? Title { get; set; } [SessionColumn(Default = 7)] public int Label { get; set; } }

                internal static partial class Queries
                {
                    [SessionQuery] public static partial ValueTask<long> CountLabel(this ISessionStore<Item> items, int label);
                }
            }

            internal static class Harness
            {
                public static async Task<string> Run(string path)
                {
                    await using (var storage = SqliteStorage.Open(path))
                        await storage.Sessions<V1.Item>().UpsertAsync(new() { SessionId = "s", Label = "5" });
                    await using var reader = SqliteStorage.Open(path, new() { ReadOnly = true });
                    await using var writer = SqliteStorage.Open(path);
                    string before = await Ask(reader);
                    V3.Item item = (await writer.Sessions<V3.Item>().ReadAsync("s"))!;
                    item.Label = 9;
                    await writer.Sessions<V3.Item>().UpsertAsync(item);
                    return before + await Ask(reader) + await Ask(writer);
                }

                private static async Task<string> Ask(SqliteStorage storage)
                {
                    ISessionStore<V3.Item> items = storage.Sessions<V3.Item>();
                    V3.Item item = (await items.ReadAsync("s"))!;
                    return $"{item.Title} {item.Label} {await V3.Queries.CountLabel(items, 5)}{await V3.Queries.CountLabel(items, 7)}{await V3.Queries.CountLabel(items, 9)}; ";
                }
            }
            """,
            files: [new TestFile("V1.Item.schema.txt", First), new TestFile("V3.Item.schema.txt", Third)]).LoadWithInfo();
        using var directory = new TemporaryDirectory();

        var run = (Task<string>)assembly.GetType("Harness")!.GetMethod("Run")!.Invoke(null, [directory.PathOf("items.db")])!;

        Assert.Equal("5 7 010; 5 9 001; 5 9 001; ", await run);
    }
}
