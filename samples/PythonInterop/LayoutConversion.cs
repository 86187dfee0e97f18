using Agno.Storage;
using Agno.Storage.Sqlite;

namespace PythonInterop;

/// <summary>Converts the sessions of a database between the layouts of Agno's versions.</summary>
internal static class LayoutConversion
{
    /// <summary>The layouts by the names of the command line.</summary>
    public static IReadOnlyDictionary<string, SessionLayout> Layouts { get; } = new Dictionary<string, SessionLayout>
    {
        ["agno1"] = SessionLayout.V1,
        ["agno2"] = SessionLayout.V2,
        ["agno3"] = SessionLayout.V3,
    };

    /// <summary>Converts every session and prints a line for each: how far the conversion is, what became of the session, and what could not be carried.</summary>
    /// <param name="file">The database with the sessions.</param>
    /// <param name="from">Their layout.</param>
    /// <param name="to">The layout that they get.</param>
    /// <param name="target">The database that they go to; null for the same.</param>
    /// <param name="options">Whether sessions that are there already are repaired.</param>
    /// <param name="output">Where the lines go.</param>
    public static async Task RunAsync(string file, SessionLayout from, SessionLayout to, string? target, ConversionOptions options, TextWriter output)
    {
        if (!File.Exists(file))
            throw new TransferException($"There is no file '{file}'.");
        await using SqliteStorage storage = SqliteStorage.Open(file);
        await using SqliteStorage? other = target is null ? null : SqliteStorage.Open(target);
        await foreach (ConvertedSession session in storage.ConvertAsync(from, new ConversionTables(to) { Storage = other }, options))
        {
            string losses = session.Losses.IsEmpty ? "" : $": {string.Join(" ", session.Losses)}";
            await output.WriteLineAsync($"{session.Done}/{session.Total} {session.Outcome} {PythonText.OfString(session.SessionId)}{losses}");
        }
    }
}
