using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Benchmarks.Concurrent;

/// <summary>What was measured of one store under one load.</summary>
/// <param name="Operation">The load.</param>
/// <param name="Contestant">The store.</param>
/// <param name="PerSecond">The median of the calls in a second.</param>
/// <param name="WriteMilliseconds">The 99th percentile of the time of a write.</param>
/// <param name="RatioToSerial">How many times the calls of a commit per upsert; alone, of the synchronous call. The median of the rounds' ratios.</param>
/// <param name="RatioToPooled">How many times the calls of a pooled connection per call.</param>
internal sealed record Result(string Operation, string Contestant, double PerSecond, double WriteMilliseconds, double RatioToSerial, double? RatioToPooled);

/// <summary>Results as a table for people, or as JSON lines of the quick mode's form for programs.</summary>
internal static class Report
{
    public static void WriteTable(IEnumerable<Result> results, TextWriter output)
    {
        output.WriteLine($"{"op",-14}{"contestant",-20}{"calls/s",10}{"p99 write ms",14}{"x serial",10}{"x pooled",10}");
        foreach (IGrouping<string, Result> group in results.GroupBy(result => result.Operation))
        {
            foreach (Result result in group)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Operation,-14}{result.Contestant,-20}{result.PerSecond,10:F0}{result.WriteMilliseconds,14:F2}{result.RatioToSerial,10:F2}{result.RatioToPooled,10:F2}"));
            output.WriteLine();
        }
    }

    public static void WriteJsonLines(IEnumerable<Result> results, TextWriter output)
    {
        foreach (Result result in results)
            output.WriteLine(JsonSerializer.Serialize(
                new Line(
                    result.Operation,
                    "1KB",
                    result.Contestant,
                    Math.Round(result.PerSecond),
                    Math.Round(result.WriteMilliseconds, 3),
                    Math.Round(result.RatioToSerial, 3),
                    result.RatioToPooled is { } ratio ? Math.Round(ratio, 3) : null),
                ConcurrentJsonContext.Default.Line));
    }

    internal sealed record Line(
        [property: JsonPropertyName("op")] string Operation,
        [property: JsonPropertyName("size")] string Size,
        [property: JsonPropertyName("contestant")] string Contestant,
        [property: JsonPropertyName("per_second")] double PerSecond,
        [property: JsonPropertyName("p99_write_ms")] double WriteMilliseconds,
        [property: JsonPropertyName("ratio_to_serial")] double RatioToSerial,
        [property: JsonPropertyName("ratio_to_pooled")] double? RatioToPooled);
}

[JsonSerializable(typeof(Report.Line))]
internal sealed partial class ConcurrentJsonContext : JsonSerializerContext;
