using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agno.Storage.Tests.GeneratedJson;

// The types that generated JSON code is held to System.Text.Json with, by what they try.

public enum Level : byte { Low, Middle = 5, High = 200 }

public enum Wide : ulong { None, Most = ulong.MaxValue }

public sealed class Scalars
{
    public string? Text { get; set; }
    public bool Flag { get; set; }
    public char Letter { get; set; } = 'a';
    public sbyte Signed8 { get; set; }
    public byte Unsigned8 { get; set; }
    public short Signed16 { get; set; }
    public ushort Unsigned16 { get; set; }
    public int Signed32 { get; set; }
    public uint Unsigned32 { get; set; }
    public long Signed64 { get; set; }
    public ulong Unsigned64 { get; set; }
    public Int128 Signed128 { get; set; }
    public UInt128 Unsigned128 { get; set; }
    public Half Half { get; set; }
    public float Single { get; set; }
    public double Double { get; set; }
    public decimal Decimal { get; set; }
    public Level Level { get; set; }
    public Wide Wide { get; set; }
    public Guid Guid { get; set; }
    public DateTime DateTime { get; set; }
    public DateTimeOffset DateTimeOffset { get; set; }
    public DateOnly DateOnly { get; set; }
    public TimeOnly TimeOnly { get; set; }
    public TimeSpan TimeSpan { get; set; }
    public byte[]? Bytes { get; set; }
    public Uri? Uri { get; set; }
    public Version? Version { get; set; }
    public Memory<byte> Memory { get; set; }
    public ReadOnlyMemory<byte> ReadOnlyMemory { get; set; }
}

public sealed class NullableScalars
{
    public bool? Flag { get; set; }
    public char? Letter { get; set; }
    public int? Number { get; set; } = 7;
    public ulong? Large { get; set; }
    public double? Double { get; set; }
    public decimal? Decimal { get; set; }
    public Level? Level { get; set; }
    public Guid? Guid { get; set; }
    public DateTime? DateTime { get; set; }
    public TimeSpan? TimeSpan { get; set; }
    public Point? Point { get; set; }
    public Mood? Mood { get; set; }
}

public sealed class Collections
{
    public int[]? Array { get; set; }
    public int[][]? Jagged { get; set; }
    public string?[]? Strings { get; set; }
    public List<Point>? List { get; set; }
    public IList<int?>? IList { get; set; }
    public ICollection<string>? ICollection { get; set; }
    public IEnumerable<Guid>? IEnumerable { get; set; }
    public IReadOnlyList<double>? IReadOnlyList { get; set; }
    public IReadOnlyCollection<bool>? IReadOnlyCollection { get; set; }
    public HashSet<int>? HashSet { get; set; }
    public ISet<string>? ISet { get; set; }
    public SortedSet<int>? SortedSet { get; set; }
    public LinkedList<int>? LinkedList { get; set; }
    public Queue<int>? Queue { get; set; }
    public Stack<int>? Stack { get; set; }
    public Collection<int>? Collection { get; set; }
    public ObservableCollection<int>? Observable { get; set; }
    public ImmutableArray<int>? ImmutableArray { get; set; }
    public ImmutableList<int>? ImmutableList { get; set; }
    public ImmutableHashSet<int>? ImmutableHashSet { get; set; }
    public ImmutableSortedSet<int>? ImmutableSortedSet { get; set; }
    public List<List<Positional>?>? Nested { get; set; }
    public List<Mood>? Moods { get; set; }
}

public sealed class Dictionaries
{
    public Dictionary<string, int>? Numbers { get; set; }
    public Dictionary<string, Positional?>? Objects { get; set; }
    public IDictionary<string, string?>? IDictionary { get; set; }
    public IReadOnlyDictionary<string, List<int>>? IReadOnlyDictionary { get; set; }
    public SortedDictionary<string, Point>? Sorted { get; set; }
    public ImmutableDictionary<string, int>? Immutable { get; set; }
    public ImmutableSortedDictionary<string, int>? ImmutableSorted { get; set; }
    public Dictionary<int, string>? ByInt { get; set; }
    public Dictionary<long, string>? ByLong { get; set; }
    public Dictionary<byte, string>? ByByte { get; set; }
    public Dictionary<Guid, string>? ByGuid { get; set; }
}

public sealed record Positional(string Name, int Count = 3, double? Score = 1.5, Level Level = Level.High, Point Point = default)
{
    public string? Note { get; init; } = "initial";
    public List<string> Tags { get; set; } = ["initial"];
}

public readonly record struct Point(int X, int Y);

public readonly struct Money
{
    [JsonConstructor]
    public Money(decimal amount, string currency) => (Amount, Currency) = (amount, currency);

    public decimal Amount { get; }
    public string Currency { get; }
    public string Text => $"{Amount} {Currency}";
}

public struct Mutable
{
    public int Number { get; set; }
    public string? Text { get; init; }
}

public sealed class Chosen
{
    public Chosen() => Name = "default";

    [JsonConstructor]
    internal Chosen(string name, int number, bool hidden) => (Name, Number, Hidden) = ("by constructor: " + name, number, hidden);

    public string Name { get; }
    public int Number { get; set; }
    [JsonIgnore] public bool Hidden { get; }
    public string GetOnly => "computed";
}

public sealed class Required
{
    public required string Name { get; set; }
    public required int Number { get; init; }
    [JsonRequired] public string? Marked { get; set; }
    public string? Free { get; set; } = "free";
    public int FreeInit { get; init; } = 9;
}

public sealed class InitOnly
{
    public string Text { get; init; } = "initial";
    public int Number { get; init; } = 42;
    public List<int>? Items { get; init; } = [1, 2];
    public int @class { get; init; } = 5;
}

public class Animal
{
    public string? Name { get; set; }
    public virtual int Legs { get; set; } = 4;
    public int Age { get; init; } = 1;
}

public class Bird : Animal
{
    public override int Legs { get; set; } = 2;
    public bool Flies { get; set; }
}

public sealed class Parrot : Bird
{
    public string? Phrase { get; set; }
    public new string? Name { get; set; }
}

public sealed class Names
{
    [JsonPropertyName("snake_case")] public int Snake { get; set; }
    [JsonPropertyName("")] public int Empty { get; set; }
    [JsonPropertyName("with space")] public int Space { get; set; }
    [JsonPropertyName("quote\"back\\slash")] public int Quote { get; set; }
    [JsonPropertyName("größe")] public int Umlaut { get; set; }
    [JsonPropertyName("名前")] public string? Kanji { get; set; }
    [JsonPropertyName("😀")] public int Smile { get; set; }
    public int Name { get; set; }
    public int Value { get; set; }
    public int Json { get; set; }
    public int @event { get; set; }
    public int Same { get; set; }
    public int same { get; set; }
}

public sealed class Ignored
{
    [JsonIgnore] public Action? Always { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? Never { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? WhenNull { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? WhenNullNumber { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public List<int>? WhenNullList { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int WhenDefault { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int? WhenDefaultNullable { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? WhenDefaultText { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Point WhenDefaultStruct { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public string? WhenWriting { get; set; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public string? WhenReading { get; set; }
    public string? Last { get; set; }
}

public sealed class Included
{
    [JsonInclude] public int Field;
    [JsonInclude] internal string? Internal { get; set; }
    [JsonInclude] public int InternalSetter { get; internal set; }
    public int PrivateSetter { get; private set; } = 3;
    public int GetOnly { get; } = 4;
    public int SetOnly { set => Field = value; }
    public int NotIncluded;
}

public class OrderedBase
{
    [JsonPropertyOrder(-1)] public int First { get; set; }
    public int FromBase { get; set; }
}

public sealed class Ordered : OrderedBase
{
    [JsonPropertyOrder(5)] public int Late { get; set; }
    public int Middle { get; set; }
    [JsonPropertyOrder(1)] public int Next { get; set; }
    public int Second { get; set; }
}

public sealed class ExtensionDictionary
{
    public int Known { get; set; }
    [JsonIgnore] public int Hidden { get; set; }
    public int Computed => 5;
    [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; }
}

public sealed class ExtensionInterface
{
    public int Known { get; set; }
    [JsonExtensionData] public IDictionary<string, JsonElement>? Rest { get; init; }
}

public sealed record ExtensionNode(int Known)
{
    [JsonExtensionData] public JsonObject? Rest { get; set; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed class Closed
{
    public int Known { get; set; }
    [JsonIgnore] public int Hidden { get; set; }
    public int Computed => 5;
}

[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
public sealed class NumbersAsText
{
    public int Number { get; set; }
    public double Double { get; set; }
    public decimal? Decimal { get; set; }
    public List<int>? List { get; set; }
    public Dictionary<string, long>? Map { get; set; }
    public List<List<int>>? Deep { get; set; }
    public Point Point { get; set; }
    [JsonNumberHandling(JsonNumberHandling.Strict)] public int Strict { get; set; }
}

public sealed class NumbersByMember
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public int Lenient { get; set; }
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public double Named { get; set; }
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public float? NamedSingle { get; set; }
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public List<double>? NamedList { get; set; }
    [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public ulong Written { get; set; }
    public int Plain { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Mood>))]
public enum Mood
{
    Calm,
    [JsonStringEnumMemberName("very-angry")] Angry,
    Sad = 7,
    Blue = 7,
    Überrascht = 9,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
    All = 3,
    Delete = 4,
}

public sealed class Enums
{
    public Mood Mood { get; set; }
    public Rights Rights { get; set; }
    public Level Number { get; set; }
    [JsonConverter(typeof(JsonStringEnumConverter))] public Level ByMember { get; set; }
    [JsonConverter(typeof(JsonStringEnumConverter<Level>))] public Level? ByMemberNullable { get; set; }
    [JsonConverter(typeof(JsonNumberEnumConverter<Mood>))] public Mood AsNumber { get; set; }
    public List<Mood?>? List { get; set; }
}

public sealed class Tree
{
    public string? Label { get; set; }
    public List<Tree>? Children { get; set; }
    public Tree? Next { get; set; }
    public Dictionary<string, Tree?>? ByName { get; set; }
}

public sealed class Documents
{
    public JsonNode? Node { get; set; }
    public JsonObject? Object { get; set; }
    public JsonArray? Array { get; set; }
    public JsonElement Element { get; set; } = JsonElement.Parse("null");
    public JsonElement? NullableElement { get; set; }
    public JsonValue? Value { get; set; }
}

/// <summary>What System.Text.Json 10 writes but can't read.</summary>
public sealed class ReadOnlySets
{
    public IReadOnlySet<int>? Numbers { get; set; }
}

public sealed record Page<T>(IReadOnlyList<T> Items, int Total)
{
    public T? Favourite { get; set; }
}

public sealed class Pages
{
    public Page<int>? Numbers { get; set; }
    public Page<Positional>? Objects { get; set; }
}
