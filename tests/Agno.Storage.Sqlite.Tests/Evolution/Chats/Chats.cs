using System.Text.Json.Serialization;
using Agno.Storage;

namespace Chats
{
    /// <summary>A turn of a chat.</summary>
    public sealed record Turn([property: JsonPropertyName("run_id")] string Id, [property: JsonPropertyName("text")] string? Text, [property: JsonPropertyName("status")] string? Status = null);
}

// Version 1: the turns are a JSON list in the session's own row.
namespace Chats.V1
{
    [SessionRecord(StorageMode.Workflow, Table = "chats")]
    public sealed partial class Chat
    {
        public List<Turn>? Turns { get; set; }

        public string? Title { get; set; }
    }
}

// Version 2: they are rows.
namespace Chats.V2
{
    [SessionRecord(StorageMode.Workflow, Table = "chats", Version = 2)]
    public sealed partial class Chat
    {
        [SessionRuns]
        public List<Turn> Turns { get; set; } = [];

        public string? Title { get; set; }
    }
}

// Version 3: under another name, and edited by a backfill.
namespace Chats.V3
{
    [SessionRecord(StorageMode.Workflow, Table = "chats", Version = 3)]
    public sealed partial class Chat
    {
        [SessionRuns]
        [FormerName("turns")]
        public List<Turn> History { get; set; } = [];

        public string? Title { get; set; }

        public string? Note { get; set; }

        [SessionBackfill(3)]
        private static void Edit(Chat chat)
        {
            chat.Note = $"{chat.History.Count} turns";
            chat.History.RemoveAll(turn => turn.Text == "remove");
            for (int i = 0; i < chat.History.Count; i++)
                if (chat.History[i].Text == "change")
                    chat.History[i] = chat.History[i] with { Text = "changed" };
            chat.History.Add(new("added", "by the backfill"));
        }
    }
}

// The list stays in its column, under another member, and a backfill makes rows of it.
namespace Chats.Apart
{
    [SessionRecord(StorageMode.Workflow, Table = "chats", Version = 2)]
    public sealed partial class Chat
    {
        [SessionColumn("turns")]
        public List<Turn>? OldTurns { get; set; }

        public string? Title { get; set; }

        public int? Moved { get; set; }

        [SessionRuns]
        public List<Turn> Turns { get; set; } = [];

        [SessionBackfill(2)]
        private static void Move(Chat chat)
        {
            chat.Turns.AddRange(chat.OldTurns ?? []);
            chat.Moved = chat.Turns.Count;
            chat.OldTurns = null;
        }
    }
}

// A list still, and a backfill that does what the test says.
namespace Chats.Hooked
{
    [SessionRecord(StorageMode.Workflow, Table = "chats", Version = 2)]
    public sealed partial class Chat
    {
        public List<Turn>? Turns { get; set; }

        public string? Title { get; set; }

        /// <summary>What the backfill does.</summary>
        public static Action? Hook { get; set; }

        [SessionBackfill(2)]
        private static void Call(Chat chat) => Hook!();
    }

    [SessionRecord(StorageMode.Agent, Table = "audit")]
    public sealed partial class Entry;
}

// Rows, and no file that says how they were stored before.
namespace Chats.Unrecorded
{
    [SessionRecord(StorageMode.Workflow, Table = "chats")]
    public sealed partial class Chat
    {
        [SessionRuns]
        public List<Turn> Turns { get; set; } = [];

        public string? Title { get; set; }
    }

    [SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3, Table = "chats3")]
    public sealed partial class Chat3
    {
        [SessionRuns]
        public List<Turn> Turns { get; set; } = [];
    }

    [SessionRecord(StorageMode.Agent, Layout = SessionLayout.V3, Table = "chats3")]
    public sealed partial class ListedChat3
    {
        public List<Turn>? Turns { get; set; }
    }
}

// Runs of step-based workflows have a column of their own in Agno 1, which stays part of the table.
namespace Chats.Steps
{
    [SessionRecord(StorageMode.WorkflowV2, Table = "steps")]
    public sealed partial class Listed
    {
        public List<Turn>? Runs { get; set; }
    }

    [SessionRecord(StorageMode.WorkflowV2, Table = "steps")]
    public sealed partial class Rows
    {
        [SessionRuns]
        public List<Turn> Runs { get; set; } = [];
    }
}
