using Agno.Storage.Sqlite;

namespace Agno.Storage.Faults.Host;

/// <summary>Holds the write lock of a file from one line of the input to the next.</summary>
internal static class Holding
{
    public static int Run(string path)
    {
        using var storage = SqliteStorage.Open(path);
        while (true)
        {
            using SqliteStorageTransaction transaction = storage.Begin();
            Output.Write("held");
            if (Console.In.ReadLine() is null)
                return 0;
            transaction.Dispose();
            Output.Write("released");
            if (Console.In.ReadLine() is null)
                return 0;
        }
    }
}
