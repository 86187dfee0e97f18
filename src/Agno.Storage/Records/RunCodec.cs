using System.ComponentModel;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>Reads and writes the JSON of one run. Generated code chooses it by the run's type.</summary>
/// <typeparam name="TRun">The type of the list's elements.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RunCodec<TRun>
{
    private protected RunCodec()
    {
    }

    internal abstract TRun Read(StoredRun run, string table);

    /// <summary>What is stored and was not changed since, told without a look at the JSON; null where only that tells.</summary>
    internal abstract StoredRun? Unchanged(TRun run);

    internal abstract void Write(RowBuffer row, TRun run);

    /// <summary>Whether the row that was just written says what is stored.</summary>
    internal abstract bool IsSame(RowBuffer row, StoredRun run, string table);
}

/// <summary>Makes codecs of runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunCodec
{
    private const string Column = "run_data";

    /// <summary>Of runs that are parsed when the session is read.</summary>
    public static RunCodec<TRun> Eager<TRun>(JsonCodec<TRun> codec) => new EagerCodec<TRun>(codec);

    /// <summary>Of runs that are parsed when they are asked for.</summary>
    public static RunCodec<JsonColumn<T>> Lazy<T>(JsonCodec<T> codec) => new LazyCodec<T>(codec);

    private static JsonCell<T> CellOf<T>(StoredRun run, string table, JsonCodec<T> codec) =>
        new(run.Bytes, ValueKind.Text, new(table, run.SessionId, Column) { RunId = run.RunId }, codec) { IsNested = true, Source = run };

    private sealed class EagerCodec<TRun>(JsonCodec<TRun> codec) : RunCodec<TRun>
    {
        internal override TRun Read(StoredRun run, string table) => CellOf(run, table, codec).Value ?? throw run.NotAnObject(table);

        internal override StoredRun? Unchanged(TRun run) => null;

        internal override void Write(RowBuffer row, TRun run) => row.WriteJson(RunTable.RunData, run, codec);

        internal override bool IsSame(RowBuffer row, StoredRun run, string table) =>
            row.GetBytes(RunTable.RunData) is var written && (written.SequenceEqual(run.Data) || CellOf(run, table, codec).StoresSame(written, codec));
    }

    private sealed class LazyCodec<T>(JsonCodec<T> codec) : RunCodec<JsonColumn<T>>
    {
        internal override JsonColumn<T> Read(StoredRun run, string table) => new(CellOf(run, table, codec));

        internal override StoredRun? Unchanged(JsonColumn<T> run) => run.Cell is { HasValue: false, Source: StoredRun stored } ? stored : null;

        internal override void Write(RowBuffer row, JsonColumn<T> run)
        {
            if (run.IsNull)
                throw new ArgumentException("A run is null: give each a JSON object, or take it out of the list.");
            row.WriteJsonColumn(RunTable.RunData, run, codec);
        }

        // An unchanged value was written as its stored text.
        internal override bool IsSame(RowBuffer row, StoredRun run, string table) =>
            row.GetBytes(RunTable.RunData) is var written && (written.SequenceEqual(run.Data) || written.SequenceEqual(NestedJson.Unwrap(run.Data)));
    }
}
