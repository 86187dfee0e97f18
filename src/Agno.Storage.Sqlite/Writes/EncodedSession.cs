using Agno.Storage.Records;

namespace Agno.Storage.Sqlite.Writes;

/// <summary>A session ready to be stored. Owns its row.</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="Row">The encoded row.</param>
/// <param name="Now">What the session's updated_at becomes, in Unix seconds.</param>
internal readonly record struct EncodedSession(string SessionId, RowBuffer Row, long Now) : IDisposable
{
    public void Dispose() => Row.Dispose();
}
