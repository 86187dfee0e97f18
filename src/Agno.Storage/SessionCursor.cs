using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>
/// A place in a list: right behind a session, whether that is still there or not. A page that begins at one (<see cref="SessionFilter.After"/>) neither repeats nor leaves out
/// a session because others were stored or deleted meanwhile. Its text, as in <c>1700000000.session-001</c>, can be given away and parsed again.
/// </summary>
/// <param name="CreatedAt">The session's <c>created_at</c>, in Unix seconds; null for a session without one, which lists give last.</param>
/// <param name="SessionId">The session's id.</param>
public sealed record SessionCursor(long? CreatedAt, string SessionId) : IParsable<SessionCursor>
{
    private const char Separator = '.';

    /// <summary>The session's id.</summary>
    public string SessionId { get; init; } = SessionId ?? throw new ArgumentNullException(nameof(SessionId));

    /// <summary>The place behind a session.</summary>
    /// <typeparam name="TSession">The session's type.</typeparam>
    /// <param name="session">The session as it was stored or read: one that was never stored is in no list.</param>
    public static SessionCursor Of<TSession>(TSession session)
        where TSession : class, ISessionRecord<TSession>
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(TSession.GetCreatedAt(session), TSession.GetSessionId(session));
    }

    /// <summary>Reads what <see cref="ToString"/> gave.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static SessionCursor Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out SessionCursor? cursor)
            ? cursor
            : throw new FormatException("The text is no cursor: a number of seconds or nothing, a full stop, and a session id.");
    }

    /// <summary>Reads what <see cref="ToString"/> gave; false where the text is no cursor.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SessionCursor result)
    {
        result = null;
        if (s is null || s.IndexOf(Separator) is not (>= 0 and int end))
            return false;
        long createdAt = 0;
        if (end > 0 && !long.TryParse(s.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out createdAt))
            return false;
        result = new(end > 0 ? createdAt : null, s[(end + 1)..]);
        return true;
    }

    /// <summary>The cursor as text. It holds the session's id as it is: encode it where it becomes part of a URL.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}{Separator}{SessionId}");
}
