using Agno.Storage.Records;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>A session ready to be stored. Owns its row.</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="Row">The encoded row.</param>
/// <param name="Runs">Its encoded runs; null where the record has none.</param>
/// <param name="UpdatedAt">What the session's updated_at becomes, in Unix seconds; null where it stays NULL.</param>
internal readonly record struct EncodedSession(string SessionId, RowBuffer Row, EncodedRuns? Runs, long? UpdatedAt) : IDisposable
{
    public int Size => Row.Size + (Runs?.Size ?? 0);

    public void Dispose()
    {
        Row.Dispose();
        Runs?.Dispose();
    }
}
