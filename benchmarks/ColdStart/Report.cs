using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Benchmarks.ColdStart;

/// <summary>Results as a table for people, or as JSON lines of the quick mode's form for programs.</summary>
internal static class Report
{
    public static void Write(string mode, Result[] results, bool json)
    {
        if (!json)
            Console.WriteLine($"{"op",-12}{"size",-6}{"contestant",-16}{"ms",10}{"x MDS",10}{"bytes",12}");
        foreach (Result result in results)
            Console.WriteLine(json
                ? JsonSerializer.Serialize(
                    new Line("cold-start", mode, result.Name, Math.Round(result.Milliseconds, 2), Math.Round(result.Ratio, 3), result.ProgramBytes), LineContext.Default.Line)
                : string.Create(CultureInfo.InvariantCulture,
                    $"{"cold-start",-12}{mode,-6}{result.Name,-16}{result.Milliseconds,10:F2}{result.Ratio,10:F3}{result.ProgramBytes,12}"));
        if (!json)
            Console.WriteLine();
    }

    internal sealed record Line(
        [property: JsonPropertyName("op")] string Operation,
        [property: JsonPropertyName("size")] string Size,
        [property: JsonPropertyName("contestant")] string Contestant,
        [property: JsonPropertyName("ms")] double Milliseconds,
        [property: JsonPropertyName("ratio_to_mds")] double RatioToMds,
        [property: JsonPropertyName("bytes")] long Bytes);
}

[JsonSerializable(typeof(Report.Line))]
internal sealed partial class LineContext : JsonSerializerContext;
