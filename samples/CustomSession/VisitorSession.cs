using Agno.Storage;

namespace CustomSession;

/// <summary>An agent's session with one visitor: another mode, kept in another database.</summary>
[SessionRecord(StorageMode.Agent, Table = "visitors")]
public sealed partial record VisitorSession
{
    /// <summary>The visitor's language, such as "pt-BR".</summary>
    public required string Language { get; set; }

    /// <summary>Pages seen so far.</summary>
    public List<Uri> Pages { get; set; } = [];
}
