using System.Reflection;
using Agno.Storage.Tests;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>Every change of a type that the build lets pass keeps every value: stored as the one, upgraded, read as the other.</summary>
public sealed class WideningTests
{
    // The type before, a value that shows most, and what it is in each type after.
    private static readonly (string Before, string Value, (string Type, string Value)[] After)[] Cases =
    [
        ("bool", "true", Numbers("1", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong")),
        ("sbyte", "sbyte.MinValue", [.. Numbers("-128", "short", "int", "long", "float", "double", "decimal"), ("string", "\"-128\"")]),
        ("byte", "byte.MaxValue", [.. Numbers("255", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal"), ("string", "\"255\"")]),
        ("short", "short.MinValue", [.. Numbers("-32768", "int", "long", "float", "double", "decimal"), ("string", "\"-32768\"")]),
        ("ushort", "ushort.MaxValue", [.. Numbers("65535", "int", "uint", "long", "ulong", "float", "double", "decimal"), ("string", "\"65535\"")]),
        ("int", "int.MinValue", [.. Numbers("int.MinValue", "long", "double", "decimal"), ("string", "\"-2147483648\"")]),
        ("uint", "uint.MaxValue", [.. Numbers("uint.MaxValue", "long", "ulong", "double", "decimal"), ("string", "\"4294967295\"")]),
        ("long", "long.MinValue", [("decimal", "long.MinValue"), ("string", "\"-9223372036854775808\"")]),
        ("ulong", "(ulong)long.MaxValue", [("decimal", "long.MaxValue"), ("string", "\"9223372036854775807\"")]),
        ("TimeSpan", "TimeSpan.FromTicks(-7)", [("long", "-7")]),
        ("float", "0.1f", [("double", "(double)0.1f")]),
        ("char", "'ß'", [("string", "\"ß\"")]),
        ("Guid", "new Guid(\"00112233-4455-6677-8899-aabbccddeeff\")", [("string", "\"00112233-4455-6677-8899-aabbccddeeff\"")]),
        ("decimal", "19.990m", [("string", "\"19.990\"")]),
        ("DateTime", "new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc)", [("string", "\"2025-01-02T03:04:05.0000000Z\"")]),
        ("DateTimeOffset", "new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))", [("string", "\"2025-01-02T02:04:05.0000000Z\"")]),
        ("DateOnly", "new DateOnly(2025, 1, 2)", [("string", "\"2025-01-02\"")]),
        ("TimeOnly", "new TimeOnly(3, 4, 5)", [("string", "\"03:04:05.0000000\"")]),
        ("Uri", "new Uri(\"https://example.org/ü?a=b\")", [("string", "\"https://example.org/ü?a=b\"")]),
        ("Named", "Named.Second", [("string", "\"Second\"")]),
        ("int[]", "[1, 2]", [("string", "\"[1,2]\"")]),
    ];

    private static readonly (string Before, string Value, string After, string Expected)[] Pairs = [.. Cases.SelectMany(one => one.After, (one, after) => (one.Before, one.Value, after.Type, after.Value))];

    [Fact]
    public void AWiderTypeHoldsEveryValueOfTheOneBefore()
    {
        string first = Record("V1", 1, pair => pair.Before, "session.M{0} = {1};", pair => pair.Value);
        string second = Record("V2", 2, pair => pair.After, "if (!Equals(session.M{0}, ({2}){1})) wrong += \"M{0} is \" + session.M{0} + \"; \";", pair => pair.Expected);
        string blocks = Block(first, "V1", "");
        string all = blocks + Block(second, "V2", blocks);
        Assembly assembly = GeneratorTestHost.Run(first + second + Named, files: [new TestFile("V1.Session.schema.txt", blocks), new TestFile("V2.Session.schema.txt", all)]).Load();
        using var directory = new TemporaryDirectory();

        assembly.GetType("V1.Harness")!.GetMethod("Run")!.Invoke(null, [directory.PathOf("wide.db")]);

        Assert.Equal("", assembly.GetType("V2.Harness")!.GetMethod("Run")!.Invoke(null, [directory.PathOf("wide.db")]));
    }

    private const string Named = "[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] internal enum Named { First, Second }";

    private static (string Type, string Value)[] Numbers(string value, params string[] types) => [.. types.Select(type => (type, value))];

    private static string Record(string space, int version, Func<(string Before, string Value, string After, string Expected), string> type, string statement, Func<(string Before, string Value, string After, string Expected), string> value) => $$"""
        namespace {{space}}
        {
            using System;
            using Agno.Storage;
            using Agno.Storage.Sqlite;

            [SessionRecord(StorageMode.Workflow, Table = "wide", Version = {{version}})]
            internal sealed partial class Session
            {
                {{string.Join(' ', Pairs.Select((pair, i) => $"public {type(pair)}? M{i} {{ get; set; }}"))}}
            }

            internal static class Harness
            {
                public static string Run(string path)
                {
                    using var storage = SqliteStorage.Open(path);
                    var store = storage.Sessions<Session>();
                    store.Create();
                    Session session = store.Read("s") ?? new Session { SessionId = "s" };
                    string wrong = "";
                    {{string.Join("\n            ", Pairs.Select((pair, i) => string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, i, value(pair), type(pair))))}}
                    store.Upsert(session);
                    return wrong;
                }
            }
        }

        """;

    private static string Block(string record, string space, string before)
    {
        Diagnostic said = Assert.Single(GeneratorTestHost.Run(record + Named, files: new TestFile($"{space}.Session.schema.txt", before)).Diagnostics);
        Assert.Equal("AGS0201", said.Id);
        return said.Properties["5"]!;
    }
}
