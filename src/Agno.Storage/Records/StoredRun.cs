using System.Text.Json.Nodes;
using Agno.Storage.Json;

namespace Agno.Storage.Records;

/// <summary>A run as it is stored: what an engine gives when it reads one, and what tells later whether it was changed.</summary>
/// <param name="sessionId">The id of its session.</param>
/// <param name="runId">Its id.</param>
/// <param name="data">Its JSON in UTF-8. Must stay as it is.</param>
/// <param name="origin">What the engine knows the database by, or the transaction that the run was written in.</param>
public sealed class StoredRun(string sessionId, string runId, byte[] data, object origin)
{
    /// <summary>The id of its session.</summary>
    public string SessionId => sessionId;

    /// <summary>Its id.</summary>
    public string RunId => runId;

    /// <summary>Its JSON in UTF-8, inside a JSON string where another writer put it there.</summary>
    public ReadOnlySpan<byte> Data => Bytes;

    /// <summary>What the engine knows the database by, or the transaction that the run was written in.</summary>
    public object Origin => origin;

    /// <summary>Its JSON, to be parsed when it is asked for.</summary>
    /// <param name="table">The name of the runs' table, for errors.</param>
    public JsonColumn<JsonNode> ToJson(string table) => RunCodec.Lazy(JsonCodecs.Node).Read(this, table);

    internal byte[] Bytes => data;
}
