using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Tests;

/// <summary>A record is parsed again only where an edit can change it: an edit of another file that does must be seen.</summary>
public sealed class CrossFileTests
{
    [Theory]
    [InlineData("a base class", "public sealed partial class Order : Base;", "public class Base { public int A { get; set; } }", "public class Base { public long A { get; set; } }")]
    [InlineData("a base's base", "public sealed partial class Order : Middle; public class Middle : Base;", "public class Base;", "public class Base { public int A { get; set; } }")]
    [InlineData("a JSON type", "public sealed partial class Order { public Note? N { get; set; } }", "public record Note(int A);", "public record Note(int B);")]
    [InlineData("a type argument", "public sealed partial class Order { public List<Dictionary<string, Note[]>>? N { get; set; } }", "public record Note(int A);", "public record Note(int B);")]
    [InlineData("a derived type", "public sealed partial class Order { public Note? N { get; set; } } [JsonDerivedType(typeof(Long), \"long\")] public class Note;", "public class Long : Note;", "public class Long : Note { public int A { get; set; } }")]
    [InlineData("a type of a constructor", "public sealed partial class Order { public Outer? N { get; set; } } public record Outer(Note Inner);", "public record Note(int A);", "public record Note(string A);")]
    [InlineData("an enum", "public sealed partial class Order { [JsonConverter(typeof(JsonStringEnumConverter<Color>))] public Color C { get; set; } }", "public enum Color { Red }", "public enum Color { Red, Blue }")]
    [InlineData("an enum's size", "public sealed partial class Order { public Color C { get; set; } }", "public enum Color { Red }", "public enum Color : byte { Red }")]
    [InlineData("another part", "public sealed partial class Order;", "public sealed partial class Order { public int A { get; set; } }", "public sealed partial class Order { public int B { get; set; } }")]
    [InlineData("a part that appears", "public sealed partial class Order;", "public sealed class Other;", "public sealed partial class Order { public int B { get; set; } }")]
    [InlineData("a constant", "public sealed partial class Order { [SessionColumn(Names.A)] public int N { get; set; } }", "public static class Names { public const string A = \"one\"; }", "public static class Names { public const string A = \"two\"; }")]
    [InlineData("a converter", "public sealed partial class Order { [SessionColumn(Converter = typeof(Converter))] public Money N { get; set; } } public struct Money;",
        "public class Converter : IColumnConverter<Money, long> { public static long ToStored(Money value) => 0; public static Money FromStored(long value) => default; }",
        "public class Converter : IColumnConverter<Money, string> { public static string ToStored(Money value) => \"\"; public static Money FromStored(string value) => default; }")]
    [InlineData("a nearer type", "public sealed partial class Order { public Uri? N { get; set; } }", "public class Other;", "public class Uri;")]
    [InlineData("a nested type of a base", "public sealed partial class Order : Base { public Uri? N { get; set; } }", "public class Base;", "public class Base { public class Uri; }")]
    [InlineData("a type that did not exist", "public sealed partial class Order { public Note? N { get; set; } }", "public class Other;", "public class Note;")]
    [InlineData("a type of the same name but for its case", "public sealed partial class Order;", "public class Other;", "public class ORDER;")]
    public void AnEditOfAnotherFileIsSeen(string what, string record, string before, string after) =>
        AssertSeen(what, $"[SessionRecord(StorageMode.Agent)] {record}", before, after);

    [Fact]
    public void AGlobalAliasOfTheAttributeIsSeen()
    {
        const string Other = "namespace Demo; public class Other;";
        AssertSeen("alias", "[Kept(StorageMode.Agent)] public sealed partial class Order;", Other, "global using Kept = Agno.Storage.SessionRecordAttribute; " + Other);
    }

    [Fact]
    public void AGlobalAliasOfATypeIsSeen() => AssertSeen(
        "alias",
        "[SessionRecord(StorageMode.Agent)] public sealed partial class Order { public Number A { get; set; } }",
        "global using Number = System.Int32;",
        "global using Number = System.Int64;");

    [Theory]
    [InlineData("[Agno.Storage.SessionRecordAttribute(StorageMode.Agent)]")]
    [InlineData("[global::Agno.Storage.SessionRecord(StorageMode.Agent)]")]
    [InlineData("[Stored(StorageMode.Agent)]")]
    [InlineData("[StoredLong(StorageMode.Agent)]")]
    public void TheAttributeIsFoundHoweverItIsSpelt(string attribute)
    {
        CSharpCompilation compilation = Compile($"{attribute} public sealed partial class Order;", "");
        Assert.NotEmpty(Files(GeneratorTestHost.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("using SQ = Agno.Storage.SessionQueryAttribute; namespace Demo;", "[SQ]")]
    [InlineData("global using SQAttribute = Agno.Storage.SessionQueryAttribute; namespace Demo;", "[SQ]")]
    [InlineData("namespace Demo; using SQ = Agno.Storage.SessionQueryAttribute;", "[SQ]")]
    [InlineData("using SQ = Agno.Storage.SessionQueryAttribute; namespace Demo; using Again = SQ;", "[Again]")]
    [InlineData("namespace Demo;", "[global::Agno.Storage.SessionQuery]")]
    public void AQueryIsFoundHoweverItsAttributeIsSpelt(string head, string attribute)
    {
        GeneratorResult result = GeneratorTestHost.Run($$"""
            {{head}}
            [Agno.Storage.SessionRecord(Agno.Storage.StorageMode.Agent)] internal sealed partial class Chat { [Agno.Storage.SessionIndex] public int Rank { get; set; } }
            internal static partial class Queries { {{attribute}} public static partial System.Collections.Generic.IAsyncEnumerable<Chat> ByRank(this Agno.Storage.ISessionStore<Chat> sessions, int rank); }
            """).AssertNoWarnings();
        Assert.Contains("Demo.Queries.Queries.g.cs", result.Files.Keys);
    }

    [Theory]
    [InlineData("namespace Outer { namespace Inner { using SR = Agno.Storage.SessionRecordAttribute; [SR(Agno.Storage.StorageMode.Agent)] internal sealed partial class Chat; } }")]
    [InlineData("using SR = Agno.Storage.SessionRecordAttribute; namespace Outer.Inner { using Again = SR; [Again(Agno.Storage.StorageMode.Agent)] internal sealed partial class Chat; }")]
    public void ARecordIsFoundByAnAliasOfAnyPlace(string source) =>
        Assert.Contains("Outer.Inner.Chat.Row.g.cs", GeneratorTestHost.Run(source).AssertNoWarnings().Files.Keys);

    [Fact]
    public void AnotherAttributeOfTheNameIsNot()
    {
        CSharpCompilation compilation = Compile("[Mine.SessionRecord] public sealed partial class Order;", "namespace Mine; public sealed class SessionRecordAttribute : System.Attribute;");
        Assert.Empty(Files(GeneratorTestHost.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken)));
    }

    // After the edit, and after it is taken back, the driver must give what a driver that knows nothing yet gives.
    private static void AssertSeen(string what, string record, string before, string after)
    {
        CSharpCompilation compilation = Compile(record, before);
        SyntaxTree old = compilation.SyntaxTrees[1];
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(old, Compile(record, after).SyntaxTrees[1]);
        GeneratorDriver driver = GeneratorTestHost.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        SortedDictionary<string, string> first = Files(driver);

        driver = driver.RunGenerators(edited, TestContext.Current.CancellationToken);
        SortedDictionary<string, string> second = Files(driver);
        Assert.Equal(Fresh(record, after), second);
        Assert.True(!first.SequenceEqual(second), what);

        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        Assert.Equal(first, Files(driver));
    }

    private static SortedDictionary<string, string> Fresh(string record, string other) =>
        Files(GeneratorTestHost.CreateDriver().RunGenerators(Compile(record, other), TestContext.Current.CancellationToken));

    // What was written, and what was reported.
    private static SortedDictionary<string, string> Files(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in result.GeneratedSources)
            files.Add(source.HintName, source.SourceText.ToString());
        foreach (Diagnostic diagnostic in result.Diagnostics)
            files.Add($"{diagnostic.Id} {files.Count}", diagnostic.GetMessage(null));
        return files;
    }

    private static CSharpCompilation Compile(string record, string other) => GeneratorTestHost.Compile($$"""
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using Agno.Storage;
        using Stored = Agno.Storage.SessionRecordAttribute;
        using StoredLongAttribute = Agno.Storage.SessionRecordAttribute;

        namespace Demo;

        {{record}}
        """).AddSyntaxTrees(GeneratorTestHost.Parse(other.Contains("using", StringComparison.Ordinal) || other.Contains("namespace", StringComparison.Ordinal) ? other : $"using Agno.Storage; namespace Demo; {other}", "Other.cs"));
}
