using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agno.Storage.Sqlite;

namespace Agno.Storage.Aot.Tests.Cases;

internal static class RecordCases
{
    private static readonly Shapes Shapes = new()
    {
        Events = [new Said("hello \"you\" \u20ac"), new Called("search", 3), new Called("fetch", null)],
        Counts = new() { ["a"] = 1, ["b \n"] = 2 },
        Tags = ["x", "y"],
        Priority = Priority.Urgent,
        Numbers = [0.1, -2e300, 3],
    };

    public static async Task Every_scalar_comes_back_as_it_was()
    {
        var session = new ScalarSession
        {
            SessionId = "s",
            Text = "na\u00efve \U0001f600",
            Letter = '\u00df',
            Flag = true,
            Small = 255,
            Number = null,
            Large = long.MaxValue,
            Single = 1.5f,
            Double = double.PositiveInfinity,
            Price = 19.990m,
            Key = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
            Local = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Due = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Day = new DateOnly(2025, 1, 2),
            Time = new TimeOnly(3, 4, 5),
            Duration = TimeSpan.FromTicks(7),
            Link = new Uri("https://example.org/a?b=c"),
            Level = Level.High,
            Priority = Priority.Urgent,
            Amount = new Money(1999),
        };
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ScalarSession> sessions = storage.Sessions<ScalarSession>();
        await sessions.CreateAsync();

        ScalarSession stored = await sessions.UpsertAsync(session);
        Expect.Equal(stored, (await sessions.ReadAsync("s"))!);

        await sessions.UpsertAsync(stored with { Bytes = [0, 1, 255] });
        Expect.Sequence<byte>([0, 1, 255], (await sessions.ReadAsync("s"))!.Bytes!);
    }

    public static async Task A_typed_json_member_comes_back_as_it_was()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ShapeSession> sessions = storage.Sessions<ShapeSession>();
        await sessions.CreateAsync();
        await sessions.UpsertAsync(new ShapeSession { SessionId = "s", Shapes = Shapes });

        Same(Shapes, (await sessions.ReadAsync("s"))!.Shapes!);
    }

    public static async Task A_lazy_json_column_is_parsed_when_asked_for()
    {
        await using var storage = SqliteStorage.OpenInMemory();
        ISessionStore<ShapeSession> sessions = storage.Sessions<ShapeSession>();
        await sessions.CreateAsync();
        await sessions.UpsertAsync(new ShapeSession { SessionId = "s", Later = Shapes });

        ShapeSession read = (await sessions.ReadAsync("s"))!;
        Expect.Equal(null, read.Shapes);
        await sessions.UpsertAsync(read);
        Same(Shapes, (await sessions.ReadAsync("s"))!.Later.Value!);
    }

    public static Task The_generated_code_serves_System_Text_Json()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = ShapeSession.JsonTypeInfoResolver };
        var typeInfo = (JsonTypeInfo<Shapes>)options.GetTypeInfo(typeof(Shapes));

        string text = JsonSerializer.Serialize(Shapes, typeInfo);
        Same(Shapes, JsonSerializer.Deserialize(text, typeInfo)!);
        return Task.CompletedTask;
    }

    private static void Same(Shapes expected, Shapes actual)
    {
        Expect.Sequence(expected.Events, actual.Events);
        Expect.Sequence(expected.Counts!, actual.Counts!);
        Expect.Sequence(expected.Tags!, actual.Tags!);
        Expect.Equal(expected.Priority, actual.Priority);
        Expect.Sequence(expected.Numbers!, actual.Numbers!);
    }
}
