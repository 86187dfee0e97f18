using Agno.Storage;

namespace Tickets;

[SessionRecord(StorageMode.Workflow, Table = "tickets", Version = 2)]
public sealed partial class Ticket
{
    private static int s_backfilled;

    public string? Title { get; set; }

    public int? Price { get; set; }

    public double? Legacy { get; set; }

    [SessionIndex]
    [SessionColumn(Default = Priority.Normal)]
    public Priority Priority { get; set; } = Priority.Normal;

    public string? Note { get; set; }

    /// <summary>How many backfills this process has run.</summary>
    public static int Backfilled => s_backfilled;

    public override string ToString() => $"{SessionId} title={Title} price={Price} priority={Priority} note={Note}";

    public static Ticket Make(string id, string text) => new() { SessionId = id, Title = text, Priority = Priority.Urgent };

    [SessionBackfill(2)]
    private static void Describe(Ticket ticket)
    {
        s_backfilled++;
        ticket.Note = "was " + ticket.Title;
    }
}

public enum Priority
{
    Low,
    Normal,
    Urgent,
}
