using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>Results as a table for people, or as JSON lines for programs.</summary>
internal static class Report
{
    public static void WriteTable(IEnumerable<Result> results, TextWriter output)
    {
        output.WriteLine($"{"op",-12}{"size",-8}{"contestant",-16}{"us/call",12}{"x floor",10}{"x MDS",10}{"bytes",12}");
        foreach (IGrouping<(string, string), Result> group in results.GroupBy(result => (result.Operation, result.Size)))
        {
            foreach (Result result in group)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Operation,-12}{result.Size,-8}{result.Contestant,-16}{result.Microseconds,12:F2}{result.RatioToFloor,10:F2}{result.RatioToMds,10:F2}{result.Bytes,12:F0}"));
            output.WriteLine();
        }
    }

    public static void WriteJsonLines(IEnumerable<Result> results, TextWriter output)
    {
        foreach (Result result in results)
            output.WriteLine(JsonSerializer.Serialize(
                new Line(result.Operation, result.Size, result.Contestant, Round(result.RatioToFloor), Round(result.RatioToMds), (long)Math.Round(result.Bytes)),
                ReportJsonContext.Default.Line));
    }

    private static double? Round(double? ratio) => ratio is { } value ? Math.Round(value, 3) : null;

    internal sealed record Line(
        [property: JsonPropertyName("op")] string Operation,
        [property: JsonPropertyName("size")] string Size,
        [property: JsonPropertyName("contestant")] string Contestant,
        [property: JsonPropertyName("ratio_to_floor")] double? RatioToFloor,
        [property: JsonPropertyName("ratio_to_mds")] double? RatioToMds,
        [property: JsonPropertyName("bytes")] long Bytes);
}

[JsonSerializable(typeof(Report.Line))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
