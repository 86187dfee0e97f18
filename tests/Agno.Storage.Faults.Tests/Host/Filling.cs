using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>
/// Writers on a disk that gets full and then has room again. Says what was acknowledged (<c>ID SEQUENCE stored</c>), how each writer was refused (<c>refused MESSAGE</c>), and
/// how a transaction was (<c>undone MESSAGE</c>).
/// </summary>
internal static class Filling
{
    private const int Writers = 8;

    public static async Task<int> RunAsync(string path, IRoom room)
    {
        await using var storage = SqliteStorage.Open(path);
        SqliteSessionStore<TrialSession> store = storage.Sessions<TrialSession>();
        await WriteAsync(store, "before", 1);
        room.Bound();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => FillAsync(store, writer))));
        Output.Write($"undone {await RefusedTransactionAsync(storage)}");
        Output.Write($"readable {store.List().Count()}");

        room.Free();
        for (int writer = 0; writer < Writers; writer++)
            await WriteAsync(store, $"after-{writer}", 1);
        await using SqliteStorageTransaction transaction = await storage.BeginAsync();
        await transaction.Sessions<TrialSession>().UpsertAsync(TrialSession.Of("last", 1));
        await transaction.CommitAsync();
        Output.Write("last 1 stored");
        return 0;
    }

    private static async Task FillAsync(SqliteSessionStore<TrialSession> store, int writer)
    {
        for (long sequence = 1; ; sequence++)
        {
            try
            {
                await WriteAsync(store, $"filling-{writer}-{sequence % 50}", sequence);
            }
            catch (StorageException exception)
            {
                Output.Write($"refused {exception.Message.ReplaceLineEndings(" ")}");
                return;
            }
        }
    }

    private static async Task<string> RefusedTransactionAsync(SqliteStorage storage)
    {
        try
        {
            await using SqliteStorageTransaction transaction = await storage.BeginAsync();
            for (int i = 0; i < 200; i++)
                await transaction.Sessions<TrialSession>().UpsertAsync(new() { SessionId = $"undone-{i}", Text = new string('x', 20_000) });
            await transaction.CommitAsync();
        }
        catch (StorageException exception)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
        throw new InvalidOperationException("There was room for the transaction.");
    }

    private static async Task WriteAsync(SqliteSessionStore<TrialSession> store, string id, long sequence)
    {
        await store.UpsertAsync(TrialSession.Of(id, sequence));
        Output.Write($"{id} {sequence} stored");
    }
}
