using System.Text.Json;

namespace Agno.Storage.Benchmarks.Reporting;

/// <summary>The committed reports: files of JSON lines, as the benchmarks print them with <c>--json</c>.</summary>
public sealed class ResultSet(string directory)
{
    private readonly Dictionary<string, List<JsonElement>> _files = [];

    /// <summary>A number of one line.</summary>
    /// <exception cref="InvalidOperationException">There is no such line, or it has no such number.</exception>
    public double Get(string file, string operation, string size, string contestant, string name) =>
        Find(file, operation, size, contestant) is { } line && line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new InvalidOperationException($"{file} has no {name} of {operation} {size} {contestant}.");

    /// <summary>A number of one line; null where the contestant does not take part, or the number is not known.</summary>
    public double? TryGet(string file, string operation, string size, string contestant, string name) =>
        Find(file, operation, size, contestant) is { } line && line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private JsonElement? Find(string file, string operation, string size, string contestant)
    {
        foreach (JsonElement line in Lines(file))
            if (Is(line, "op", operation) && Is(line, "size", size) && Is(line, "contestant", contestant))
                return line;
        return null;
    }

    private static bool Is(JsonElement line, string name, string value) => line.GetProperty(name).ValueEquals(value);

    private List<JsonElement> Lines(string file)
    {
        if (!_files.TryGetValue(file, out List<JsonElement>? lines))
            _files[file] = lines = [.. File.ReadLines(Path.Combine(directory, file)).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))];
        return lines;
    }
}
