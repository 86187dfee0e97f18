using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>Results as a table for people, or as JSON lines for programs.</summary>
internal static class Report
{
    public static void WriteTable(IEnumerable<Result> results, TextWriter output)
    {
        output.WriteLine($"{"op",-12}{"size",-11}{"contestant",-16}{"us/call",12}{"x floor",10}{"x MDS",10}{"bytes",12}");
        foreach (IGrouping<(string, string), Result> group in results.GroupBy(result => (result.Operation, result.Size)))
        {
            foreach (Result result in group)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Operation,-12}{result.Size,-11}{result.Contestant,-16}{result.Microseconds,12:F2}{result.RatioToFloor,10:F2}{result.RatioToMds,10:F2}{result.Bytes,12:F0}"));
            output.WriteLine();
        }
    }

    public static void WriteJsonLines(IEnumerable<Result> results, TableShape table, TextWriter output)
    {
        foreach (Result result in results)
            output.WriteLine(JsonSerializer.Serialize(
                new Line(result.Operation, result.Size, result.Contestant, Round(result.RatioToFloor), Round(result.RatioToMds), (long)Math.Round(result.Bytes), table == TableShape.Python ? null : table.ToString().ToLowerInvariant()),
                ReportJsonContext.Default.Line));
    }

    private static double? Round(double? ratio) => ratio is { } value ? Math.Round(value, 3) : null;

    internal sealed record Line(
        [property: JsonPropertyName("op")] string Operation,
        [property: JsonPropertyName("size")] string Size,
        [property: JsonPropertyName("contestant")] string Contestant,
        [property: JsonPropertyName("ratio_to_floor")] double? RatioToFloor,
        [property: JsonPropertyName("ratio_to_mds")] double? RatioToMds,
        [property: JsonPropertyName("bytes")] long Bytes,
        [property: JsonPropertyName("table"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Table);
}

[JsonSerializable(typeof(Report.Line))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
