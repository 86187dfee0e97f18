using System.Reflection;
using Agno.Storage.Tests;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>Whatever way a default is written, stored sessions have the member's value, and queries find it.</summary>
public sealed class DefaultTests
{
    // The member's type, the constant, and the value as the member has it.
    private static readonly (string Type, string Constant, string Value)[] Cases =
    [
        ("double", "1.5", "1.5"), ("double", "1", "1.0"), ("double", "-2.25f", "-2.25"), ("double", "1e300", "1e300"), ("double", "-0.0", "0.0"), ("double", "double.MaxValue", "double.MaxValue"),
        ("double", "0.1", "0.1"), ("double", "long.MinValue", "long.MinValue"), ("double?", "1e-7", "1e-7"),
        ("float", "0.1f", "0.1f"), ("float", "0.1", "0.1f"), ("float", "-3", "-3f"), ("float", "float.MaxValue", "float.MaxValue"), ("float?", "1.5f", "1.5f"),
        ("decimal", "9.99", "9.99m"), ("decimal", "1", "1m"), ("decimal", "-0.5f", "-0.5m"), ("decimal", "\"19.990\"", "19.990m"), ("decimal", "long.MaxValue", "9223372036854775807m"), ("decimal", "1e-5", "0.00001m"),
        ("decimal?", "-7L", "-7m"),
        ("long", "1", "1"), ("long", "long.MinValue", "long.MinValue"), ("long", "(byte)3", "3"), ("ulong", "5", "5UL"), ("ulong", "(ulong)long.MaxValue", "(ulong)long.MaxValue"), ("uint", "uint.MaxValue", "uint.MaxValue"),
        ("int", "-3", "-3"), ("short", "-3", "(short)-3"), ("ushort", "65535", "ushort.MaxValue"), ("sbyte", "-128", "sbyte.MinValue"), ("byte", "255", "byte.MaxValue"), ("int?", "7", "7"),
        ("bool", "true", "true"), ("char", "'ß'", "'ß'"), ("string", "\"it's {\\\"}\"", "\"it's {\\\"}\""),
        ("Level", "Level.Low", "Level.Low"), ("Level?", "Level.High", "Level.High"), ("Named", "Named.Second", "Named.Second"), ("Small", "Small.Last", "Small.Last"), ("Large", "Large.Last", "Large.Last"),
        ("Guid", "\"{00112233-4455-6677-8899-AABBCCDDEEFF}\"", "new Guid(\"00112233-4455-6677-8899-aabbccddeeff\")"),
    ];

    [Fact]
    public async Task StoredSessionsHaveTheDefault()
    {
        string source = $$"""
            using System;
            using System.Text.Json.Serialization;
            using System.Threading.Tasks;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            [SessionRecord(StorageMode.Workflow, Table = "defaults")]
            internal sealed partial class Before;

            [SessionRecord(StorageMode.Workflow, Table = "defaults")]
            internal sealed partial class After
            {
                {{string.Join("\n    ", Cases.Select((one, i) => $"[SessionIndex, SessionColumn(Default = {one.Constant})] public {one.Type} M{i} {{ get; set; }}{(one.Type == "string" ? " = \"\";" : "")}"))}}
            }

            internal static partial class Queries
            {
                {{string.Join("\n    ", Cases.Select((one, i) => $"[SessionQuery] public static partial ValueTask<long> Count{i}(this ISessionStore<After> sessions, [SessionWhere(\"M{i}\")] {one.Type} value);"))}}
            }

            internal enum Level { Low = -1, High = 1 }

            internal enum Small : byte { Last = 255 }

            internal enum Large : ulong { Last = long.MaxValue }

            [JsonConverter(typeof(JsonStringEnumConverter<Named>))]
            internal enum Named { First, Second }

            internal static class Harness
            {
                public static async Task<string> Run(string path)
                {
                    await using var storage = SqliteStorage.Open(path);
                    await storage.Sessions<Before>().UpsertAsync(new() { SessionId = "s" });
                    ISessionStore<After> sessions = storage.Sessions<After>();
                    string wrong = await Check(sessions, "before");
                    await sessions.UpgradeSchemaAsync();
                    return wrong + await Check(sessions, "after");
                }

                private static async Task<string> Check(ISessionStore<After> sessions, string when)
                {
                    After session = (await sessions.ReadAsync("s"))!;
                    string wrong = "";
                    {{string.Join("\n        ", Cases.Select((one, i) => $"if (!Equals(session.M{i}, ({one.Type}){one.Value}) || await sessions.Count{i}({one.Value}) != 1) wrong += $\"M{i} is {{session.M{i}}} {{when}}; \";"))}}
                    return wrong;
                }
            }
            """;
        Assembly assembly = GeneratorTestHost.Run(source).LoadWithInfo();
        using var directory = new TemporaryDirectory();

        var run = (Task<string>)assembly.GetType("Harness")!.GetMethod("Run")!.Invoke(null, [directory.PathOf("defaults.db")])!;

        Assert.Equal("", await run);
    }

    [Theory]
    [InlineData("double", "double.NaN", "give a finite number of type 'double'")]
    [InlineData("float", "1e300", "give a finite number of type 'float'")]
    [InlineData("double", "\"1.5\"", "give a finite number of type 'double'")]
    [InlineData("decimal", "1e30", "give a number that a decimal can hold, or its text, such as \"9.99\"")]
    [InlineData("decimal", "\"1,5\"", "give a number that a decimal can hold, or its text, such as \"9.99\"")]
    [InlineData("int", "1.5", "give a constant of type 'int'")]
    [InlineData("int", "3000000000", "give a constant of type 'int'")]
    [InlineData("ulong", "ulong.MaxValue", "18446744073709551615 is more than 9223372036854775807, the largest number that is stored as one")]
    [InlineData("Large", "Large.Last", "18446744073709551615 is more than 9223372036854775807, the largest number that is stored as one")]
    [InlineData("Large", "1", "give a constant of type 'Large'")]
    [InlineData("string", "1", "give a constant of type 'string'")]
    [InlineData("string", "\"\\0\"", "it holds the character U+0000, which the default of a column can't hold; remove that character, or make the member nullable")]
    [InlineData("char", "'\\0'", "it holds the character U+0000, which the default of a column can't hold; remove that character, or make the member nullable")]
    [InlineData("string", "\"\\ud83d\\ude00 \\ud83d\"", "it holds half of a surrogate pair (U+D83D), which is not valid text; give the whole pair, or remove it")]
    [InlineData("char", "'\\udc00'", "it holds half of a surrogate pair (U+DC00), which is not valid text; give the whole pair, or remove it")]
    public void AConstantThatTheMemberCouldNotHold(string type, string constant, string expected) => Assert.Contains(
        GeneratorTestHost.Run($"using Agno.Storage; [SessionRecord(StorageMode.Workflow)] internal sealed partial class Session {{ [SessionColumn(Default = {constant})] public {type} Member {{ get; set; }} }} internal enum Large : ulong {{ Last = ulong.MaxValue }}").Diagnostics,
        diagnostic => diagnostic.Id == "AGS0208" && diagnostic.GetMessage() == $"The default of 'Member' does not fit: {expected}");
}
