namespace Agno.Storage.Generators.Emitter;

/// <summary>Names that the JSON emitters share.</summary>
internal static class JsonText
{
    public const string Namespace = "global::Agno.Storage.Json";
    public const string Cursor = Namespace + ".JsonCursor";
    public const string Writer = Namespace + ".JsonEmitter";
    public const string Codec = Namespace + ".JsonCodec";
    public const string Span = "global::System.ReadOnlySpan<byte>";
    public const string Utf8 = "global::System.Text.Encoding.UTF8";
    public const string Metadata = "global::System.Text.Json.Serialization.Metadata";

    /// <summary>Whether a name stands in JSON as it is, so that its quoted form can be a literal.</summary>
    public static bool IsPlain(string name) => name.All(c => c is >= ' ' and <= '~' and not '"' and not '\\');

    /// <summary>A plain name with its quotes and colon, and what stands before it, as a UTF-8 literal.</summary>
    public static string Quoted(string name, string before = "") => RecordFile.Literal($"{before}\"{name}\":") + "u8";

    /// <summary>Text as a UTF-8 literal.</summary>
    public static string Literal(string text) => RecordFile.Literal(text) + "u8";

    /// <summary>How many bytes a text takes in UTF-8.</summary>
    public static int Length(string text) => System.Text.Encoding.UTF8.GetByteCount(text);
}
