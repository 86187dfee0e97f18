namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>A record at its third version, and the file that says so.</summary>
internal static class EvolutionSources
{
    public const string File = "Ticket.schema.txt";

    public const string Record = """
        using Agno.Storage;

        namespace Demo;

        [SessionRecord(StorageMode.Workflow, Table = "tickets", Version = 3)]
        internal sealed partial class Ticket
        {
            [SessionIndex]
            [SessionColumn(Default = Priority.Normal)]
            public Priority Priority { get; set; } = Priority.Normal;

            public string? Subject { get; set; }

            public long Views { get; set; }

            [SessionColumn(Default = "it's \"{}\"")]
            public string Note { get; set; } = "";

            [SessionBackfill(3)]
            private static void Describe(Ticket ticket) => ticket.Note = ticket.Subject + "!";
        }

        internal enum Priority { Low, Normal, Urgent }
        """;

    public const string Snapshot = """
        # A comment.
        version 1
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          title         String
          views         Int32 NOT NULL
          legacy        Double
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)

        version 2
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          priority      Int32 NOT NULL DEFAULT 1
          subject       String FORMERLY title
          views         Int32 NOT NULL
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)
          index (priority)
          dropped legacy

        version 3
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          priority      Int32 NOT NULL DEFAULT 1
          subject       String
          views         Int64 NOT NULL
          note          String NOT NULL DEFAULT "it's \"{}\""
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)
          index (priority)
        """;
}
