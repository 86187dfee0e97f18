using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>A run of a session that is to be stored: its encoded row, or, of one that was not changed since it was read, what is stored.</summary>
/// <param name="Row">The row, with the ordinals of <see cref="RunTable"/>; null for an unchanged run.</param>
/// <param name="Stored">What was stored when the run was read; null for a run that is new to the session.</param>
public readonly record struct EncodedRun(RowBuffer? Row, StoredRun? Stored)
{
    /// <summary>The run's id.</summary>
    public string RunId => Stored?.RunId ?? Row!.Value.GetString(RunTable.RunId);
}

/// <summary>The runs of a session, ready to be stored, in their order. Owns their rows.</summary>
public sealed class EncodedRuns(RunDefaults defaults) : IDisposable
{
    // Null once it has been disposed.
    private List<EncodedRun>? _runs = [];

    /// <summary>The runs.</summary>
    /// <exception cref="ObjectDisposedException">The rows have been given back.</exception>
    public IReadOnlyList<EncodedRun> Runs => Owned;

    /// <summary>Whether the runs are stored exactly as they are, with the times that they have.</summary>
    public bool AreImported => defaults.UpdatedAt is null;

    /// <summary>How many bytes the encoded rows hold.</summary>
    public int Size { get; private set; }

    /// <summary>Encodes an unchanged run, for a table that does not have it any more. Dispose of the row.</summary>
    public RowBuffer Encode(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RowBuffer row = RowBuffer.Rent(RunTable.Columns.Length);
        try
        {
            row.WriteUtf8(RunTable.RunData, NestedJson.Unwrap(run.Data));
            RunColumns.Fill(row, RunColumns.Read(row.GetBytes(RunTable.RunData)), run.SessionId, defaults, run);
            row.WriteString(RunTable.RunId, run.RunId);
            return row;
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    /// <summary>Gives the rows back.</summary>
    public void Dispose()
    {
        foreach (EncodedRun run in Interlocked.Exchange(ref _runs, null) ?? [])
            run.Row?.Dispose();
    }

    internal void Add(StoredRun unchanged) => Owned.Add(new(null, unchanged));

    internal void Add(RowBuffer row, StoredRun? stored)
    {
        Owned.Add(new(row, stored));
        Size += row.Size;
    }

    private List<EncodedRun> Owned => _runs ?? throw new ObjectDisposedException(nameof(EncodedRuns));
}
