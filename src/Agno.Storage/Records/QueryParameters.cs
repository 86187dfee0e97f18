using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>How generated code writes a query's parameters that are more than one scalar, and reads whole sessions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QueryParameters
{
    /// <summary>Refuses a limit that is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public static void ThrowIfNegative(int? limit, [CallerArgumentExpression(nameof(limit))] string? parameter = null)
    {
        if (limit < 0)
            throw new ArgumentOutOfRangeException(parameter, limit, "A limit is 0 or more; null gives all.");
    }

    /// <summary>Writes how many rows are wanted; null for all.</summary>
    public static void WriteLimit(RowBuffer parameters, int ordinal, int? limit)
    {
        if (limit is { } rows)
            parameters.WriteInt64(ordinal, rows);
    }

    /// <summary>Writes the range of the texts that start with a prefix: the first of them, and behind it what comes after the last, unless nothing does.</summary>
    /// <exception cref="ArgumentException">The prefix holds a lone surrogate.</exception>
    public static void WritePrefix(RowBuffer parameters, int ordinal, string prefix)
    {
        parameters.WriteString(ordinal, prefix);
        parameters.WriteString(ordinal + 1, After(prefix));
    }

    /// <summary>Writes a list as one JSON array of the values as they are stored.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ordinal">The list's ordinal.</param>
    /// <param name="values">The values.</param>
    /// <param name="write">Writes a value as it is stored.</param>
    /// <returns>Whether null is among them, which the list itself leaves out: in SQL nothing is equal to it.</returns>
    /// <exception cref="ArgumentException">A text holds a lone surrogate or U+0000.</exception>
    public static bool WriteList<T>(RowBuffer parameters, int ordinal, IEnumerable<T> values, Action<RowBuffer, int, T> write)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(write);
        using RowBuffer stored = RowBuffer.Rent(1);
        JsonEmitter json = parameters.BeginJson();
        json.WriteStartArray();
        bool hasNull = false;
        foreach (T value in values)
        {
            if (value is null)
            {
                hasNull = true;
                continue;
            }
            write(stored, 0, value);
            json.WriteElement();
            WriteItem(stored, ref json);
        }
        json.WriteEndArray();
        parameters.EndJson(ordinal, ref json);
        return hasNull;
    }

    /// <summary>Reads a whole session.</summary>
    public static TSession ReadSession<TSession, TRow>(scoped ref TRow row)
        where TSession : class, ISessionRecord<TSession>
        where TRow : struct, IRowReader, allows ref struct => TSession.Read(ref row);

    private static void WriteItem(RowBuffer stored, scoped ref JsonEmitter json)
    {
        switch (stored.GetKind(0))
        {
            case ValueKind.Integer:
                json.WriteNumber(stored.GetInt64(0));
                break;
            case ValueKind.Real:
                // As text that reads back as the same number: what databases make of a number in JSON may be its neighbour.
                json.WriteString(stored.GetDouble(0).ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                string text = stored.GetString(0);
                // Databases end a text in JSON there.
                if (text.Contains('\0'))
                    throw new ArgumentException("A text in a list holds the character U+0000, which databases don't find in one: compare it alone.");
                json.WriteString(text);
                break;
        }
    }

    // The least text that is greater than all that start with the prefix: its last code point that is not the greatest is raised, and what follows left out.
    private static string? After(string prefix)
    {
        Rune[] runes = [.. prefix.EnumerateRunes()];
        for (int i = runes.Length - 1; i >= 0; i--)
        {
            if (runes[i].Value == 0x10FFFF)
                continue;
            var next = new Rune(runes[i].Value == 0xD7FF ? 0xE000 : runes[i].Value + 1);
            return string.Concat(runes[..i].Append(next).Select(rune => rune.ToString()));
        }
        return null;
    }
}
