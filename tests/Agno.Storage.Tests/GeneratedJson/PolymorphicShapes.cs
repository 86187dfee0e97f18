using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agno.Storage.Tests.GeneratedJson;

[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(ImagePart), "image")]
[JsonDerivedType(typeof(ListPart), "list")]
public abstract class Part
{
    public string? Id { get; set; }
}

public class TextPart : Part
{
    public required string Text { get; set; }
}

public sealed class ImagePart : Part
{
    public int Width { get; init; } = 640;
    public int Height { get; init; } = 480;
}

public sealed class ListPart : Part
{
    public List<Part>? Parts { get; set; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Event), 0)]
[JsonDerivedType(typeof(Started), 1)]
[JsonDerivedType(typeof(Ended), "ended")]
public record Event(string Name);

public sealed record Started(string Name, int Number) : Event(Name);

public sealed record Ended(string Name) : Event(Name)
{
    public bool Succeeded { get; init; }
}

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType, IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(Circle), "circle")]
public class Shape
{
    public int Area { get; set; }
}

public class Circle : Shape
{
    public int Radius { get; set; }
}

public sealed class Square : Shape
{
    public int Side { get; set; }
}

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(Vehicle), "vehicle")]
[JsonDerivedType(typeof(Car), "car")]
public class Vehicle
{
    public int Wheels { get; set; }
}

public class Car : Vehicle
{
    public int Doors { get; set; }
}

public sealed class Taxi : Car
{
    public int Fare { get; set; }
}

[JsonDerivedType(typeof(Silent))]
public class Loud
{
    public int Volume { get; set; }
}

public sealed class Silent : Loud
{
    public bool IsSilent { get; set; } = true;
}

public sealed class Polymorphic
{
    public Part? Part { get; set; }
    public List<Part?>? Parts { get; set; }
    public Event? Event { get; set; }
    public Started? Started { get; set; }
    public Shape? Shape { get; set; }
    public Vehicle? Vehicle { get; set; }
    public Loud? Loud { get; set; }
}

/// <summary>Written as text "celsius°".</summary>
public sealed class TemperatureConverter : JsonConverter<Temperature>
{
    public override Temperature Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && text.EndsWith('°') && int.TryParse(text[..^1], out int celsius) ? new(celsius) : throw new JsonException("no temperature");

    public override void Write(Utf8JsonWriter writer, Temperature value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Celsius}°");
}

[JsonConverter(typeof(TemperatureConverter))]
public readonly record struct Temperature(int Celsius);

public sealed class UpperConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!.ToUpperInvariant();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value + "!");
}

public sealed class WrapConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(int);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => new Wrapped();

    private sealed class Wrapped : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.Number)
                throw new JsonException("no wrapped number");
            int value = reader.GetInt32();
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? value : throw new JsonException("no wrapped number");
        }

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }
    }
}

public sealed class Converted
{
    public Temperature Temperature { get; set; }
    public Temperature? Maybe { get; set; }
    public List<Temperature>? Many { get; set; }
    [JsonConverter(typeof(UpperConverter))] public string? Upper { get; set; }
    [JsonConverter(typeof(WrapConverter))] public int Wrapped { get; set; }
    [JsonConverter(typeof(TemperatureConverter))] public Temperature? ByMember { get; set; }
}

/// <summary>Only a context can do these.</summary>
public sealed class Delegated
{
    public object? Anything { get; set; }
    public KeyValuePair<string, int> Pair { get; set; }
    public List<object?>? Anythings { get; set; }
    public int Direct { get; set; }
}

[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(KeyValuePair<string, int>))]
internal sealed partial class ShapesContext : JsonSerializerContext;
