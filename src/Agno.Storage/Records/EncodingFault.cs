using System.ComponentModel;

namespace Agno.Storage.Records;

/// <summary>What callers get where something that they gave can't be encoded: one exception, whatever a member, a converter or our own code threw, with that inside.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EncodingFault
{
    private const int MaxIdLength = 80;

    /// <summary>Whether an exception is about what was given. Memory that has run out is not, and neither is a cancelled call.</summary>
    public static bool IsOf(Exception exception) => exception is not (OutOfMemoryException or OperationCanceledException);

    /// <summary>The exception for what can't be encoded.</summary>
    /// <param name="subject">What can't be encoded, and where it was to go: <c>The session 'a' can't be stored in table 't'</c>.</param>
    /// <param name="place">The place in it that is at fault, such as <c>column 'c'</c>; null where none is known.</param>
    /// <param name="parameter">The caller's parameter that holds it.</param>
    /// <param name="exception">What was thrown.</param>
    public static ArgumentException Of(string subject, string? place, string parameter, Exception exception)
    {
        string end = exception.Message is [.., '.' or '!' or '?'] ? "" : ".";
        return new($"{subject}: {(place is null ? "" : $"{place}: ")}{exception.Message}{end} Nothing was stored: change what was given, and try again.", parameter, exception);
    }

    internal static string Shorten(string id) => id.Length <= MaxIdLength ? id : id[..MaxIdLength] + "…";
}
