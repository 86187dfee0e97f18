using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Generators.Benchmarks;

/// <summary>Results as a table for people, or as JSON lines for programs.</summary>
internal static class Report
{
    public static void Write(int types, Result[] results, bool json)
    {
        if (!json)
            Console.WriteLine($"{"op",-22}{"types",6}{"ours ms",10}{"same files",12}{"none",8}{"binding",10}{"own ms",10}");
        foreach (Result result in results)
            Console.WriteLine(json
                ? JsonSerializer.Serialize(
                    new Line(result.Operation, $"{types}", "Agno.Storage", Round(result.Ours), Round(result.SameFiles), Round(result.None), Round(result.Binding), Round(result.Own)), LineContext.Default.Line)
                : string.Create(CultureInfo.InvariantCulture,
                    $"{result.Operation,-22}{types,6}{result.Ours,10:F2}{result.SameFiles,12:F2}{result.None,8:F2}{result.Binding,10:F2}{result.Own,10:F2}"));
        if (!json)
            Console.WriteLine();
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, 2);

    internal sealed record Line(
        [property: JsonPropertyName("op")] string Operation,
        [property: JsonPropertyName("size")] string Size,
        [property: JsonPropertyName("contestant")] string Contestant,
        [property: JsonPropertyName("ms")] double Milliseconds,
        [property: JsonPropertyName("same_files_ms")] double SameFilesMilliseconds,
        [property: JsonPropertyName("no_generator_ms")] double NoGeneratorMilliseconds,
        [property: JsonPropertyName("binding_ms")] double BindingMilliseconds,
        [property: JsonPropertyName("own_ms")] double OwnMilliseconds);
}

[JsonSerializable(typeof(Report.Line))]
internal sealed partial class LineContext : JsonSerializerContext;
