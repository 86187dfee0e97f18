using System.ComponentModel;

namespace Agno.Storage.Records;

/// <summary>Encodes sessions for engines.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SessionEncoder
{
    /// <summary>Encodes a session's row. Dispose of it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The table that it is to be stored in.</param>
    /// <param name="now">Unix seconds: what a time becomes that is never null and was not set.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <exception cref="ArgumentException">The session has no id, or a member holds what can't be stored or throws: the message names table, session and column.</exception>
    public static RowBuffer Encode<TSession>(TSession session, string table, long now, out string sessionId)
        where TSession : class, ISessionRecord<TSession>
    {
        ArgumentNullException.ThrowIfNull(session);
        sessionId = IdOf(session, table) ?? throw NoId();
        RowBuffer row = RowBuffer.Rent(TSession.Table.RowLength);
        row.Now = now;
        try
        {
            TSession.Write(session, row);
            return row;
        }
        catch (Exception exception)
        {
            int ordinal = row.Next;
            row.Dispose();
            if (!EncodingFault.IsOf(exception))
                throw;
            throw EncodingFault.Of($"The session '{EncodingFault.Shorten(sessionId)}' can't be stored in table '{table}'", $"column '{TSession.Table.Columns[ordinal].Name}'", nameof(session), exception);
        }
    }

    /// <summary>The exception for a session without an id.</summary>
    public static ArgumentException NoId() => new("The session has no id: set SessionId before storing it.", "session");

    private static string? IdOf<TSession>(TSession session, string table)
        where TSession : class, ISessionRecord<TSession>
    {
        try
        {
            return TSession.GetSessionId(session);
        }
        catch (Exception exception) when (EncodingFault.IsOf(exception))
        {
            throw EncodingFault.Of($"A session can't be stored in table '{table}'", $"column '{TSession.Table.Columns[0].Name}'", nameof(session), exception);
        }
    }
}
