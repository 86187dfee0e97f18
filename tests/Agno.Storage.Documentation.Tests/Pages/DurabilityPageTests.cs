using System.Text.RegularExpressions;
using Agno.Storage.Tests;

namespace Agno.Storage.Documentation.Tests.Pages;

/// <summary>docs/durability.md, by its statements. Its promises name their tests on the page itself.</summary>
public sealed partial class DurabilityPageTests() : PageTests("docs/durability.md", Held)
{
    private static readonly Statements Held = new()
    {
        { "A write is acknowledged when its call returns or its task completes without an exception: `UpsertAsync`, `DeleteAsync` and the other write methods, `CommitAsync` of a transaction, and each transaction of a bulk write (reported to its `IProgress`).", "ScheduleTests.WhateverTheOrderEachCallDoesWhatItSays" },
        { "That happens after SQLite's COMMIT returned, never before, even if many writes share one commit.", "KillTests.NothingAcknowledgedIsLostWhenTheProcessIsKilled" },
        { "Each promise below names the test that holds it.", "DurabilityPageTests.EachPromiseNamesTestsThatExist" },
        { "If no test can hold it, it says what the promise rests on.", "DurabilityPageTests.EachPromiseNamesTestsThatExist" },
        { "| the process ends, in any way | nothing acknowledged is lost | nothing acknowledged is lost |", "KillTests.NothingAcknowledgedIsLostWhenTheProcessIsKilled" },
        { "| the system stops or loses power | nothing acknowledged is lost | the last writes may be lost; the database stays consistent |", "SynchronousTests.TheConnectionThatWritesIsOpenedAsTheOptionSays" },
        { "| each commit waits for the disk | yes | no |", "SynchronousTests.TheConnectionThatWritesIsOpenedAsTheOptionSays" },
        { "The log is checked after a commit, before it is acknowledged, unless that was done less than a tenth of a millisecond ago; this takes about a microsecond.", "FileTests.WritesWithoutTheLogFailAndWhatWasAcknowledgedIsSaved" },
        { "The file and the log are checked before a write, with the same exception.", "FileTests.WritesToAFileThatWasRemovedFailAndSayWhy" },
        { "On Windows there is no check: a file that SQLite has open can't be removed, renamed or replaced there.", "No test: it is how Windows treats open files." },
        { "While a storage, or any other SQLite connection of the process, has `agents.db` open, the process must not open `agents.db` or `agents.db-shm` without SQLite: not with `File.Copy`, `File.ReadAllBytes`, `File.OpenRead`, a zip or an upload of it.", "No test: it is advice." },
        { "On Linux and macOS, closing such a file drops all locks that the process has on it, including SQLite's.", "No test: it is how Linux and macOS treat locks; what happens then is held below." },
        { "Another process with an older SQLite (3.40 for example) then takes itself for the last one when it closes the database, and removes the log.", "FileTests.ACopyWithinTheProcessLosesNothingOfWhatOthersWrite" },
        { "Copy it with `BackupAsync`, or from another process with `sqlite3`.", "No test: it is advice." },
        { "The tests above run in `dotnet test`.", "No test: it introduces what follows." },
        { "These take longer:", "No test: it introduces what follows." },
        { "| `dotnet run -c Release --project tests/Agno.Storage.Faults.Tests/Host -- soak` | 30 minutes of mixed load: fails if memory, handles or the log grow. `soak 3` takes three minutes, `soak 3 PATH` names the file. |", "No test: it is a longer run." },
        { "| `AGNO_TEST_ROUNDS=5000 dotnet test --project tests/Agno.Storage.Faults.Tests` | kills as many processes |", "No test: it is a longer run." },
        { "| `AGNO_TEST_SCHEDULES=500000 dotnet test --project tests/Agno.Storage.Faults.Tests` | as many random schedules; a failure prints the seed that repeats it |", "No test: it is a longer run." },
        { "| `AGNO_TEST_SAMPLES=5000000 dotnet test --project tests/Agno.Storage.Tests` | gives each JSON test as many damaged texts |", "No test: it is a longer run." },
    };

    [Fact]
    public void EachPromiseNamesTestsThatExist()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "durability.md"));
        string[] named = [.. HeldBy().Matches(page).SelectMany(held => Name().Matches(held.Value)).Select(name => name.Groups[1].Value)];

        Assert.True(named.Length > 20, $"Only {named.Length} tests were found.");
        Assert.Empty(TestCatalog.Missing(named));
    }

    [GeneratedRegex(@"Held by (?:`\w+\.\w+`(?:,\s+)?)+")]
    private static partial Regex HeldBy();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Name();
}
