using Agno.Storage;

namespace Tickets;

[SessionRecord(StorageMode.Workflow, Table = "tickets", Version = 3)]
public sealed partial class Ticket
{
    private static int s_backfilled;

    public string? Subject { get; set; }

    [SessionColumn(Default = 0)]
    public decimal Price { get; set; }

    [SessionIndex]
    [SessionColumn(Default = Priority.Normal)]
    public Priority Priority { get; set; } = Priority.Normal;

    public string? Note { get; set; }

    /// <summary>How many backfills this process has run.</summary>
    public static int Backfilled => s_backfilled;

    public override string ToString() => FormattableString.Invariant($"{SessionId} subject={Subject} price={Price} priority={Priority} note={Note}");

    public static Ticket Make(string id, string text) => new() { SessionId = id, Subject = text, Priority = Priority.Urgent };

    [SessionBackfill(2)]
    private static void Describe(Ticket ticket)
    {
        s_backfilled++;
        ticket.Note = "was " + ticket.Subject;
    }

    [SessionBackfill(3)]
    private static Ticket Mark(Ticket ticket)
    {
        s_backfilled++;
        if (ticket.Subject == "poison")
            throw new InvalidOperationException("This ticket can't be marked.");
        ticket.Note += "!";
        return ticket;
    }
}

public enum Priority
{
    Low,
    Normal,
    Urgent,
}
