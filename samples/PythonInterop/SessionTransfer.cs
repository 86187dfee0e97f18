using System.Buffers;
using System.Text;
using Agno.Storage;
using Agno.Storage.Records;
using Agno.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace PythonInterop;

/// <summary>Moves the sessions of one mode between a database and JSON lines.</summary>
internal abstract class SessionTransfer
{
    /// <summary>Prints every session of a table, sorted by session id by code point. The file is not altered.</summary>
    /// <exception cref="TransferException">There is no such table, or sessions had to be left out.</exception>
    public abstract Task DumpAsync(string file, string table, Stream output);

    /// <summary>Stores every line as a session, or none when one is at fault.</summary>
    /// <exception cref="TransferException">A line is at fault; the message has its number.</exception>
    public abstract Task LoadAsync(string file, string table, Stream input);
}

/// <inheritdoc />
internal sealed class SessionTransfer<TSession>(params string[] keys) : SessionTransfer
    where TSession : class, ISessionRecord<TSession>
{
    private readonly LineFormat<TSession> _format = new(keys);

    public override async Task DumpAsync(string file, string table, Stream output)
    {
        string connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString();
        await using SqliteStorage storage = SqliteStorage.OpenConnectionString(connection);
        ISessionStore<TSession> store = storage.Sessions<TSession>(table);
        if (!await store.ExistsAsync())
            throw new TransferException($"There is no table '{table}' in '{file}'.");

        // The bytes of UTF-8 sort as code points do, UTF-16 does not.
        var sessions = new SortedList<byte[], TSession>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        await foreach (TSession session in store.ListAsync())
            sessions.Add(Encoding.UTF8.GetBytes(TSession.GetSessionId(session)), session);

        var faults = new List<string>();
        var line = new ArrayBufferWriter<byte>();
        foreach (TSession session in sessions.Values)
        {
            line.ResetWrittenCount();
            try
            {
                _format.Write(session, line);
                output.Write(line.WrittenSpan);
            }
            catch (TransferException fault)
            {
                faults.Add($"Session {PythonText.OfString(TSession.GetSessionId(session))} is left out. {fault.Message}");
            }
        }
        if (faults.Count > 0)
            throw new TransferException(string.Join(Environment.NewLine, faults));
    }

    public override async Task LoadAsync(string file, string table, Stream input)
    {
        // Every line is read before the file is touched.
        List<(int Line, TSession Session)> sessions = ReadLines(await ReadAllAsync(input));

        string settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        await using var connection = new SqliteConnection(settings);
        connection.Open();
        await using SqliteStorage storage = SqliteStorage.OpenConnection(connection);
        ISessionStore<TSession> store = storage.Sessions<TSession>(table);
        await store.CreateAsync();
        // All of them or none: what is not committed is undone.
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach ((int line, TSession session) in sessions)
        {
            try
            {
                await store.ImportAsync(session);
            }
            catch (StorageException error)
            {
                throw new TransferException($"Line {line}: {error.Message}", error);
            }
        }
        transaction.Commit();
    }

    private List<(int Line, TSession Session)> ReadLines(ReadOnlySpan<byte> text)
    {
        var sessions = new List<(int, TSession)>();
        int number = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = text[range];
            if (line.Trim(" \t\r"u8).IsEmpty)
                continue;
            try
            {
                sessions.Add((number, _format.Read(line)));
            }
            catch (TransferException fault)
            {
                throw new TransferException($"Line {number}: {fault.Message}", fault);
            }
        }
        return sessions;
    }

    private static async Task<byte[]> ReadAllAsync(Stream input)
    {
        var bytes = new MemoryStream();
        await input.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
