using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>What the build says where a record and its snapshot file do not agree.</summary>
public sealed class EvolutionDiagnosticTests
{
    private const string File = "Session.schema.txt";

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
    internal static IEnumerable<string> Ids => Cases.Select(row => row.Data.Item1).Concat(["AGS0206", "AGS0207", "AGS0210", "AGS0211", "AGS0212"]);

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
    [InlineData("version one", 1, "'one' is no version: versions are whole numbers from 1")]
    [InlineData("version 0", 1, "'0' is no version: versions are whole numbers from 1")]
    [InlineData("version 1\n\n# nothing", 1, "version 1 has no columns")]
    [InlineData("version 2\n a String\nversion 1\n a String", 3, "version 1 does not come after version 2: the oldest is first")]
    [InlineData("version 1\n a", 2, "'a' is neither 'version N', 'name Type', 'index (name)' nor 'dropped name'")]
    [InlineData("version 1\n a-b String", 2, "'a-b' is no column name")]
    [InlineData("version 1\n a Text", 2, "'Text' is no type of a column, such as String, Int64 or Json")]
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
    [InlineData("version 1\n a String\n index (b)", 3, "'b' is no column of version 1")]
    [InlineData("version 1\n a String\n index (a", 3, "an index is 'index (column, column)'")]
    [InlineData("version 1\n a String\n dropped a-b", 3, "'a-b' is no column name")]
    [InlineData("version 1\n a String\n b String\nversion 2\n a String", 4, "version 2 lacks the column 'b' of the version before: write 'dropped b', or 'FORMERLY b' behind the column that took its place")]
    [InlineData("version 1\n a String\nversion 2\n b String", 3, "version 2 lacks the column 'a' of the version before: write 'dropped a', or 'FORMERLY a' behind the column that took its place")]
    [InlineData("version 1\n a Int64\nversion 2\n a Int32", 3, "version 2 changes 'a' from Int64 to Int32, which does not hold every stored value")]
    [InlineData("version 1\n a Int64\nversion 2\n a Int64 NOT NULL", 3, "version 2 makes 'a' NOT NULL without a default")]
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
