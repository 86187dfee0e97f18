namespace Agno.Storage.Aot.Tests.Cases;

/// <summary>A record at its third version; its snapshot file has all three.</summary>
[SessionRecord(StorageMode.Workflow, Table = "evolved", Version = 3)]
public sealed partial class EvolvedSession
{
    [FormerName("title")]
    public string? Subject { get; set; }

    [SessionColumn(Default = 0)]
    public decimal Price { get; set; }

    [SessionIndex]
    [SessionColumn(Default = Level.High)]
    public Level Level { get; set; } = Level.High;

    public string? Note { get; set; }

    [SessionBackfill(2)]
    private static void Describe(EvolvedSession session) => session.Note = "was " + session.Subject;
}
