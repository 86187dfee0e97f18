namespace Agno.Storage.Sqlite.Tests;

/// <summary>A record whose members refuse much: required columns, a narrow number, eager JSON.</summary>
[SessionRecord(StorageMode.Workflow, Table = "strict_sessions", Version = 3)]
public sealed partial class StrictSession
{
    public byte Level { get; set; }

    [SessionIndex]
    public string? Label { get; set; }

    public Guid? Token { get; set; }

    public StrictPlan? Plan { get; set; }
}

/// <summary>An eager JSON member; it may contain itself.</summary>
public sealed class StrictPlan
{
    public required string Goal { get; set; }

    public List<StrictPlan> Steps { get; set; } = [];
}
