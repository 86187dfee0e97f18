using System.Buffers;
using System.Text;
using System.Text.Json;
using Agno.Storage;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace PythonInterop;

/// <summary>
/// A session as a line of JSON. It goes through the record's encoded row, as the engine does, so JSON columns are moved as
/// the text that is stored: nothing in them is parsed into objects, and nothing can be lost.
/// </summary>
internal sealed class LineFormat<TSession>(string[] keys)
    where TSession : class, ISessionRecord<TSession>
{
    private const string SessionType = "session_type";

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private static readonly SessionTable Table = TSession.Table;

    // -1: a key of Python's that has no column. It is always null.
    private readonly Dictionary<string, int> _ordinals = keys.ToDictionary(
        key => key,
        key => Table.Columns.Take(Table.RowLength).ToList().FindIndex(column => column.Name == key));

    /// <summary>Writes a session as one line.</summary>
    /// <param name="session">The session.</param>
    /// <param name="runs">The rows of its runs, where the record's runs are rows of their own.</param>
    /// <param name="line">Where it goes.</param>
    /// <exception cref="TransferException">A column's text is not valid JSON.</exception>
    public void Write(TSession session, IReadOnlyList<RunRow> runs, ArrayBufferWriter<byte> line)
    {
        using RowBuffer row = RowBuffer.Rent(Table.RowLength);
        TSession.Write(session, row);
        string separator = "{";
        foreach ((string key, int ordinal) in _ordinals)
        {
            Encoding.UTF8.GetBytes($"{separator}\"{key}\": ", line);
            separator = ", ";
            try
            {
                if (IsRuns(key))
                    WriteRuns(runs, TSession.GetSessionId(session), line);
                else if (key == SessionType)
                    Encoding.UTF8.GetBytes(PythonText.OfString(Table.SessionType!), line);
                else
                    WriteValue(row, ordinal, line);
            }
            catch (JsonException error)
            {
                throw new TransferException($"Column {key} is not valid JSON, at byte {error.BytePositionInLine}: {error.Message}", error);
            }
        }
        line.Write("}\n"u8);
    }

    /// <summary>Reads a session from a line, and the rows of its runs.</summary>
    /// <exception cref="TransferException">The line is not a session of this mode.</exception>
    public (TSession Session, List<RunRow> Runs) Read(ReadOnlySpan<byte> line)
    {
        List<RunRow> runs = [];
        var row = new LineRow(Table.Name, Table.RowLength);
        JsonCursor json = new(line, JsonDialect.Python, PythonText.MaxDepth);
        try
        {
            json.ReadStartObject();
            while (json.ReadMember(out ReadOnlySpan<byte> name))
            {
                string key = Encoding.UTF8.GetString(name);
                if (!_ordinals.TryGetValue(key, out int ordinal))
                    throw new TransferException($"'{key}' is not a key of this mode. Keys: {string.Join(", ", keys)}.");
                if (IsRuns(key))
                    runs = RunFormat.Read(ref json);
                else if (key == SessionType)
                    json.Skip();
                else
                    ReadValue(ref json, key, ordinal, row);
            }
            json.ReadEnd();
        }
        catch (JsonException error)
        {
            throw new TransferException($"At byte {error.BytePositionInLine}: {error.Message}", error);
        }
        finally
        {
            json.Dispose();
        }
        if (row.IsNull(0))
            throw new TransferException("There is no session_id.");
        return (TSession.Read(ref row), runs);
    }

    private static void WriteRuns(IReadOnlyList<RunRow> runs, string sessionId, ArrayBufferWriter<byte> line)
    {
        string separator = "[";
        foreach (RunRow run in runs)
        {
            Encoding.UTF8.GetBytes(separator, line);
            RunFormat.Write(run, sessionId, line);
            separator = ", ";
        }
        Encoding.UTF8.GetBytes(runs.Count == 0 ? "[]" : "]", line);
    }

    private static void WriteValue(RowBuffer row, int ordinal, ArrayBufferWriter<byte> line)
    {
        switch (ordinal < 0 ? ValueKind.Null : row.GetKind(ordinal))
        {
            case ValueKind.Null:
                line.Write("null"u8);
                break;
            case ValueKind.Integer:
                Encoding.UTF8.GetBytes($"{row.GetInt64(ordinal)}", line);
                break;
            case ValueKind.Real:
                Encoding.UTF8.GetBytes(PythonText.OfNumber(row.GetDouble(ordinal)), line);
                break;
            case ValueKind.Text when Table.Columns[ordinal].Kind == ColumnKind.Json:
                line.WriteJson(IsNested ? NestedText.Unwrap(row.GetBytes(ordinal)) : row.GetBytes(ordinal));
                break;
            default:
                Encoding.UTF8.GetBytes(PythonText.OfString(Encoding.UTF8.GetString(row.GetBytes(ordinal))), line);
                break;
        }
    }

    private static void ReadValue(ref JsonCursor json, string key, int ordinal, LineRow row)
    {
        if (json.TryReadNull())
        {
            if (ordinal >= 0 && IsNested && IsOwnJson(key))
                row.SetUtf8(ordinal, "null"u8.ToArray());
            else if (ordinal >= 0)
                row.SetNull(ordinal);
        }
        else if (ordinal < 0)
            throw new TransferException($"'{key}' has no column and can only be null.");
        else if (Table.Columns[ordinal].Kind == ColumnKind.Json)
            row.SetUtf8(ordinal, IsNested ? NestedText.Wrap(json.ReadRawValue()) : json.ReadRawValue().ToArray());
        else if (Table.Columns[ordinal].Kind == ColumnKind.Integer)
            row.SetInt64(ordinal, json.ReadInt64());
        else
            row.SetUtf8(ordinal, EncodeText(key, json.ReadString()));
    }

    // In Agno 3 the runs are rows.
    private static bool IsRuns(string key) => key == RunFormat.Key && TSession.Runs is not null;

    // From Agno 2 on JSON is encoded twice.
    private static bool IsNested => Table.Layout != SessionLayout.V1;

    // Null is a text there, except in columns of the other types.
    private static bool IsOwnJson(string key) => key is not ("agent_id" or "team_id" or "workflow_id" or "user_id" or "created_at" or "updated_at")
        && (key is not ("agent_data" or "team_data" or "workflow_data") || key == Table.SessionType + "_data");

    private static byte[] EncodeText(string key, string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new TransferException($"'{key}' holds a lone surrogate, which a text column can't store.", error);
        }
    }
}
