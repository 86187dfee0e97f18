using System.Reflection;

namespace Agno.Storage.Generators.Tests;

/// <summary>Generated code at work: compiled, loaded, and run on a real SQLite database.</summary>
public sealed class RoundTripTests
{
    // Compares what is read with what was stored, member by member.
    private const string Program = """

        public static class Program
        {
            public static string RoundTrip()
            {
                var differences = new List<string>();
                using var storage = SqliteStorage.OpenInMemory();
                var sessions = storage.Sessions<Session>();
                int number = 0;
                foreach (Session session in Samples())
                {
                    session.SessionId = $"s{number++}";
                    sessions.Upsert(session);
                    Session read = sessions.Read(session.SessionId) ?? throw new InvalidOperationException("Not found.");
                    foreach (var property in typeof(Session).GetProperties())
                    {
                        object? expected = Unwrap(property.GetValue(session)), actual = Unwrap(property.GetValue(read));
                        if (!(expected is byte[] bytes ? actual is byte[] other && bytes.AsSpan().SequenceEqual(other) : Equals(expected, actual)))
                            differences.Add($"{property.Name} of {session.SessionId}: {expected} became {actual}");
                    }
                }
                return string.Join("\n", differences);
            }

            // JSON columns are equal by identity: compare their values.
            private static object? Unwrap(object? value) =>
                value is { } column && column.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(JsonColumn<>)
                    ? type.GetProperty("Value")!.GetValue(column)
                    : value;

            public static object? ReadStored(string column, string literal)
            {
                using var connection = new SqliteConnection("Data Source=:memory:");
                connection.Open();
                using var storage = SqliteStorage.OpenConnection(connection);
                var sessions = storage.Sessions<Session>();
                sessions.Upsert(new Session { SessionId = "s1" });
                using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE agent_sessions SET {column} = {literal}";
                command.ExecuteNonQuery();
                return sessions.Read("s1") is { } session ? typeof(Session).GetProperties().Single(property => property.Name.ToLowerInvariant() == column).GetValue(session) : null;
            }
        """;

    private const string Scalars = Head + """
        public enum Level : byte { Low, High = 200 }
        public enum Wide : ulong { None, Most = long.MaxValue }
        public enum Narrow : sbyte { Least = -128 }

        [JsonConverter(typeof(JsonStringEnumConverter<Color>))]
        public enum Color { Red, [JsonStringEnumMemberName("deep blue")] Blue, Navy = Blue }

        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            public string Text { get; set; } = "";
            public char Letter { get; set; } = 'x';
            public bool Flag { get; set; }
            public sbyte Signed8 { get; set; }
            public byte Unsigned8 { get; set; }
            public short Signed16 { get; set; }
            public ushort Unsigned16 { get; set; }
            public int Signed32 { get; set; }
            public uint Unsigned32 { get; set; }
            public long Signed64 { get; set; }
            public ulong Unsigned64 { get; set; }
            public float Single { get; set; }
            public double Number { get; set; }
            public decimal Price { get; set; }
            public Level Level { get; set; }
            public Wide Wide { get; set; }
            public Narrow Narrow { get; set; }
            public Color Color { get; set; }
            public Guid Id { get; set; }
            public DateTime Local { get; set; }
            public DateTimeOffset Instant { get; set; }
            public DateOnly Day { get; set; }
            public TimeOnly Time { get; set; }
            public TimeSpan Duration { get; set; }
            public byte[] Bytes { get; set; } = [];
            public Uri Address { get; set; } = new("https://example.org/");
        }
        """ + Program + """

            private static IEnumerable<Session> Samples() =>
            [
                new(),
                new()
                {
                    Text = "line\n\0 \"quoted\" 'ä' 🙂", Letter = '\0', Flag = true,
                    Signed8 = sbyte.MinValue, Unsigned8 = byte.MaxValue, Signed16 = short.MinValue, Unsigned16 = ushort.MaxValue,
                    Signed32 = int.MinValue, Unsigned32 = uint.MaxValue, Signed64 = long.MinValue, Unsigned64 = long.MaxValue,
                    Single = float.Epsilon, Number = double.MinValue, Price = decimal.MinValue,
                    Level = Level.High, Wide = Wide.Most, Narrow = Narrow.Least, Color = Color.Blue,
                    Id = Guid.AllBitsSet, Local = new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc), Instant = DateTimeOffset.MaxValue,
                    Day = DateOnly.MaxValue, Time = TimeOnly.MaxValue, Duration = TimeSpan.MinValue, Bytes = [0, 255], Address = new("a/b?c#d", UriKind.Relative),
                },
                new()
                {
                    Single = float.NegativeInfinity, Number = double.PositiveInfinity, Price = 1.10m, Color = Color.Navy, Level = (Level)7,
                    Local = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified).AddTicks(1), Instant = new(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-5)),
                    Day = DateOnly.MinValue, Time = TimeOnly.MinValue, Duration = TimeSpan.MaxValue,
                },
            ];
        }
        """;

    private const string Nullables = Head + """
        public enum Level { Low, High }

        public readonly record struct Money(long Cents);

        public sealed class MoneyConverter : IColumnConverter<Money, long>
        {
            public static long ToStored(Money value) => value.Cents;
            public static Money FromStored(long stored) => new(stored);
        }

        [SessionRecord(StorageMode.Agent)]
        public sealed partial record Session
        {
            public string? Text { get; init; }
            public char? Letter { get; set; }
            public bool? Flag { get; set; }
            public int? Signed32 { get; init; }
            public ulong? Unsigned64 { get; set; }
            public double? Number { get; set; }
            public decimal? Price { get; set; }
            [JsonConverter(typeof(JsonStringEnumConverter))] public Level? Level { get; set; }
            public Guid? Id { get; set; }
            public DateTimeOffset? Instant { get; set; }
            public TimeSpan? Duration { get; set; }
            public byte[]? Bytes { get; set; }
            public Uri? Address { get; set; }
            [SessionColumn(Converter = typeof(MoneyConverter))] public Money? Tip { get; set; }
            [SessionColumn(Converter = typeof(MoneyConverter))] public Money Total { get; set; }
        }
        """ + Program + """

            private static IEnumerable<Session> Samples() =>
            [
                new(),
                new()
                {
                    Text = "", Letter = 'ä', Flag = false, Signed32 = 0, Unsigned64 = 0, Number = -0.0, Price = 0.00m, Level = Level.High, Id = Guid.Empty,
                    Instant = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Bytes = [], Address = new("http://x/"), Tip = new(1), Total = new(2),
                },
            ];
        }
        """;

    private const string Json = Head + """
        public sealed record Note(string Text, int Rank);

        public readonly record struct Point(double X);

        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Session
        {
            public JsonColumn<JsonNode> Memory { get; set; }
            public JsonColumn<Note> Lazy { get; set; }
            public Note? Pinned { get; set; }
            public Note Eager { get; set; } = new("", 0);
            public Point Origin { get; set; }
            public Point? Target { get; set; }
        }
        """ + Program + """

            private static IEnumerable<Session> Samples() =>
            [
                new(),
                new()
                {
                    Memory = new JsonColumn<JsonNode>(null), Lazy = new Note("a \"b\" ä 🙂", int.MinValue), Pinned = new("\0", 1), Eager = new("x", 2),
                    Origin = new(-0.5), Target = new(double.MaxValue),
                },
            ];
        }
        """;

    private const string Head = """
        #pragma warning disable CS1591 // docs of a test's source
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using Agno.Storage;
        using Agno.Storage.Sqlite;
        using Microsoft.Data.Sqlite;

        namespace Demo;

        """;

    // Compiled once for all cases.
    private static readonly Lazy<Assembly> ScalarsAssembly = new(() => GeneratorTestHost.Run(Scalars).Load());

    private static readonly Lazy<Assembly> JsonAssembly = new(() => GeneratorTestHost.Run(Json).Load());

    [Fact]
    public void ScalarsAreReadAsStored() => Assert.Equal("", Call(ScalarsAssembly.Value, "RoundTrip"));

    [Fact]
    public void NullsAreReadAsStored() => Assert.Equal("", Call(GeneratorTestHost.Run(Nullables).Load(), "RoundTrip"));

    [Fact]
    public void JsonIsReadAsStored() => Assert.Equal("", Call(JsonAssembly.Value, "RoundTrip"));

    [Theory]
    [InlineData("eager", "'{\"Text\":\"x\",}'", 12)]
    [InlineData("pinned", "'{\"Text\":1}'", 8)]
    [InlineData("target", "'{} {}'", 3)]
    [InlineData("eager", "'null'", null)]
    [InlineData("origin", "x'7b7d5d'", 2)]
    public void JsonThatDoesNotFitIsRefusedByName(string column, string literal, int? offset)
    {
        var error = Assert.Throws<StorageException>(() => Call(JsonAssembly.Value, "ReadStored", column, literal));
        Assert.Equal(("agent_sessions", "s1", column, (long?)offset), (error.Table, error.SessionId, error.Column, error.ByteOffset));
    }

    [Theory]
    [InlineData("eager", "'{ \"Rank\" : 3, \"other\": [NaN], \"Text\" : \"late\" }'")]
    [InlineData("origin", "'{\"X\": NaN}'")]
    public void PythonsJsonIsRead(string column, string literal) => Assert.NotNull(Call(JsonAssembly.Value, "ReadStored", column, literal));

    [Theory]
    [InlineData("unsigned8", "300", "300 is out of the range")]
    [InlineData("unsigned8", "-1", "-1 is out of the range")]
    [InlineData("signed32", "2147483648", "2147483648 is out of the range")]
    [InlineData("unsigned64", "-1", "-1 is out of the range")]
    [InlineData("level", "256", "256 is out of the range")]
    [InlineData("wide", "-1", "-1 is out of the range")]
    [InlineData("single", "1e300", "is out of the range")]
    [InlineData("flag", "2", "2 is not a Boolean")]
    [InlineData("letter", "'ab'", "'ab' is not one character")]
    [InlineData("color", "'Green'", "'Green' is not a name in Demo.Color")]
    [InlineData("id", "'x'", "'x' is not a GUID")]
    [InlineData("price", "'1,5'", "'1,5' is not a decimal number")]
    [InlineData("instant", "'yesterday'", "'yesterday' is not a date and time")]
    [InlineData("day", "'2024-02-30'", "'2024-02-30' is not a date")]
    [InlineData("time", "'25:00'", "'25:00' is not a time of day")]
    [InlineData("signed32", "'many'", "integer")]
    [InlineData("number", "x'00'", "number")]
    public void WhatDoesNotFitIsRefusedByName(string column, string literal, string message)
    {
        var error = Assert.Throws<StorageException>(() => Call(ScalarsAssembly.Value, "ReadStored", column, literal));
        Assert.Equal(("agent_sessions", "s1", column), (error.Table, error.SessionId, error.Column));
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("color", "'Navy'")]
    [InlineData("id", "'0F8FAD5B-D9CB-469F-A165-70867728950E'")]
    [InlineData("number", "3")]
    [InlineData("price", "3")]
    [InlineData("instant", "'2024-02-29T01:02:03+02:00'")]
    public void OtherSpellingsAreRead(string column, string literal) =>
        Assert.NotNull(Call(ScalarsAssembly.Value, "ReadStored", column, literal));

    private static object? Call(Assembly assembly, string method, params object?[] arguments) =>
        assembly.GetType("Demo.Program", throwOnError: true)!.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
