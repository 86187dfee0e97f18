// Moves sessions between a database, whoever wrote it (Python Agno 1.x, 2.x or 3, Go Agno, this library), and JSON lines, and between the layouts of Agno's versions.
using System.Text;
using Agno.Storage;
using Agno.Storage.Records;
using PythonInterop;

const string Usage = """
    Prints the sessions of a table as JSON lines, sorted by session id, or stores such lines:

      dotnet run --project samples/PythonInterop -- dump FILE TABLE MODE > lines.jsonl
      dotnet run --project samples/PythonInterop -- load FILE TABLE MODE < lines.jsonl

    MODE is agent, team, workflow or workflow_v2 for tables of Agno 1, agno2 for the one table of Agno 2, agno3 for that of
    Agno 3 with the table of its runs. A dump never alters the file. A load stores all lines or, when one is at fault,
    none; created_at and updated_at are kept as given. Of agno3 it is the table of runs that is dumped: what Agno's own
    migration left in the sessions' old column alone comes along after "convert FILE agno3 agno3".

    Converts the sessions of a file, into another file if one is given; after a stop, the same command goes on:

      dotnet run --project samples/PythonInterop -- convert FILE LAYOUT LAYOUT [FILE]

    LAYOUT is agno1, agno2 or agno3. A line for each session says what could not be carried. Sessions that are there already
    stay as they are; "repair" in the place of "convert" repairs those that Agno's own conversion damaged.
    """;

// The columns of Agno 2 and 3 in the order of their tables, JSON decoded; in Agno 3 the runs are rows, and come last.
string[] columns2 =
[
    "session_id", "session_type", "agent_id", "team_id", "workflow_id", "user_id", "session_data", "agent_data", "team_data", "workflow_data",
    "metadata", "runs", "summary", "created_at", "updated_at",
];
string[] columns3 = [.. columns2.Where(column => column != RunFormat.Key), RunFormat.Key];

// Each mode's keys are those of Python's to_dict(), in its order. Python gives workflow_session_id, which has no column.
Dictionary<string, SessionTransfer> modes = new()
{
    ["agent"] = Of<AgentSession>(
        "session_id", "user_id", "team_session_id", "workflow_session_id", "memory", "session_data", "extra_data",
        "created_at", "updated_at", "agent_id", "agent_data"),
    ["team"] = Of<TeamSession>(
        "session_id", "team_session_id", "workflow_session_id", "team_id", "user_id", "memory", "team_data", "session_data", "extra_data",
        "created_at", "updated_at"),
    ["workflow"] = Of<WorkflowSession>(
        "session_id", "user_id", "memory", "session_data", "extra_data",
        "created_at", "updated_at", "workflow_id", "workflow_data"),
    ["workflow_v2"] = Of<WorkflowV2Session>(
        "session_id", "user_id", "workflow_id", "workflow_name", "runs", "session_data", "workflow_data", "extra_data",
        "created_at", "updated_at"),
    ["agno2"] = new(new SessionLines<AgentRow2>(columns2), new SessionLines<TeamRow2>(columns2), new SessionLines<WorkflowRow2>(columns2)),
    ["agno3"] = new(new SessionLines<AgentRow3>(columns3), new SessionLines<TeamRow3>(columns3), new SessionLines<WorkflowRow3>(columns3)),
};

try
{
    switch (args)
    {
        case [("convert" or "repair") and var command, var file, var from, var to, .. { Length: <= 1 } target]:
            if (!LayoutConversion.Layouts.TryGetValue(from, out SessionLayout old) || !LayoutConversion.Layouts.TryGetValue(to, out SessionLayout wanted))
                return Fail($"'{from}' to '{to}' is not a valid conversion. Layouts: {string.Join(", ", LayoutConversion.Layouts.Keys)}.");
            await LayoutConversion.RunAsync(file, old, wanted, target.FirstOrDefault(), new() { RepairExisting = command == "repair" }, Console.Out);
            return 0;
        case [("dump" or "load") and var command, var file, var table, var mode]:
            if (!modes.TryGetValue(mode, out SessionTransfer? transfer))
                return Fail($"'{mode}' is not a valid mode. Modes: {string.Join(", ", modes.Keys)}.");
            if (command == "dump")
            {
                await using Stream output = new BufferedStream(Console.OpenStandardOutput());
                await transfer.DumpAsync(file, table, output);
            }
            else
            {
                await using Stream input = Console.OpenStandardInput();
                await transfer.LoadAsync(file, table, input);
            }
            return 0;
        default:
            return Fail(Usage);
    }
}
catch (Exception error) when (error is TransferException or StorageException or IOException or ArgumentException)
{
    return Fail(error.Message);
}

static SessionTransfer Of<TSession>(params string[] keys)
    where TSession : class, ISessionRecord<TSession> => new(new SessionLines<TSession>(keys));

static int Fail(string message)
{
    // Session ids in messages may hold anything, so the stream's encoding is not left to the terminal's.
    using var stderr = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false));
    stderr.WriteLine(message);
    return 1;
}
