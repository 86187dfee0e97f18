// Moves sessions between a database, whoever wrote it (Python Agno 1.x or 2.x, Go Agno, this library), and JSON lines.
using System.Text;
using Agno.Storage;
using Agno.Storage.Records;
using PythonInterop;

const string Usage = """
    Prints the sessions of a table as JSON lines, sorted by session id, or stores such lines:

      dotnet run --project samples/PythonInterop -- dump FILE TABLE MODE > lines.jsonl
      dotnet run --project samples/PythonInterop -- load FILE TABLE MODE < lines.jsonl

    MODE is agent, team, workflow or workflow_v2 for tables of Agno 1, agno2 for the one table of Agno 2. A dump never
    alters the file. A load stores all lines or, when one is at fault, none; created_at and updated_at are kept as given.
    """;

// The columns of Agno 2 in the order of its table, JSON decoded.
string[] columns =
[
    "session_id", "session_type", "agent_id", "team_id", "workflow_id", "user_id", "session_data", "agent_data", "team_data", "workflow_data",
    "metadata", "runs", "summary", "created_at", "updated_at",
];

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
    ["agno2"] = new(new SessionLines<AgentRow>(columns), new SessionLines<TeamRow>(columns), new SessionLines<WorkflowRow>(columns)),
};

if (args is not [("dump" or "load") and var command, var file, var table, var mode])
    return Fail(Usage);
if (!modes.TryGetValue(mode, out SessionTransfer? transfer))
    return Fail($"'{mode}' is no mode. Modes: {string.Join(", ", modes.Keys)}.");

try
{
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
