using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Schema;

namespace Agno.Storage.Records;

/// <summary>A run as it is stored: what an engine gives when it reads one, and what tells later whether it was changed.</summary>
/// <param name="sessionId">The id of its session.</param>
/// <param name="runId">Its id.</param>
/// <param name="data">Its JSON in UTF-8. Must stay as it is.</param>
/// <param name="origin">Where it was read or written.</param>
public sealed class StoredRun(string sessionId, string runId, byte[] data, RunOrigin origin)
{
    /// <summary>The id of its session.</summary>
    public string SessionId => sessionId;

    /// <summary>Its id.</summary>
    public string RunId => runId;

    /// <summary>Its JSON in UTF-8, inside a JSON string where another writer put it there.</summary>
    public ReadOnlySpan<byte> Data => Bytes;

    /// <summary>Where it was read or written.</summary>
    public RunOrigin Origin => origin;

    /// <summary>When the run began, in Unix seconds; null where only its JSON says it.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When the run was last stored, in Unix seconds; null where nothing says it.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>Its JSON, to be parsed when it is asked for.</summary>
    /// <param name="table">The name of the runs' table, for errors.</param>
    public JsonColumn<JsonNode> ToJson(string table) => RunCodec.Lazy(JsonCodecs.Node).Read(this, table);

    /// <summary>Whether it was read from its session's own row, where an older layout left it, and not from a row of its own.</summary>
    public bool IsInSessionRow { get; init; }

    /// <summary>What is thrown where the run's JSON is of another kind than its readers expect.</summary>
    /// <param name="table">The name of the runs' table.</param>
    public StorageException NotAnObject(string table) => new($"Run '{runId}' of session '{sessionId}' in table '{table}' can't be read: its data is not an object.")
    {
        Table = table,
        SessionId = sessionId,
        RunId = runId,
        Column = RunTable.Columns[RunTable.RunData].Name,
    };

    /// <summary>What the engine finds the run by where its stored id is not valid text, so that <see cref="RunId"/> only resembles it; null for all others.</summary>
    public object? Key { get; init; }

    internal byte[] Bytes => data;
}
