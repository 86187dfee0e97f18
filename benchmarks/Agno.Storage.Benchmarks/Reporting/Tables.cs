using Agno.Storage.Benchmarks.Concurrent;
using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Contestants.Floor;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>The tables of the README and docs/benchmarks.md, each of one or two of the committed reports.</summary>
internal sealed class Tables(ResultSet results)
{
    private const string Ours = AgnoStorage.ContestantName;
    private const string ByHand = MicrosoftDataPrepared.ContestantName;
    private const string Floor = "ratio_to_floor";

    private static readonly (string Name, string Title)[] Operations =
    [
        (Operation.Read, "point read, typed"),
        (Operation.ReadLazy, "point read, lazy JSON"),
        (Operation.List, "list of 100, typed"),
        (Operation.ListLazy, "list of 100, lazy JSON"),
        (Operation.ListMeta, "list of 100, ids and metadata"),
        (Operation.Upsert, "upsert"),
        (Operation.UpsertMany, "1,000 upserts in one transaction"),
        (Operation.Delete, "delete"),
    ];

    public override string ToString() => $"""

        Time of a call as a multiple of the floor; lower is better. The floor prepares, binds, steps and copies the columns into one buffer, and does nothing else. All contestants use
        the table of a Python Agno 1.x storage. Only the metadata is read by Agno.Storage from a table of its own.

        {AgainstFloor()}
        Values below 1 come from work that SQLite no longer has to do. Readers keep their snapshot while nobody commits, and map the file into memory. A list without an index in its order
        sorts ids instead of sessions. An upsert leaves unchanged index entries alone. The connection that writes caches more pages. The same with the file mapped for every contestant and
        for the floor:

        {Mapped()}
        All contestants at 17 KB, file not mapped:

        {Peers()}
        ![Point read](../benchmarks/results/read.svg)
        ![List of 100](../benchmarks/results/list.svg)
        ![Upsert](../benchmarks/results/upsert.svg)

        Each contestant on the table that its own library creates, at 17 KB. Agno.Storage and EF Core have an index for the newest sessions of a user:

        {OwnTables()}
        Bytes that a call allocates, at 17 KB:

        {Bytes()}
        JSON alone, as a fraction of the time of System.Text.Json with its source-generated context:

        {Json()}
        A turn of a long session (read it with its last five runs, append one of 1 KB, save it) as a multiple of the same with ten runs:

        {Turns()}
        Many tasks on one database on a disk with `synchronous=FULL`: calls per second as a multiple, and the 99th percentile of a write's time. A single,
        uncontended `UpsertAsync` takes {Table.Ratio(1 / results.Get("concurrent.jsonl", "upsert-alone", "1KB", "UpsertAsync", "ratio_to_serial"))} times as long as `Upsert`.

        {Concurrency()}
        A whole process that opens a new file, creates the table, upserts a session and reads it, against the same program on plain Microsoft.Data.Sqlite:

        {ColdStart()}
        What the generator costs beyond the compiler's own work, in milliseconds:

        {Generator()}

        """.ReplaceLineEndings("\n");

    /// <summary>What every call costs, beside the same by hand: the README's one table.</summary>
    public Table AgainstFloor()
    {
        var table = new Table("", "Agno.Storage, 1 KB", "17 KB", "Microsoft.Data.Sqlite, prepared by hand, 1 KB", "17 KB");
        foreach ((string name, string title) in Operations)
            table.Row(title, Ratio("1KB", name, Ours), Ratio("17KB", name, Ours), Ratio("1KB", name, ByHand), Ratio("17KB", name, ByHand));
        return table;
    }

    private Table Mapped()
    {
        var table = new Table("", "Agno.Storage, 1 KB", "17 KB", "Microsoft.Data.Sqlite, prepared by hand, 1 KB", "17 KB");
        foreach ((string name, string title) in Operations.Where(operation => operation.Name is Operation.Read or Operation.ReadLazy or Operation.List or Operation.ListLazy))
            table.Row([title, .. from contestant in new[] { Ours, ByHand } from size in new[] { "1KB", "17KB" } select Table.Ratio(results.TryGet("mapped.jsonl", name, size, contestant, Floor))]);
        return table;
    }

    private Table Peers()
    {
        var table = new Table(["", .. Operations.Select(operation => operation.Name)]);
        foreach (string name in Contestants())
            table.Row([name, .. Operations.Select(operation => Ratio("17KB", operation.Name, name))]);
        return table;
    }

    private Table OwnTables()
    {
        string[] operations = [Operation.Read, Operation.List, Operation.ListMeta, Operation.Upsert, Operation.Delete];
        var table = new Table(["", .. operations]);
        foreach (Entrant entrant in Entrant.All.Where(entrant => entrant.CreateTable is not null))
            table.Row([entrant.Name, .. operations.Select(operation => Table.Ratio(results.TryGet("own.jsonl", operation, "17KB", entrant.Name, Floor)))]);
        return table;
    }

    private Table Bytes()
    {
        string[] operations = [Operation.Read, Operation.ReadLazy, Operation.List, Operation.Upsert];
        var table = new Table(["", .. operations]);
        foreach (string name in Contestants())
            table.Row([name, .. operations.Select(operation => Table.Number(results.TryGet("17KB.jsonl", operation, "17KB", name, "bytes")))]);
        return table;
    }

    private Table Json()
    {
        (string Size, string Title)[] sizes =
            [("1KB", "1 KB"), ("17KB", "17 KB"), ("200KB", "200 KB"), ("nonascii", "Chinese and Japanese"), ("spaced", "Python's spacing"), ("cjk-py", "Python's `\\uXXXX`"), ("escapes", "source code"), ("string", "one string of 200 KB")];
        var table = new Table(["", .. sizes.Select(size => size.Title)]);
        foreach ((string operation, string title) in new[] { (Operation.JsonRead, "read"), (Operation.JsonWrite, "write") })
            table.Row([title, .. sizes.Select(size => Table.Ratio(results.Get("json.jsonl", operation, size.Size, Ours, Floor)))]);
        return table;
    }

    private Table Turns()
    {
        var table = new Table("runs before", "10", "100", "1,000", "5,000");
        table.Row(["turn", .. new[] { "10", "100", "1000", "5000" }.Select(runs => Table.Ratio(results.Get("quick.jsonl", Operation.AppendTurn, runs, Ours, Floor)))]);
        return table;
    }

    private Table Concurrency()
    {
        var table = new Table("", "of a pooled Microsoft.Data.Sqlite connection per call", "of a commit per upsert", "p99 write", "p99 write, pooled");
        foreach ((string operation, string title) in new[] { ("writers-64", "64 writers"), ("mixed-8", "8 tasks, 80 % reads") })
            table.Row(
                title,
                $"{Table.Ratio(Concurrent(operation, Ours, "ratio_to_pooled"))} ×",
                $"{Table.Ratio(Concurrent(operation, Ours, "ratio_to_serial"))} ×",
                $"{Table.Number(Concurrent(operation, Ours, "p99_write_ms"), "0.0")} ms",
                $"{Table.Number(Concurrent(operation, PooledStore.StoreName, "p99_write_ms"), "0")} ms");
        return table;
    }

    private Table ColdStart()
    {
        var table = new Table("", "time", "executable, or assemblies", "Microsoft.Data.Sqlite's");
        foreach ((string mode, string title) in new[] { ("jit", "JIT"), ("r2r", "ReadyToRun"), ("aot", "NativeAOT") })
            table.Row(
                title,
                $"{Table.Ratio(Cold(mode, Ours, "ratio_to_mds"))} ×",
                $"{Table.Number(Cold(mode, Ours, "bytes") / 1e6, "0.0")} MB",
                $"{Table.Number(Cold(mode, "MDS", "bytes") / 1e6, "0.0")} MB");
        return table;

        double Cold(string mode, string contestant, string name) => results.Get("cold-start.jsonl", "cold-start", mode, contestant, name);
    }

    private Table Generator()
    {
        var table = new Table("annotated types", "cold run", "keystroke elsewhere", "keystroke inside a type");
        foreach ((string types, string title) in new[] { ("1", "1"), ("100", "100"), ("1000", "1,000") })
            table.Row(title, Own("cold", types), Own("elsewhere", types), Own("inside", types));
        return table;

        // Parsing a record needs not bind all of it: what is below zero costs nothing.
        string Own(string edit, string types) => Table.Number(Math.Max(0, results.Get("generator.jsonl", $"generator-{edit}", types, Ours, "own_ms")), "0.0");
    }

    private double Concurrent(string operation, string contestant, string name) => results.Get("concurrent.jsonl", operation, "1KB", contestant, name);

    private string Ratio(string size, string operation, string contestant) => Table.Ratio(results.TryGet($"{size}.jsonl", operation, size, contestant, Floor));

    private static IEnumerable<string> Contestants() =>
        Entrant.All.Select(entrant => entrant.Name).Where(name => name is not (FloorContestant.ContestantName or SystemTextJson.ContestantName));
}
