namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>What is measured, by the names that reports use.</summary>
public static class Operation
{
    /// <summary>One session by its id, its memory as objects.</summary>
    public const string Read = "read";

    /// <summary>The 100 newest sessions of a user, their memory as objects.</summary>
    public const string List = "list";

    /// <summary>One session by its id, its memory kept as the text it is.</summary>
    public const string ReadLazy = "read-lazy";

    /// <summary>The 100 newest sessions of a user, their memory kept as the text it is.</summary>
    public const string ListLazy = "list-lazy";

    /// <summary>The ids, owners and times of the 100 newest sessions of a user. Agno.Storage reads them from a table of its own making, everybody else from Python's.</summary>
    public const string ListMeta = "list-meta";

    /// <summary>One session deleted, in a transaction of its own.</summary>
    public const string Delete = "delete";

    /// <summary>1,000 sessions updated in one transaction.</summary>
    public const string UpsertMany = "upsert-1000";

    /// <summary>One session updated, in a transaction of its own; the stored created_at comes back.</summary>
    public const string Upsert = "upsert";

    /// <summary>The memory's JSON text made into objects.</summary>
    public const string JsonRead = "json-read";

    /// <summary>The memory made into JSON text, in a reused buffer.</summary>
    public const string JsonWrite = "json-write";

    /// <summary>A session read with its last five runs, one appended, and saved: by how many runs it has. Ours alone.</summary>
    public const string AppendTurn = "append-turn";

    /// <summary>What contestants do.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, ReadLazy, List, ListLazy, ListMeta, Upsert, UpsertMany, Delete, JsonRead, JsonWrite];

    public static IReadOnlyList<string> JsonOnly { get; } = [JsonRead, JsonWrite];

    /// <summary>The contestant that others are compared with: what can't be done for less.</summary>
    public static string FloorOf(string operation) => operation is JsonRead or JsonWrite ? SystemTextJson.ContestantName : Floor.FloorContestant.ContestantName;
}
