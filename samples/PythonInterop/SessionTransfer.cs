using System.Buffers;
using System.Text;
using System.Text.Json;
using Agno.Storage;
using Agno.Storage.Json;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace PythonInterop;

/// <summary>Moves the sessions of one table between a database and JSON lines.</summary>
/// <param name="types">The types of sessions in the table: one, or those that <c>session_type</c> tells apart.</param>
internal sealed class SessionTransfer(params SessionLines[] types)
{
    /// <summary>Prints every session of a table, sorted by session id by code point. The file is not altered.</summary>
    /// <exception cref="TransferException">There is no such table, or sessions had to be left out.</exception>
    public async Task DumpAsync(string file, string table, Stream output)
    {
        string connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString();
        await using SqliteStorage storage = SqliteStorage.OpenConnectionString(connection);
        if (!await types[0].ExistsAsync(storage, table))
            throw new TransferException($"There is no table '{table}' in '{file}'.");

        // The bytes of UTF-8 sort as code points do, UTF-16 does not.
        var sessions = new SortedList<byte[], (SessionLines Type, string Id)>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (SessionLines type in types)
            await foreach (string id in type.ListIdsAsync(storage, table))
                sessions.Add(Encoding.UTF8.GetBytes(id), (type, id));

        var faults = new List<string>();
        var line = new ArrayBufferWriter<byte>();
        foreach ((SessionLines type, string id) in sessions.Values)
        {
            line.ResetWrittenCount();
            try
            {
                await type.WriteAsync(storage, table, id, line);
                output.Write(line.WrittenSpan);
            }
            catch (TransferException fault)
            {
                faults.Add($"Session {PythonText.OfString(id)} is left out. {fault.Message}");
            }
        }
        if (faults.Count > 0)
            throw new TransferException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Stores every line as a session, or none when one is at fault.</summary>
    /// <exception cref="TransferException">A line is at fault; the message has its number.</exception>
    public async Task LoadAsync(string file, string table, Stream input)
    {
        // Every line is read before the file is touched.
        List<(int Line, Func<SqliteStorage, string, Task> Store)> sessions = ReadLines(await ReadAllAsync(input));

        string settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        await using var connection = new SqliteConnection(settings);
        connection.Open();
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        await types[0].CreateAsync(storage, table);
        // All of them or none: what is not committed is undone.
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach ((int line, Func<SqliteStorage, string, Task> store) in sessions)
        {
            try
            {
                await store(storage, table);
            }
            catch (Exception error) when (error is StorageException or ArgumentException)
            {
                throw new TransferException($"Line {line}: {error.Message}", error);
            }
        }
        transaction.Commit();
    }

    private List<(int Line, Func<SqliteStorage, string, Task> Store)> ReadLines(ReadOnlySpan<byte> text)
    {
        var sessions = new List<(int, Func<SqliteStorage, string, Task>)>();
        int number = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = text[range];
            if (line.Trim(" \t\r"u8).IsEmpty)
                continue;
            try
            {
                sessions.Add((number, TypeOf(line).Read(line)));
            }
            catch (TransferException fault)
            {
                throw new TransferException($"Line {number}: {fault.Message}", fault);
            }
        }
        return sessions;
    }

    private SessionLines TypeOf(ReadOnlySpan<byte> line)
    {
        if (types is [var only])
            return only;
        string? type = ReadType(line);
        return types.FirstOrDefault(candidate => candidate.SessionType == type)
            ?? throw new TransferException($"The session_type is {(type is null ? "missing" : PythonText.OfString(type))}. Types: {string.Join(", ", types.Select(candidate => candidate.SessionType))}.");
    }

    private static string? ReadType(ReadOnlySpan<byte> line)
    {
        JsonCursor json = new(line, JsonDialect.Python, PythonText.MaxDepth);
        try
        {
            json.ReadStartObject();
            while (json.ReadMember(out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("session_type"u8))
                    return json.ReadStringOrNull();
                json.Skip();
            }
            return null;
        }
        catch (JsonException error)
        {
            throw new TransferException($"At byte {error.BytePositionInLine}: {error.Message}", error);
        }
        finally
        {
            json.Dispose();
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream input)
    {
        var bytes = new MemoryStream();
        await input.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
