using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Makes values of any type by reflection: every constructor parameter and every settable member at random.</summary>
internal static class AnyValue
{
    private static readonly string[] Texts = ["", "a", "plain text", "q\"uo\\te", "line\nfeed\u0001\u007f", "größe", "名前", "😀", "<&>'+", "null", "12"];

    public static object? Of(Type type, Random random, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return random.Next(3) == 0 ? null : Of(underlying, random, depth);
        if (!type.IsValueType && type != typeof(string) && random.Next(depth > 3 ? 2 : 6) == 0 && depth > 0)
            return null;
        return Scalar(type, random) ?? Document(type, random) ?? Many(type, random, depth) ?? Object(Concrete(type, random), random, depth + 1);
    }

    private static object? Scalar(Type type, Random random) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => EnumValue(type, random),
        TypeCode.String => Texts[random.Next(Texts.Length)],
        TypeCode.Boolean => random.Next(2) == 0,
        TypeCode.Char => "az\"é名"[random.Next(5)],
        TypeCode.SByte => (sbyte)random.Next(-128, 128),
        TypeCode.Byte => (byte)random.Next(256),
        TypeCode.Int16 => (short)random.Next(short.MinValue, 32768),
        TypeCode.UInt16 => (ushort)random.Next(65536),
        TypeCode.Int32 => random.Next(2) == 0 ? random.Next(-3, 3) : random.Next(int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint)random.NextInt64(uint.MaxValue),
        TypeCode.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
        TypeCode.UInt64 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        TypeCode.Single => (float)Real(random),
        TypeCode.Double => Real(random),
        TypeCode.Decimal => new decimal(random.Next(), random.Next(), random.Next(4), random.Next(2) == 0, (byte)random.Next(20)),
        TypeCode.DateTime => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(2)),
        _ when type == typeof(object) => random.Next(3) switch { 0 => 5, 1 => "text", _ => true },
        _ when type == typeof(Int128) => new Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        _ when type == typeof(UInt128) => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
        _ when type == typeof(Half) => (Half)Real(random),
        _ when type == typeof(Guid) => new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks / 2) + 1_000_000_000_000, TimeSpan.FromMinutes(random.Next(-600, 600))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        _ when type == typeof(TimeOnly) => new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks)),
        _ when type == typeof(TimeSpan) => new TimeSpan(random.NextInt64(long.MinValue, long.MaxValue)),
        _ when type == typeof(byte[]) => Bytes(random),
        _ when type == typeof(Memory<byte>) => new Memory<byte>(Bytes(random)),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes(random)),
        _ when type == typeof(Uri) => new Uri(random.Next(2) == 0 ? "https://example.com/a?b=ü" : "relative/path", UriKind.RelativeOrAbsolute),
        _ when type == typeof(Version) => new Version(random.Next(9), random.Next(9), random.Next(9)),
        _ => null,
    };

    private static object EnumValue(Type type, Random random)
    {
        Array values = Enum.GetValues(type);
        // Now and then one without a name: a combination, or any number.
        return random.Next(4) == 0 ? Enum.ToObject(type, random.Next(12)) : values.GetValue(random.Next(values.Length))!;
    }

    private static double Real(Random random) => random.Next(4) switch
    {
        0 => 0,
        1 => random.Next(-1000, 1000) / 8.0,
        2 => random.NextDouble(),
        _ => random.Next(1000) / 100.0,
    };

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(7)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static object? Document(Type type, Random random)
    {
        string text = random.Next(3) switch { 0 => """{"first":[1,2.50,"x"],"second":{"third":null}}""", 1 => """{"ü":"\u0001"}""", _ => "{}" };
        return type switch
        {
            _ when type == typeof(JsonNode) || type == typeof(JsonObject) => JsonNode.Parse(text),
            _ when type == typeof(JsonArray) => new JsonArray(1, "two", JsonNode.Parse(text)),
            _ when type == typeof(JsonValue) => JsonValue.Create(random.Next()),
            _ when type == typeof(JsonElement) => JsonElement.Parse(text),
            _ => null,
        };
    }

    private static object? Many(Type type, Random random, int depth)
    {
        int count = depth > 4 ? 0 : random.Next(4);
        if (type.IsArray)
        {
            Array array = Array.CreateInstance(type.GetElementType()!, count);
            for (int i = 0; i < count; i++)
                array.SetValue(Of(type.GetElementType()!, random, depth + 1), i);
            return array;
        }
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type))
            return null;
        // System.Text.Json makes the collection; its elements come from here.
        Type[] arguments = type.GetGenericArguments();
        string text = arguments.Length == 2
            ? JsonSerializer.Serialize(Enumerable.Range(0, count).Select(_ => (Of(arguments[0], random, depth + 1), Of(arguments[1], random, depth + 1)))
                .DistinctBy(pair => pair.Item1).ToDictionary(pair => Key(pair.Item1!), pair => pair.Item2), Differential.Oracle)
            : JsonSerializer.Serialize(Enumerable.Range(0, count).Select(_ => Of(arguments[0], random, depth + 1)).ToList(), typeof(List<>).MakeGenericType(typeof(object)), Differential.Oracle);
        try
        {
            return JsonSerializer.Deserialize(text, type, Differential.Oracle);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // Elements that are written without their discriminator can't be read back.
            return JsonSerializer.Deserialize(arguments.Length == 2 ? "{}" : "[]", type, Differential.Oracle);
        }
    }

    private static string Key(object key) => key is IFormattable formattable ? formattable.ToString(null, null) : key.ToString()!;

    private static Type Concrete(Type type, Random random)
    {
        Type[] derived = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => attribute.DerivedType)];
        if (type == typeof(Shape))
            derived = [.. derived, typeof(Square), typeof(Shape)];
        if (type == typeof(Vehicle))
            derived = [.. derived, typeof(Taxi)];
        return derived.Length == 0 ? type : derived[random.Next(derived.Length)];
    }

    private static object Object(Type type, Random random, int depth)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        ConstructorInfo? constructor = type.GetConstructors(All).FirstOrDefault(candidate => candidate.IsDefined(typeof(JsonConstructorAttribute)))
            ?? (type.IsValueType ? null : type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First());
        object value = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType, random, depth))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0 && !typeof(Delegate).IsAssignableFrom(property.PropertyType)))
            if (random.Next(4) != 0)
                property.SetValue(value, Of(property.PropertyType, random, depth));
        return value;
    }
}
