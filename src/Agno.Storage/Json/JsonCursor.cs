namespace Agno.Storage.Json;

/// <summary>A strict forward reader of JSON in UTF-8.</summary>
public ref struct JsonCursor;
