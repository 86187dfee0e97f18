using System.Globalization;
using Agno.Storage.Generators.Tests.Names;

namespace Agno.Storage.Generators.Tests;

/// <summary>What is generated and reported is the same on every machine, whatever minus sign and separators its culture has.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("sv-SE", "\u2212", ",", "\u00a0")]
    [InlineData("tr-TR", "-", ",", ".")]
    [InlineData("fa-IR", "\u200e\u2212", "\u066b", "\u066c")]
    public void TheMachinesCultureChangesNothing(string name, string minus, string point, string group)
    {
        string[] sources = [new NameSources().ToString(), Sources.Scalars, Sources.Converters, Sources.Layout2, Sources.Layout3Runs, Queries.QuerySources.Queries, Negative];
        string[] expected = [.. sources.Select(Everything)];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureOf(name, minus, point, group);
            Assert.StartsWith(minus, (-1).ToString(CultureInfo.CurrentCulture), StringComparison.Ordinal);
            foreach ((string source, string text) in sources.Zip(expected))
                Assert.Equal(text, Everything(source));
            Assert.Equal(minus, CultureInfo.CurrentCulture.NumberFormat.NegativeSign);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Numbers that are negative wherever a declaration can have one, two of them wrong.
    private const string Negative = """
        using System.Text.Json.Serialization;
        using Agno.Storage;

        namespace Demo;

        [JsonDerivedType(typeof(Sub), -7)]
        public class Note;
        public sealed class Sub : Note;
        public enum Level { Below = -1 }
        public sealed record Page(int Number = -5, double Share = -0.5, decimal Price = -1.25m, Level Level = Level.Below);

        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Right
        {
            [SessionColumn(Default = -3)] public int Rank { get; set; }
            [SessionColumn(Default = -3L)] public double Score { get; set; }
            [SessionColumn(Default = "-1.5")] public decimal Price { get; set; }
            [SessionColumn(Default = Level.Below)] public Level Level { get; set; }
            public Note? Memory { get; set; }
            public Page? SessionData { get; set; }
        }

        [SessionRecord(StorageMode.Agent, Version = -2)]
        public sealed partial class Wrong;

        public sealed partial class Wrong { [SessionBackfill(-4)] private static void Fill(Wrong session) { } }
        """;

    // The files, and every message, as an engine in that culture shows it.
    private static string Everything(string source)
    {
        GeneratorResult result = GeneratorTestHost.Run(source, files: NameSources.Snapshot);
        Assert.Null(result.Run.Exception);
        return string.Join('\n', result.Files.Select(file => file.Key + "\n" + file.Value)
            .Concat(result.Diagnostics.Select(diagnostic => diagnostic.Id + diagnostic.GetMessage(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)));
    }

    // The culture itself where the machine has its data; elsewhere one that writes numbers as it does.
    private static CultureInfo CultureOf(string name, string minus, string point, string group)
    {
        if (!AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) || !isInvariant)
            return new CultureInfo(name, useUserOverride: false);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (minus, point, group);
        return culture;
    }
}
