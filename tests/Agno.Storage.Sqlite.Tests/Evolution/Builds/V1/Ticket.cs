using Agno.Storage;

namespace Tickets;

[SessionRecord(StorageMode.Workflow, Table = "tickets")]
public sealed partial class Ticket
{
    public string? Title { get; set; }

    public int? Price { get; set; }

    public double? Legacy { get; set; }

    /// <summary>How many backfills this process has run.</summary>
    public static int Backfilled => 0;

    public override string ToString() => $"{SessionId} title={Title} price={Price}";

    public static Ticket Make(string id, string text) => new() { SessionId = id, Title = text };
}
