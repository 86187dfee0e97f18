using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Aot.Tests.Cases;

/// <summary>A member of every scalar type.</summary>
[SessionRecord(StorageMode.Agent, Table = "scalars")]
public sealed partial record ScalarSession
{
    public required string Text { get; init; }

    public char Letter { get; set; }

    public bool Flag { get; set; }

    public byte Small { get; set; }

    public int? Number { get; set; }

    public ulong Large { get; set; }

    public float Single { get; set; }

    public double Double { get; set; }

    public decimal Price { get; set; }

    public Guid Key { get; set; }

    public DateTime Local { get; set; }

    public DateTimeOffset Due { get; set; }

    public DateOnly Day { get; set; }

    public TimeOnly Time { get; set; }

    public TimeSpan Duration { get; set; }

    public byte[]? Bytes { get; set; }

    public Uri? Link { get; set; }

    public Level Level { get; set; }

    [SessionIndex]
    public Priority Priority { get; set; }

    [SessionColumn("amount", Converter = typeof(MoneyConverter))]
    public Money Amount { get; set; }
}

public enum Level
{
    Low,
    High,
}

[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    Normal,
    Urgent,
}

public readonly record struct Money(long Cents);

public sealed class MoneyConverter : IColumnConverter<Money, long>
{
    public static long ToStored(Money value) => value.Cents;

    public static Money FromStored(long stored) => new(stored);
}

/// <summary>A typed JSON column of many shapes, and one that is parsed only when asked for.</summary>
[SessionRecord(StorageMode.Team, Table = "shapes")]
public sealed partial class ShapeSession
{
    public Shapes? Shapes { get; set; }

    public JsonColumn<Shapes> Later { get; set; }
}

public sealed record Shapes
{
    [JsonPropertyName("events")]
    public required IReadOnlyList<Event> Events { get; init; }

    public Dictionary<string, int>? Counts { get; init; }

    public HashSet<string>? Tags { get; init; }

    public Priority Priority { get; init; }

    public double[]? Numbers { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(Called), "called")]
public abstract record Event;

public sealed record Said(string Text) : Event;

public sealed record Called(string Tool, int? Attempts) : Event;
