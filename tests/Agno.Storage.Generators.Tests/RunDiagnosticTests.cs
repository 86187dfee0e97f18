namespace Agno.Storage.Generators.Tests;

/// <summary>The rules about runs that are rows of their own, as <see cref="DiagnosticTests"/>.</summary>
public sealed class RunDiagnosticTests
{
    private const string Run = " internal sealed record Run([property: JsonPropertyName(\"run_id\")] string Id);";
    private const string OtherList = "declare a List, an IReadOnlyList, another interface of a list, an array or an ImmutableList of runs";

    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because 'System.Collections.Generic.HashSet<Demo.Run>' is not a list whose order and elements are kept: " + OtherList,
            Class("[SessionRuns] public System.Collections.Generic.HashSet<Run> [|Runs|] { get; set; } = [];") + Run
        },
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because 'Agno.Storage.JsonColumn<System.Text.Json.Nodes.JsonNode>' is not a list whose order and elements are kept: " + OtherList,
            Class("[SessionRuns] public JsonColumn<System.Text.Json.Nodes.JsonNode> [|Runs|] { get; set; }")
        },
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because its elements are of type 'Demo.Run?', and no run is null: make them not nullable",
            Class("[SessionRuns] public System.Collections.Generic.List<Run?> [|Runs|] { get; set; } = [];") + Run
        },
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because it can't be set when a session is read: give it a set accessor",
            Class("[SessionRuns] public System.Collections.Generic.List<Run> [|Runs|] { get; } = [];") + Run
        },
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because it can be set only when a session is made, and a class can't be copied: give it a set accessor",
            Class("[SessionRuns] public System.Collections.Generic.List<Run> [|Runs|] { get; init; } = [];") + Run
        },
        {
            "AGS0301", "'Runs' can't hold the runs of a session, because it is a parameter of the constructor, and runs are read after the session is made: declare a property",
            "[SessionRecord(StorageMode.Agent)] internal sealed partial record Session([property: SessionRuns] System.Collections.Generic.List<Run> [|Runs|]);" + Run
        },
        {
            "AGS0302", "'Runs' and 'Others' both carry [SessionRuns], and a session has one list of runs: leave it on one of them",
            Class("[SessionRuns] public System.Collections.Generic.List<Run> Runs { get; set; } = []; [SessionRuns] public Run[] [|Others|] { get; set; } = [];") + Run
        },
        {
            "AGS0303", "'Runs' carries [SessionRuns], and layout V2 has the runs in the session's own row: declare it as JsonColumn<JsonNode> without the attribute, or use SessionLayout.V3",
            Class("[SessionRuns] public System.Collections.Generic.List<Run> [|Runs|] { get; set; } = [];", ", Layout = SessionLayout.V2") + Run
        },
        {
            "AGS0304", "'Runs' holds runs of type 'Demo.Run', whose JSON has no string member 'run_id' to tell them apart: add [JsonPropertyName(\"run_id\")] to the member that is the run's id, or declare one",
            Class("[SessionRuns] public System.Collections.Generic.List<Run> [|Runs|] { get; set; } = [];") + " internal sealed record Run(string RunId);"
        },
        {
            "AGS0304", "'Runs' holds runs of type 'Demo.Run', whose JSON has no string member 'run_id' to tell them apart: add [JsonPropertyName(\"run_id\")] to the member that is the run's id, or declare one",
            Class("[SessionRuns] public Run[] [|Runs|] { get; set; } = [];") + " internal sealed record Run([property: JsonPropertyName(\"run_id\")] int Id);"
        },
        {
            "AGS0304", "'Runs' holds runs of type 'string', whose JSON has no string member 'run_id' to tell them apart: add [JsonPropertyName(\"run_id\")] to the member that is the run's id, or declare one",
            Class("[SessionRuns] public System.Collections.Generic.List<string> [|Runs|] { get; set; } = [];")
        },
        {
            "AGS0305", "'Runs' is stored in the column 'runs', which Agno 3 takes for runs that came from Agno 2: add [SessionRuns] to store them as rows, or give it another name with [SessionColumn(\"...\")]",
            Class("public System.Collections.Generic.List<Run> [|Runs|] { get; set; } = [];", ", Layout = SessionLayout.V3") + Run
        },
        {
            "AGS0020", "[SessionIndex] on 'Runs' has no effect, because runs are rows of a table of their own: remove it",
            Class("[SessionRuns, SessionIndex] public System.Collections.Generic.List<Run> [|Runs|] { get; set; } = [];") + Run
        },
        {
            "AGS0020", "[SessionRuns] on 'Runs' has no effect, because static properties are not stored: remove it",
            Class("[SessionRuns] public static System.Collections.Generic.List<Run> [|Runs|] { get; set; } = [];") + Run
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachMistakeIsReported(string id, string message, string source) => DiagnosticTests.AssertReported(id, message, source);

    private static string Class(string members, string layout = "") => $$"""[SessionRecord(StorageMode.Agent{{layout}})] internal sealed partial class Session { {{members}} }""";
}
