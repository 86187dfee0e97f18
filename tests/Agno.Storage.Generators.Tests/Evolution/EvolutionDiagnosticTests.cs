using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>What the build says where a record and its snapshot file do not agree.</summary>
public sealed class EvolutionDiagnosticTests
{
    private const string File = "Session.schema.txt";
    private const string Turn = "internal sealed record Turn([property: System.Text.Json.Serialization.JsonPropertyName(\"run_id\")] string Id);";

    /// <summary>The rule, its message, the record's members and its attributes; version 1 in the file is <see cref="Version"/> with the columns that come last.</summary>
    public static TheoryData<string, string, string, string, string> Cases { get; } = new()
    {
        {
            "AGS0201", $"'Session' is not stored as '{File}' says: it adds 'priority', adds the index on priority. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
            "", "internal sealed partial class [|Session|] { [SessionIndex] public int? Priority { get; set; } }", ""
        },
        {
            "AGS0201", $"'Session' is not stored as '{File}' says: it renames 'title' to 'subject', drops 'legacy', changes 'views'. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
            "[SessionDropped(\"Legacy\")]", "internal sealed partial class [|Session|] { [FormerName(\"Title\")] public string? Subject { get; set; } public long? Views { get; set; } }",
            "title String; views Int32; legacy Double"
        },
        {
            "AGS0202", "'Session' no longer stores the column 'title' of version 1, whose values would be out of reach: put the member back, add [FormerName(\"title\")] to the member that took its place, or add [SessionDropped(\"title\")] to 'Session' to drop it with its values",
            "", "internal sealed partial class [|Session|];", "title String"
        },
        {
            "AGS0203", "'Subject' is stored in 'subject', which version 1 does not have, and nothing stores its column 'title' any more: add [FormerName(\"title\")] to 'Subject' to keep the values, or [SessionDropped(\"title\")] to the record to drop them",
            "", "internal sealed partial class Session { public string [|Subject|] { get; set; } = \"\"; }", "title String NOT NULL"
        },
        {
            "AGS0213", "'Title' can't take over the column 'subject' of version 1, because version 1 has values in 'title' too: give columns that exchange names new ones first, in a version of their own",
            "", "internal sealed partial class Session { [FormerName(\"subject\")] public string? [|Title|] { get; set; } public string? Subject { get; set; } }", "title String; subject String"
        },
        {
            "AGS0213", "'Heading' can't take over the column 'title' of version 1, because 'Title' still stores its own values there: remove [FormerName], or give that member another column in a version before",
            "", "internal sealed partial class Session { [FormerName(\"title\")] public string? [|Heading|] { get; set; } public string? Title { get; set; } }", "title String"
        },
        {
            "AGS0213", "'Turns' can't take over the column 'turns' of version 1, because it holds String, and runs come from JSON lists: keep it in a member of its own with [SessionColumn(\"turns\")], or drop it with [SessionDropped(\"turns\")]",
            "", $"internal sealed partial class Session {{ [SessionRuns] public System.Collections.Generic.List<Turn> [|Turns|] {{ get; set; }} = []; }} {Turn}", "turns String"
        },
        {
            "AGS0213", "'Turns' can't take over the column 'old' of version 1, because 'Old' still stores its own values there: remove [FormerName], or give that member another column in a version before",
            "", $"internal sealed partial class Session {{ public int[]? Old {{ get; set; }} [SessionRuns, FormerName(\"old\")] public System.Collections.Generic.List<Turn> [|Turns|] {{ get; set; }} = []; }} {Turn}", "old Json"
        },
        {
            "AGS0201", $"'Session' is not stored as '{File}' says: it makes rows of the lists in 'turns'. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
            "", $"internal sealed partial class [|Session|] {{ [SessionRuns] public System.Collections.Generic.List<Turn> Turns {{ get; set; }} = []; }} {Turn}", "turns Json"
        },
        {
            "AGS0201", $"'Session' is not stored as '{File}' says: it makes rows of the lists in 'turns'. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
            "", $"internal sealed partial class [|Session|] {{ [SessionRuns, FormerName(\"Turns\")] public System.Collections.Generic.List<Turn> History {{ get; set; }} = []; }} {Turn}", "turns Json NOT NULL"
        },
        {
            "AGS0201", $"'Session' is not stored as '{File}' says: it drops 'turns'. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
            "[SessionDropped(\"Turns\")]", $"internal sealed partial class [|Session|] {{ [SessionRuns] public System.Collections.Generic.List<Turn> Turns {{ get; set; }} = []; }} {Turn}", "turns Json"
        },
        {
            "AGS0204", "'Views' is stored as Int32, which does not hold every Int64 that version 1 stored: keep the type, or declare a member of another name and fill it in a [SessionBackfill] method",
            "", "internal sealed partial class Session { public int? [|Views|] { get; set; } }", "views Int64"
        },
        {
            "AGS0204", "'Note' is stored as Json, which does not hold every String that version 1 stored: keep the type, or declare a member of another name and fill it in a [SessionBackfill] method",
            "", "internal sealed partial class Session { public int[]? [|Note|] { get; set; } }", "note String"
        },
        {
            "AGS0205", "'Priority' can't be null, and sessions that version 1 stored have no value for it: make it nullable, or give it a default with [SessionColumn(Default = ...)]",
            "", "internal sealed partial class Session { public int [|Priority|] { get; set; } }", ""
        },
        {
            "AGS0205", "'Title' can't be null, and sessions that version 1 stored have no value for it: make it nullable, or give it a default with [SessionColumn(Default = ...)]",
            "", "internal sealed partial class Session { public string [|Title|] { get; set; } = \"\"; }", "title String"
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because it is not static: write 'static'",
            "", Backfill("[SessionBackfill(2)] private void [|Fill|](Session session) { }"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because it is generic: remove its type parameters",
            "", Backfill("[SessionBackfill(2)] private static void [|Fill|]<T>(Session session) { }"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because it must take one 'Session' and return nothing, or the 'Session' to store",
            "", Backfill("[SessionBackfill(2)] private static void [|Fill|](string session) { }"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because it must take one 'Session' and return nothing, or the 'Session' to store",
            "", Backfill("[SessionBackfill(2)] private static int [|Fill|](Session session) => 0;"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because it is asynchronous, and nobody would wait for it: make it synchronous",
            "", Backfill("[SessionBackfill(2)] private static async void [|Fill|](Session session) { }"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because version 1 has no sessions of an older one: name the version that brought what it fills, 2 or more",
            "", Backfill("[SessionBackfill(1)] private static void [|Fill|](Session session) { }"), ""
        },
        {
            "AGS0209", "'Fill' can't be called when a table is upgraded, because 'First' is the backfill of version 2 already: make them one method",
            "", Backfill("[SessionBackfill(2)] private static void First(Session session) { } [SessionBackfill(2)] private static void [|Fill|](Session session) { }"), ""
        },
        {
            "AGS0208", "The default of 'Number' does not fit: give a constant of type 'byte'",
            "", "internal sealed partial class Session { [SessionColumn(Default = [|256|])] public byte Number { get; set; } }", "number Byte NOT NULL"
        },
        {
            "AGS0208", "The default of 'Due' does not fit: 'System.DateTime' has no constants; make the member nullable",
            "", "internal sealed partial class Session { [SessionColumn(Default = [|\"2020-01-01\"|])] public DateTime Due { get; set; } }", ""
        },
        {
            "AGS0208", "The default of 'Tags' does not fit: JSON has the default \"[]\" or \"{}\", or none where the member is nullable",
            "", "internal sealed partial class Session { [SessionColumn(Default = [|\"[1]\"|])] public int[] Tags { get; set; } = []; }", ""
        },
        {
            "AGS0208", "The default of 'CreatedAt' does not fit: the store itself fills this column; remove the default",
            "", "internal sealed partial class Session { [SessionColumn(Default = [|5|])] public long? CreatedAt { get; set; } }", ""
        },
    };

    /// <summary>The rules that have a case here.</summary>
    internal static IEnumerable<string> Ids => Cases.Select(row => row.Data.Item1).Concat(["AGS0206", "AGS0207", "AGS0210", "AGS0211", "AGS0212", "AGS0214"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule(string id, string message, string attributes, string record, string columns) => DiagnosticTests.AssertReported(
        id, message, $"{attributes}\n[SessionRecord(StorageMode.Workflow)]\n{record}", hasCode: id is not ("AGS0208" or "AGS0209"), [new TestFile(File, Version(1, columns))]);

    [Fact]
    public void ABackfillOfAVersionAboveTheRecords() => DiagnosticTests.AssertReported(
        "AGS0209", "'Fill' can't be called when a table is upgraded, because 'Session' has version 1: raise Version to 2",
        "[SessionRecord(StorageMode.Workflow)] " + Backfill("[SessionBackfill(2)] private static void [|Fill|](Session session) { }"),
        hasCode: true,
        [new TestFile(File, Version(1))]);

    [Fact]
    public void ABackfillOfAVersionThatTheFileDoesNotHave() => DiagnosticTests.AssertReported(
        "AGS0209", $"'Fill' can't be called when a table is upgraded, because '{File}' has no version 2 after another: name one that it has",
        "[SessionRecord(StorageMode.Workflow, Version = 3)] " + Backfill("[SessionBackfill(2)] private static void [|Fill|](Session session) { }"),
        hasCode: true,
        [new TestFile(File, Version(1) + Version(3))]);

    [Fact]
    public void ARecordOlderThanItsFile() => DiagnosticTests.AssertReported(
        "AGS0207", $"'Session' has version 1, and '{File}' knows version 2: set Version to 2, or take the block out if it was never released",
        "[SessionRecord(StorageMode.Workflow)] internal sealed partial class [|Session|];",
        hasCode: true,
        [new TestFile(File, Version(1) + Version(2))]);

    [Fact]
    public void AVersionThatTheFileDoesNotHave() => DiagnosticTests.AssertReported(
        "AGS0201", $"'Session' is not stored as '{File}' says: it has version 2, which is not there. Record that as version 2: apply the code fix, or raise Version and add the block to the file.",
        "[SessionRecord(StorageMode.Workflow, Version = 2)] internal sealed partial class [|Session|];",
        new TestFile(File, Version(1)));

    [Fact]
    public void AnEmptyFile() => DiagnosticTests.AssertReported(
        "AGS0201", $"'Session' is not stored as '{File}' says: it has no version there yet. Record that as version 1: apply the code fix, or raise Version and add the block to the file.",
        "[SessionRecord(StorageMode.Workflow)] internal sealed partial class [|Session|];",
        new TestFile(File, ""));

    [Theory]
    [InlineData("FormerName", "internal sealed partial class Session { [FormerName(\"title\")] public string? [|Subject|] { get; set; } }")]
    [InlineData("SessionBackfill", "internal sealed partial class Session { [SessionBackfill(2)] private static void [|Fill|](Session session) { } }")]
    [InlineData("SessionDropped", "[SessionDropped(\"title\")] internal sealed partial class [|Session|];")]
    public void AnAttributeWithoutAFile(string attribute, string record) => DiagnosticTests.AssertReported(
        "AGS0210", $"[{attribute}] does nothing on 'Session', because no snapshot file says how its sessions were stored before: add 'Session.schema.txt' to the project as AdditionalFiles, or remove the attribute",
        "[SessionRecord(StorageMode.Workflow)] " + record,
        []);

    [Theory]
    [InlineData("public int [|Priority|] { get; set; }")]
    [InlineData("public required string [|Priority|] { get; set; }")]
    [InlineData("public System.Collections.Generic.List<string> [|Priority|] { get; set; } = [];")]
    public void ARequiredMemberInASharedTable(string member)
    {
        foreach (string layout in (string[])["V2", "V3"])
            DiagnosticTests.AssertReported(
                "AGS0214", "'Priority' can't be null, and sessions that Agno stored in the table they share, or that 'Session' stored before it had 'Priority', have no value for it: make it nullable, or give it a default with [SessionColumn(Default = ...)]",
                $"[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.{layout})] internal sealed partial class Session {{ public string? Title {{ get; set; }} {member} }}",
                []);
    }

    [Fact]
    public void AMemberInASharedTableWithAValueForEveryRow() => GeneratorTestHost.Run("""
        using Agno.Storage;
        using System.Collections.Generic;
        [SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]
        internal sealed partial class Session
        {
            [SessionVersion] public long Version { get; set; }
            public System.DateTimeOffset CreatedAt { get; set; }
            public string? Title { get; set; }
            public JsonColumn<Dictionary<string, int>> Counts { get; set; }
            [SessionColumn(Default = 1)] public int Priority { get; set; } = 1;
            [SessionColumn(Default = "[]")] public List<string> Tags { get; set; } = [];
        }
        """).AssertNoWarnings();

    [Fact]
    public void ASharedTable() => DiagnosticTests.AssertReported(
        "AGS0211", $"'Session' is stored in a table that Agno shares among the types of sessions, so that one record can't change it: remove '{File}' from the project; columns that are missing are added without it",
        "[SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V2)] internal sealed partial class [|Session|];",
        hasCode: true,
        [new TestFile(File, Version(1))]);

    [Theory]
    [InlineData("Sesion")]
    [InlineData("Other.Session")]
    public void AFileOfNoRecord(string name)
    {
        GeneratorResult result = GeneratorTestHost.Run(
            "using Agno.Storage; namespace Demo; [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session;",
            files: new TestFile($"folder/{name}.schema.txt", Version(1)));

        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(
            ("AGS0212", $"'{name}.schema.txt' describes '{name}', and the project has no session record of that name: rename the file to '<record>.schema.txt', with the record's namespace or without it, or remove it from the project"),
            (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal(($"folder/{name}.schema.txt", 0), (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.NotEmpty(result.Files);
    }

    // The analyzer sees what the generator added; the shape must be what it is without.
    [Theory]
    [InlineData("internal sealed partial record Session { public string? Title { get; init; } }")]
    [InlineData("internal sealed partial record Session(string? Title, long? CreatedAt);")]
    [InlineData("internal static partial class Outer { [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session { public string? Title { get; set; } } }")]
    [InlineData("internal partial class Base { public string? Title { get; set; } } [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session : Base;")]
    [InlineData("[SessionRecord(StorageMode.Team)] internal partial class Base { public string? Title { get; set; } } [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session : Base;")]
    public void EveryKindOfRecordIsCompared(string record)
    {
        string source = $"using Agno.Storage; {(record.Contains("[SessionRecord(StorageMode.Workflow)]", StringComparison.Ordinal) ? "" : "[SessionRecord(StorageMode.Workflow)]")} {record}";
        GeneratorResult before = GeneratorTestHost.Run(source, files: new TestFile(record.Contains("Outer", StringComparison.Ordinal) ? "Outer+" + File : File, ""));
        string block = Assert.Single(before.Diagnostics, diagnostic => diagnostic.Id == "AGS0201").Properties["5"]!;

        GeneratorTestHost.Run(source, files: new TestFile(record.Contains("Outer", StringComparison.Ordinal) ? "Outer+" + File : File, block)).AssertClean();
    }

    [Theory]
    [InlineData("session_id String", 1, "'version 1' comes before columns and indexes")]
    [InlineData("version one", 1, "'one' is not a version: versions are whole numbers from 1")]
    [InlineData("version 0", 1, "'0' is not a version: versions are whole numbers from 1")]
    [InlineData("version 1\n\n# nothing", 1, "version 1 has no columns")]
    [InlineData("version 2\n a String\nversion 1\n a String", 3, "version 1 does not come after version 2: the oldest is first")]
    [InlineData("version 1\n a", 2, "'a' is neither 'version N', 'name Type', 'index (name)', 'dropped name' nor 'runs FORMERLY name'")]
    [InlineData("version 1\n a-b String", 2, "'a-b' is not a valid column name")]
    [InlineData("version 1\n a Text", 2, "'Text' is not a type of a column, such as String, Int64 or Json")]
    [InlineData("version 1\n a String\n A Int32", 3, "version 1 has the column 'A' twice")]
    [InlineData("version 1\n a String NULL", 2, "'NULL' is not understood: a column is 'name Type [NOT NULL] [FORMERLY name] [DEFAULT value]'")]
    [InlineData("version 1\n a String DEFAULT x", 2, "the default of a column of type String is text in double quotes")]
    [InlineData("version 1\n a String DEFAULT \"x", 2, "the default of a column of type String is text in double quotes")]
    [InlineData("version 1\n a String DEFAULT \"\\x\"", 2, "the default of a column of type String is text in double quotes")]
    [InlineData("version 1\n a Int32 DEFAULT \"1\"", 2, "the default of a column of type Int32 is a whole number")]
    [InlineData("version 1\n a Int32 DEFAULT 1.5", 2, "the default of a column of type Int32 is a whole number")]
    [InlineData("version 1\n a Double DEFAULT NaN", 2, "the default of a column of type Double is a number")]
    [InlineData("version 1\n a Double DEFAULT 1e999", 2, "the default of a column of type Double is a number")]
    [InlineData("version 1\n a Double DEFAULT 1 2", 2, "the default of a column of type Double is a number")]
    [InlineData("version 1\n a String\n index (b)", 3, "'b' is not a column of version 1")]
    [InlineData("version 1\n a String\n index (a", 3, "an index is 'index (column, column)'")]
    [InlineData("version 1\n a String\n dropped a-b", 3, "'a-b' is not a valid column name")]
    [InlineData("version 1\n a String\n b String\nversion 2\n a String", 4, "version 2 lacks the column 'b' of the version before: write 'dropped b', or 'FORMERLY b' behind the column that took its place, or 'runs FORMERLY b' where its lists became rows")]
    [InlineData("version 1\n a String\nversion 2\n b String", 3, "version 2 lacks the column 'a' of the version before: write 'dropped a', or 'FORMERLY a' behind the column that took its place, or 'runs FORMERLY a' where its lists became rows")]
    [InlineData("version 1\n a Int64\nversion 2\n a Int32", 3, "version 2 changes 'a' from Int64 to Int32, which does not hold every stored value")]
    [InlineData("version 1\n a Int64\nversion 2\n a Int64 NOT NULL", 3, "version 2 makes 'a' NOT NULL without a default")]
    [InlineData("version 1\n a String\n<<<<<<< HEAD\nversion 2\n a String", 3, "a merge has left its conflict here: keep the version that was released first, and give the other branch's changes the next number, behind it")]
    [InlineData("version 1\n a String\n=======\n b String", 3, "a merge has left its conflict here: keep the version that was released first, and give the other branch's changes the next number, behind it")]
    [InlineData("version 1\n a String\n>>>>>>> other branch", 3, "a merge has left its conflict here: keep the version that was released first, and give the other branch's changes the next number, behind it")]
    [InlineData("version 1\n a String\n||||||| base", 3, "a merge has left its conflict here: keep the version that was released first, and give the other branch's changes the next number, behind it")]
    [InlineData("version 1\n a String\nversion 2\n a String\n b String\nversion 2\n a String\n c String", 6, "version 2 is there already, as where two branches have each added one: keep the one that was released first, give this one the next number, and the columns of both")]
    [InlineData("version 1\n a String\n indx (a)", 3, "'indx (a)' is not understood: an index is 'index (column, column)'")]
    [InlineData("version 1\n a String\n index(a)", 3, "'index(a)' is not understood: an index is 'index (column, column)'")]
    [InlineData("version 1\n a String\n index a", 3, "'index a' is neither 'version N', 'name Type', 'index (name)', 'dropped name' nor 'runs FORMERLY name'")]
    [InlineData("version 1\n a String\nverson 2", 3, "'verson 2' is neither 'version N', 'name Type', 'index (name)', 'dropped name' nor 'runs FORMERLY name'")]
    [InlineData("version 1\n a String\n droped b", 3, "'droped b' is neither 'version N', 'name Type', 'index (name)', 'dropped name' nor 'runs FORMERLY name'")]
    [InlineData("version 1\n a Json\n runs FORMERLY a-b", 3, "'a-b' is not a valid column name")]
    [InlineData("version 1\n a Json\n b Json\nversion 2\n c String\n runs FORMERLY a\n runs FORMERLY b", 7, "version 2 says twice what its runs were")]
    [InlineData("version 1\n a String\n b String\nversion 2\n b String\n runs FORMERLY a", 4, "version 2 makes runs of 'a', which is String: only a column of type Json holds lists")]
    [InlineData("version 1\n a String\n b String\nversion 2\n a String FORMERLY b\n b String FORMERLY a", 4, "version 2 gives 'a' the values of 'b', and one of the two names is in both versions: give columns that exchange names new ones first, in a version of their own")]
    public void AMalformedFile(string text, int line, string what)
    {
        GeneratorResult result = GeneratorTestHost.Run(
            "using Agno.Storage; [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session;", files: new TestFile($"folder/{File}", text));

        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("AGS0206", $"'{File}' line {line}: {what}"), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal(($"folder/{File}", line - 1), (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        // The record itself is right: what uses it goes on compiling.
        Assert.NotEmpty(result.Files);
    }

    [Fact]
    public void ARecordAndItsFileThatAgree()
    {
        GeneratorResult result = GeneratorTestHost.Run(EvolutionSources.Record, files: new TestFile(EvolutionSources.File, EvolutionSources.Snapshot));
        result.AssertClean();
    }

    [Fact]
    public void ColumnsMayBeCalledWhatTheFileCallsItsParts() => GeneratorTestHost.Run(
        """
        using Agno.Storage;

        [SessionRecord(StorageMode.Workflow)]
        internal sealed partial class Session { public string? Version { get; set; } public string? Dropped { get; set; } [SessionIndex] public int? Index { get; set; } }
        """,
        files: new TestFile(File, Version(1, "version String; dropped String; index Int32") + "index (index)")).AssertClean();

    [Fact]
    public void AListThatBecameRowsIsRecorded()
    {
        const string Record = $"using Agno.Storage; [SessionRecord(StorageMode.Workflow, Version = 2)] internal sealed partial class Session {{ [SessionRuns, FormerName(\"turns\")] public System.Collections.Generic.List<Turn> History {{ get; set; }} = []; }} {Turn}";
        string first = Version(1, "turns Json");
        string block = Assert.Single(GeneratorTestHost.Run(Record, files: new TestFile(File, first)).Diagnostics).Properties["5"]!;
        Assert.EndsWith("  runs FORMERLY turns\n", block, StringComparison.Ordinal);

        GeneratorResult result = GeneratorTestHost.Run(Record, files: new TestFile(File, first + block)).AssertClean();

        Assert.Contains("new global::Agno.Storage.Schema.MoveRuns(\"turns\")", result.Files.Single(file => file.Key.EndsWith("Table.g.cs", StringComparison.Ordinal)).Value);
    }

    // What the file has recorded has done its work: it may stay, also where its name is another column's by now.
    [Fact]
    public void AFormerNameMayStay() => GeneratorTestHost.Run(
        "using Agno.Storage; [SessionRecord(StorageMode.Workflow, Version = 3)] internal sealed partial class Session { [FormerName(\"title\")] public string? Subject { get; set; } public string? Title { get; set; } }",
        files: new TestFile(File, Version(1, "title String") + Version(2, "subject String FORMERLY title") + Version(3, "subject String; title String"))).AssertClean();

    [Fact]
    public void WithoutAFileAFormerNameOfRunsDoesNothing() => Assert.Equal(
        ("AGS0210", "History"),
        Assert.Single(GeneratorTestHost.Run($"using Agno.Storage; [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session {{ [SessionRuns, FormerName(\"turns\")] public System.Collections.Generic.List<Turn> History {{ get; set; }} = []; }} {Turn}").Diagnostics) is var said
            ? (said.Id, said.Location.SourceTree!.ToString().Substring(said.Location.SourceSpan.Start, said.Location.SourceSpan.Length)) : default);

    [Theory]
    [InlineData("title\tString\tNOT\tNULL\tDEFAULT\t\"a  b\"")]
    [InlineData("  title   String  NOT  NULL  DEFAULT   \"a  b\"  ")]
    public void WordsMayBeApartAsOneLikes(string column) => GeneratorTestHost.Run(
        "using Agno.Storage; [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session { [SessionColumn(Default = \"a  b\")] public string Title { get; set; } = \"\"; }",
        files: new TestFile(File, Version(1, column))).AssertClean();

    [Fact]
    public void TheFileOfTheFullNameComesFirst()
    {
        GeneratorResult result = GeneratorTestHost.Run(
            EvolutionSources.Record, files: [new TestFile(EvolutionSources.File, "nonsense"), new TestFile("Demo." + EvolutionSources.File, EvolutionSources.Snapshot)]);
        result.AssertClean();
    }

    /// <summary>A block of an empty workflow session with further columns, separated by semicolons.</summary>
    internal static string Version(int number, string columns = "") => $"""
        version {number}
        session_id String NOT NULL
        user_id String
        workflow_id String
        created_at Int64
        updated_at Int64
        {columns.Replace("; ", "\n")}
        memory Json
        session_data Json
        extra_data Json
        workflow_data Json
        index (user_id, created_at, session_id)
        index (created_at, session_id)
        index (workflow_id, created_at, session_id)


        """;

    private static string Backfill(string method) => $$"""internal sealed partial class Session { {{method}} }""";
}
