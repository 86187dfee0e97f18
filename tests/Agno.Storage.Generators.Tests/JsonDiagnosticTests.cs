using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests;

/// <summary>The rules about JSON members, as <see cref="DiagnosticTests"/>.</summary>
public sealed class JsonDiagnosticTests
{
    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        {
            "AGS0100", "'Session.Anything' is of type 'object', which generated JSON code can't handle (its value may be of any type): change the type, add [SessionIgnore], or name a context that has it with [SessionRecord(JsonContext = typeof(...))]",
            Session("public object? [|Anything|] { get; set; }")
        },
        {
            "AGS0100", "'Note.Grid' is of type 'int[,]', which generated JSON code can't handle (it is not a class, struct or record): change the type, add [JsonIgnore], or name a context that has it with [SessionRecord(JsonContext = typeof(...))]",
            Note("public int[,]? [|Grid|] { get; set; }")
        },
        {
            "AGS0100", "'Session.Counts' is of type 'System.Collections.Generic.Dictionary<Demo.Color, int>', which generated JSON code can't handle (its keys are of type 'Demo.Color', and generated code knows text, whole numbers and Guid as keys): change the type, add [SessionIgnore], or name a context that has it with [SessionRecord(JsonContext = typeof(...))]",
            Session("public System.Collections.Generic.Dictionary<Color, int>? [|Counts|] { get; set; }") + " internal enum Color { Red }"
        },
        {
            "AGS0100", "'Note.Days' is of type 'System.Collections.Immutable.ImmutableSortedDictionary<System.DateTime, int>', which generated JSON code can't handle (its keys are of type 'System.DateTime', and generated code knows text, whole numbers and Guid as keys): change the type, add [JsonIgnore], or name a context that has it with [SessionRecord(JsonContext = typeof(...))]",
            Note("public System.Collections.Immutable.ImmutableSortedDictionary<System.DateTime, int>? [|Days|] { get; set; }")
        },
        {
            "AGS0100", "'Session.Prices' is of type 'System.Collections.Generic.OrderedDictionary<double, int>', which generated JSON code can't handle (it is a collection of a kind that generated code does not build): change the type, add [SessionIgnore], or name a context that has it with [SessionRecord(JsonContext = typeof(...))]",
            Session("public System.Collections.Generic.OrderedDictionary<double, int>? [|Prices|] { get; set; }")
        },
        {
            "AGS0101", "'Session.Grid' is of type 'int[,]', which generated JSON code can't handle and 'Context' lacks: add [JsonSerializable(typeof(int[,]))] to 'Context'",
            "internal partial class Context : JsonSerializerContext; [SessionRecord(StorageMode.Agent, JsonContext = typeof(Context))] internal sealed partial class Session { public int[,]? [|Grid|] { get; set; } }"
        },
        {
            "AGS0102", "'Note' can't be made when JSON is read (no constructor is the one to call): give it an accessible parameterless constructor, or mark one with [JsonConstructor]",
            Session("public Note? Note { get; set; }") + " internal sealed class [|Note|] { public Note(int a) => A = a; public Note(string b) => A = b.Length; public int A { get; } }"
        },
        {
            "AGS0103", "'Note.First' and 'Note.Second' are both 'x' in JSON: give one of them another name with [JsonPropertyName] or add [JsonIgnore]",
            Note("[JsonPropertyName(\"x\")] public int First { get; set; } [JsonPropertyName(\"x\")] public int [|Second|] { get; set; }")
        },
        {
            "AGS0104", "The parameter 'other' of the constructor of 'Note' matches no JSON member by name and type: rename it, change its type, or mark another constructor with [JsonConstructor]",
            Note("public Note(int [|other|]) => A = other; public int A { get; }")
        },
        {
            "AGS0105", "'Wrong' can't convert 'Note.A': it must be an accessible JsonConverter<int> or JsonConverterFactory with a public parameterless constructor",
            Note("[JsonConverter(typeof(Wrong))] public int [|A|] { get; set; }") + " internal sealed class Wrong;"
        },
        {
            "AGS0105", "'ColorNames' can't convert 'Note.A': it must be an accessible JsonConverter<Demo.Color[]> or JsonConverterFactory with a public parameterless constructor",
            Note("[JsonConverter(typeof(ColorNames))] public Color[]? [|A|] { get; set; }") + " internal enum Color { Red } internal sealed class ColorNames() : JsonStringEnumConverter<Color>(null, false);"
        },
        {
            "AGS0106", "'Note.Items' carries [JsonObjectCreationHandling], which generated JSON code can't honour: remove it, so that reading replaces what the member holds",
            Note("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public System.Collections.Generic.List<int> [|Items|] { get; set; } = [];")
        },
        {
            "AGS0107", "'Note.A' can't be left out as [JsonIgnore] says, because it is of type 'int', which is never null: use JsonIgnoreCondition.WhenWritingDefault",
            Note("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int [|A|] { get; set; }")
        },
        {
            "AGS0107", "'Note.A' can't be left out as [JsonIgnore] says, because it is required: remove 'required' or the attribute",
            Note("[JsonIgnore] public required int [|A|] { get; set; }")
        },
        {
            "AGS0108", "'Note.Secret' carries [JsonInclude] but generated code can't reach it: make it internal or public",
            Note("[JsonInclude] private int [|Secret|] { get; set; }")
        },
        {
            "AGS0108", "'Note._secret' carries [JsonInclude] but generated code can't reach it: make it internal or public",
            Note("[JsonInclude] private int [|_secret|];")
        },
        {
            "AGS0103", "'Note.First' and 'Note.Second' are both 'First' in JSON: give one of them another name with [JsonPropertyName] or add [JsonIgnore]",
            Note("public int First { get; set; } [FormerName(\"First\")] public int [|Second|] { get; set; }")
        },
        {
            "AGS0106", "'Note.Text' carries [FormerName], which generated JSON code can't honour: System.Text.Json reads this type as the named context, options or converter say, and knows no former names; keep the stored name with [JsonPropertyName]",
            "[JsonSerializable(typeof(System.Collections.Generic.List<Note>))] internal partial class Context : JsonSerializerContext; [SessionRecord(StorageMode.Agent, JsonContext = typeof(Context))] internal sealed partial class Session { public System.Collections.Generic.List<Note>? Notes { get; set; } } "
                + "internal class Note { [FormerName(\"Old\")] public string? [|Text|] { get; set; } }"
        },
        {
            "AGS0106", "'Note.Text' carries [FormerName], which generated JSON code can't honour: System.Text.Json reads this type as the named context, options or converter say, and knows no former names; keep the stored name with [JsonPropertyName]",
            "[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)] internal partial class Context : JsonSerializerContext; [SessionRecord(StorageMode.Agent, JsonContext = typeof(Context))] internal sealed partial class Session { public Note? Note { get; set; } } "
                + "internal class Note { [FormerName(\"Old\")] public string? [|Text|] { get; set; } }"
        },
        {
            "AGS0112", "'Session.Settings' holds 'Microsoft.Data.Sqlite.SqliteConnectionStringBuilder' of 'Microsoft.Data.Sqlite', whose JSON generated code can't read and write (see 'Microsoft.Data.Sqlite.SqliteConnectionStringBuilder': it is a collection of a kind that generated code does not build): name a context that has it with [SessionRecord(JsonContext = typeof(...))], options that have it with [SessionJson], or a converter with [JsonConverter]",
            Session("public Microsoft.Data.Sqlite.SqliteConnectionStringBuilder? [|Settings|] { get; set; }")
        },
        {
            "AGS0113", "'Session.Anything' names 'Library.Options', which is not a static property or field of type JsonSerializerOptions that generated code can reach: name one that is internal or public",
            Session("[SessionJson(typeof(Library), \"Options\")] public object? [|Anything|] { get; set; }") + " internal static class Library { private static readonly System.Text.Json.JsonSerializerOptions Options = new(); }"
        },
        {
            "AGS0113", "'Session' names 'Library.Missing', which is not a static property or field of type JsonSerializerOptions that generated code can reach: name one that is internal or public",
            "[SessionRecord(StorageMode.Agent), SessionJson(typeof(Library), \"Missing\")] internal sealed partial class [|Session|] { public object? Anything { get; set; } } internal static class Library;"
        },
        {
            "AGS0109", "'Note.Rest' can't hold extension data: make it the type's only one, a settable Dictionary<string, JsonElement>, IDictionary<string, JsonElement> or JsonObject",
            Note("[JsonExtensionData] public System.Collections.Generic.Dictionary<string, int>? [|Rest|] { get; set; }")
        },
        {
            "AGS0110", "'Note' can't be polymorphic in JSON, because it names no derived type: add [JsonDerivedType] or remove [JsonPolymorphic]",
            Session("public Note? Note { get; set; }") + " [JsonPolymorphic] internal class [|Note|];"
        },
        {
            "AGS0110", "'Note' can't be polymorphic in JSON, because 'String' does not derive from it: remove its [JsonDerivedType] or change it",
            Session("public Note? Note { get; set; }") + " [JsonDerivedType(typeof(string))] [JsonDerivedType(typeof(Sub))] internal class [|Note|]; internal sealed class Sub : Note;"
        },
        {
            "AGS0111", "'Note.Text' carries [JsonNumberHandling] but is of type 'string': remove the attribute, or put it on the type that declares the numbers",
            Note("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string [|Text|] { get; set; } = \"\";")
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule(string id, string message, string source) => DiagnosticTests.AssertReported(id, message, source);

    [Theory]
    [InlineData("public record Note(string Text, Other[]? Others); public class Other { public int Number { get; init; } = 5; }", null)]
    [InlineData("public class Note { public Other? Inner { get; set; } } public class Other { public object? Raw { get; set; } }", "'Other.Raw': its value may be of any type")]
    [InlineData("public class Note { public Other? Inner { get; set; } } public class Other { public Other(int wrong) { } }", "'wrong'")]
    public void ATypeOfAnotherAssemblyHasCodeOrOneError(string library, string? cause)
    {
        MetadataReference reference = GeneratorTestHost.Compile(library).WithAssemblyName("Library").ToMetadataReference();
        GeneratorTestHost.CreateDriver().RunGeneratorsAndUpdateCompilation(
            GeneratorTestHost.Compile("using Agno.Storage; " + Session("public System.Collections.Generic.List<Note>? Notes { get; set; }")).AddReferences(reference),
            out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        if (cause is null)
        {
            Assert.Empty(diagnostics.Concat(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
            return;
        }
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal("AGS0112", diagnostic.Id);
        Assert.StartsWith($"'Session.Notes' holds 'Note' of 'Library', whose JSON generated code can't read and write (see {cause})", diagnostic.GetMessage());
    }

    private static string Session(string members) => $$"""[SessionRecord(StorageMode.Agent)] internal sealed partial class Session { {{members}} }""";

    private static string Note(string members) => $$"""{{Session("public Note? Note { get; set; }")}} internal class Note { {{members}} }""";
}
