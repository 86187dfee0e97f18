using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Tests.GeneratedJson;

// Members that C# itself does not let generated code reach, or that hide one another.

public class PrivateAccess
{
    [JsonInclude] public string? PrivateSetter { get; private set; } = "initial";
    [JsonInclude] public int ProtectedSetter { get; protected set; } = 3;
    [JsonInclude] public List<int>? PrivateInit { get; private init; } = [1];
    [JsonInclude] public string? PrivateGetter { private get; set; }
    [JsonInclude] public int? ProtectedGetter { protected get; init; } = 5;
    [JsonInclude] internal string? InternalWithPrivateSetter { get; private set; } = "internal";
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Omitted { private get; set; }
    public string? NotIncluded { get; private set; } = "not included";
}

public struct PrivateStruct
{
    public PrivateStruct()
    {
    }

    [JsonInclude] public int Number { get; private set; } = 7;
    [JsonInclude] public string? Text { private get; set; }
}

public class Box<T>
{
    public T? Item { get; init; }
    public List<T> Items { get; init; } = [];
    public string Kind { get; init; } = "default";
    [JsonInclude] public int Count { get; private set; } = 2;
}

public class Limited<TKey, TValue>
    where TKey : struct, IComparable<TKey>
    where TValue : class, new()
{
    public TKey Key { get; init; }
    public TValue Value { get; init; } = new();

    public sealed record Entry<T>(T? Name)
    {
        public TKey Key { get; init; }
        public string Note { get; init; } = "note";
    }
}

public struct BoxStruct<T>
{
    public BoxStruct()
    {
    }

    public T? Item { get; init; }
    public string? Kind { get; init; } = "struct";
}

public sealed class Boxes
{
    public Box<int>? Numbers { get; set; }
    public Box<string?>? Texts { get; set; }
    public Box<Box<Point>>? Nested { get; set; }
    public Limited<int, Tree>? Limited { get; set; }
    public Limited<int, Tree>.Entry<string>? Entry { get; set; }
    public BoxStruct<int> Struct { get; set; }
    public PrivateStruct Private { get; set; }
}

public class Shadowed
{
    public string? Name { get; set; } = "base name";
    public int Number { get; set; } = 1;
    public int Kept { get; set; }
    [JsonIgnore] public string? HiddenBelow { get; set; }
}

public sealed class Shadowing : Shadowed
{
    [JsonIgnore] public new string? Name { get; set; } = "derived name";
    [JsonIgnore] public new string? Number { get; set; }
    public new string? HiddenBelow { get; set; }
}

public class Overridden
{
    public virtual string? Name { get; set; }
    public virtual int Number { get; set; }
    public virtual int Twice { get; set; }
}

public sealed class IgnoringOverride : Overridden
{
    [JsonIgnore] public override string? Name { get; set; }
    public override int Number { get; set; }
    [JsonPropertyName("twice")] public override int Twice { get; set; }
}

public class Renaming : Shadowed
{
    [JsonPropertyName("renamed")] public new string? Name { get; set; }
    public new int Kept { get; set; }
}

public sealed class CalledBack : IJsonOnDeserializing, IJsonOnDeserialized, IJsonOnSerializing, IJsonOnSerialized
{
    public string? Text { get; set; }
    public string Log { get; set; } = "";
    public int Length { get; set; }
    public CalledBackStruct Struct { get; set; }
    public CalledBackRecord? Record { get; set; }

    void IJsonOnDeserializing.OnDeserializing() => Log += "deserializing ";
    void IJsonOnDeserialized.OnDeserialized() => Log += "deserialized ";
    void IJsonOnSerializing.OnSerializing() => Length = Text?.Length ?? -1;
    public void OnSerialized() => Length = 0;
}

public struct CalledBackStruct : IJsonOnDeserialized
{
    public int Number { get; set; }

    public void OnDeserialized() => Number++;
}

public sealed record CalledBackRecord(int Number) : IJsonOnDeserialized
{
    public int Next { get; set; }

    public void OnDeserialized() => Next = Number + 1;
}

public sealed class CamelEnumConverter() : JsonStringEnumConverter<Rank>(JsonNamingPolicy.CamelCase);

[JsonConverter(typeof(CamelEnumConverter))]
public enum Rank { First, Second, VeryLast }

public sealed class Ranks
{
    public Rank Rank { get; set; }
    public Rank? Maybe { get; set; }
    public List<Rank>? Many { get; set; }
}

/// <summary>What only this library has: a name from before.</summary>
public sealed class Renamed
{
    [FormerName("Old")] public string? New { get; set; } = "initial";
    public List<RenamedChild>? Children { get; set; }
}

public sealed record RenamedChild
{
    [JsonPropertyName("count"), FormerName("was")] public required int Count { get; init; }
}
