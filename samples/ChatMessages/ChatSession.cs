using Agno.Storage;
using Microsoft.Extensions.AI;

namespace ChatMessages;

/// <summary>A conversation of Microsoft.Extensions.AI. Its JSON is that of the library's own options, which know every kind of content.</summary>
[SessionRecord(StorageMode.Agent, Table = "chats")]
public sealed partial class ChatSession
{
    [SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]
    public List<ChatMessage> Messages { get; set; } = [];
}
