using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Agno.Storage.Records;

namespace Agno.Storage;

/// <summary>
/// A place in a list: right behind a session, even if that session is deleted. If sessions are stored or deleted in the meantime, a page that starts at the place (<see
/// cref="SessionFilter.After"/>) neither repeats nor leaves out any other session. The place can be written as text, such as <c>1700000000.session-001</c>, and parsed again.
/// </summary>
/// <param name="CreatedAt">The session's <c>created_at</c>, in Unix seconds; null for a session without one; lists give those last.</param>
/// <param name="SessionId">The session's id.</param>
public sealed record SessionCursor(long? CreatedAt, string SessionId) : IParsable<SessionCursor>
{
    private const char Separator = '.';

    /// <summary>The session's id.</summary>
    public string SessionId { get; init; } = SessionId ?? throw new ArgumentNullException(nameof(SessionId));

    /// <summary>The place behind a session.</summary>
    /// <typeparam name="TSession">The session's type.</typeparam>
    /// <param name="session">The session as it was stored or read. A session that was never stored has no place in a list.</param>
    public static SessionCursor Of<TSession>(TSession session)
        where TSession : class, ISessionRecord<TSession>
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(TSession.GetCreatedAt(session), TSession.GetSessionId(session));
    }

    /// <summary>Reads the text of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text is not a valid cursor.</exception>
    public static SessionCursor Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out SessionCursor? cursor)
            ? cursor
            : throw new FormatException("The text is not a valid cursor: a number of seconds or nothing, a full stop, and a session id.");
    }

    /// <summary>Reads the text of <see cref="ToString"/>. False if the text is not a valid cursor.</summary>
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

    /// <summary>The cursor as text. It contains the session's id unchanged: encode the text before you put it into a URL.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}{Separator}{SessionId}");
}
