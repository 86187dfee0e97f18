#nullable enable
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Agno.Storage;
using Agno.Storage.Records;
using Agno.Storage.Sqlite;

namespace RandomRecords;

public enum Size : short { Small = -1, Medium, Large = 300 }

[JsonConverter(typeof(JsonStringEnumConverter<Colour>))]
public enum Colour { Red, [JsonStringEnumMemberName("sea-green")] Green, Blue }

public readonly record struct Money(long Cents);

public sealed class MoneyConverter : IColumnConverter<Money, long>
{
    public static long ToStored(Money value) => value.Cents;

    public static Money FromStored(long stored) => new(stored);
}

/// <summary>One record type: makes an instance, stores it, reads it, and says what was stored and what was read.</summary>
public sealed record Case(string Name, Func<SqliteStorage, Values, string, Task<(string Stored, string? Read)>> Run)
{
    public static async IAsyncEnumerable<(string Name, string Stored, string? Read)> RunAll(Case[] cases, SqliteStorage storage, int seed, int each)
    {
        var values = new Values(new Random(seed));
        foreach (Case one in cases)
        {
            for (int i = 0; i < each; i++)
            {
                (string stored, string? read) = await one.Run(storage, values, $"session {i}");
                yield return (one.Name, stored, read);
            }
        }
    }

    public static Case Of<T>(string name, Func<Values, string, T> create)
        where T : class, ISessionRecord<T>
        => new(name, async (storage, values, id) =>
        {
            ISessionStore<T> store = storage.Sessions<T>(name.Replace('.', '_'));
            T stored = await store.UpsertAsync(create(values, id));
            T? read = await store.ReadAsync(id);
            return (Show.Text(stored), read is null ? null : Show.Text(read));
        });
}

/// <summary>Random values, extremes among them.</summary>
public sealed class Values(Random random)
{
    private static readonly string[] Strings =
        ["", "plain", "with \"quotes\" and \\ and / and '", "tab\tline\nnul\0end", "größe 日本語 \U0001F600", "\u2028\u0085\u007f<>&", new string('x', 300), new string('é', 40)];

    public string String() => Strings[random.Next(Strings.Length)];
    public bool Bool() => random.Next(2) == 0;
    public byte Byte() => Pick<byte>(0, 255, (byte)random.Next(256));
    public sbyte Sbyte() => Pick<sbyte>(sbyte.MinValue, sbyte.MaxValue, (sbyte)random.Next(-128, 128));
    public short Short() => Pick<short>(short.MinValue, short.MaxValue, 7);
    public ushort Ushort() => Pick<ushort>(0, ushort.MaxValue, 7);
    public int Int() => Pick(int.MinValue, int.MaxValue, random.Next());
    public uint Uint() => Pick<uint>(0, uint.MaxValue, (uint)random.Next());
    public long Long() => Pick(long.MinValue, long.MaxValue, random.NextInt64(), -1, 0);
    public ulong Ulong() => Pick<ulong>(0, (ulong)long.MaxValue, (ulong)random.NextInt64());
    public float Float() => Pick(0f, -0f, float.MaxValue, float.Epsilon, random.NextSingle());
    public double Double() => Pick(0d, -0d, double.MaxValue, double.Epsilon, 0.1, 1e22, 1e-7, random.NextDouble(), random.Next() / 100.0);
    public decimal Decimal() => Pick(0m, decimal.MaxValue, decimal.MinValue, 1.10m, (decimal)random.NextDouble());
    public char Char() => Pick('a', '"', 'é', '\0', '日');
    public Guid Guid() => System.Guid.Parse($"{random.Next():x8}-0000-4000-8000-00000000abcd");
    public DateTime DateTime() => Pick(System.DateTime.MinValue, System.DateTime.UnixEpoch.AddTicks(random.NextInt64(1L << 50)), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified));
    public DateTimeOffset DateTimeOffset() => Pick(System.DateTimeOffset.MinValue, System.DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 50)), new DateTimeOffset(2024, 2, 29, 1, 2, 3, System.TimeSpan.Zero).ToOffset(System.TimeSpan.FromHours(5.5)));
    public DateOnly DateOnly() => Pick(System.DateOnly.MinValue, System.DateOnly.MaxValue, new DateOnly(2024, 2, 29));
    public TimeOnly TimeOnly() => Pick(System.TimeOnly.MinValue, System.TimeOnly.MaxValue, new TimeOnly(1, 2, 3));
    public TimeSpan TimeSpan() => Pick(System.TimeSpan.Zero, System.TimeSpan.MaxValue, System.TimeSpan.MinValue, System.TimeSpan.FromTicks(random.NextInt64(1L << 50)));
    public Size Size() => Pick(RandomRecords.Size.Small, RandomRecords.Size.Medium, RandomRecords.Size.Large);
    public Colour Colour() => Pick(RandomRecords.Colour.Red, RandomRecords.Colour.Green, RandomRecords.Colour.Blue);
    public byte[] Bytes() => Pick<byte[]>([], [0, 1, 255], Enumerable.Range(0, 100).Select(i => (byte)i).ToArray());
    public Uri Uri() => Pick(new Uri("https://example.org/a?b=c#d"), new Uri("relative/path", UriKind.Relative));
    public Money Money() => new(Long());
    public JsonNode? Node() => Pick<Func<JsonNode?>>(() => null, () => new JsonObject { ["a"] = 1, [String()] = new JsonArray(1.5, null, true, String()) }, () => new JsonArray(), () => JsonValue.Create(String()))();
    public T? NullOr<T>(Func<T> create) where T : class? => random.Next(3) == 0 ? null : create();
    public T? NullOrValue<T>(Func<T> create) where T : struct => random.Next(3) == 0 ? null : create();
    public List<T> Many<T>(Func<T> create) => Enumerable.Range(0, random.Next(4)).Select(_ => create()).ToList();
    public Dictionary<string, T> Map<T>(Func<T> create) => Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"{i} {Strings[i]}", _ => create());
    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}

/// <summary>Everything that can be seen of an object, as text.</summary>
public static class Show
{
    public static string Text(object? value) => value switch
    {
        null => "null",
        string s => $"\"{s}\"",
        bool or char or Enum or Guid or Uri => value.ToString()!,
        byte[] bytes => Convert.ToHexString(bytes),
        float f => BitConverter.SingleToInt32Bits(f == 0 ? 0 : f).ToString("x8"),
        // SQLite stores -0.0 as 0.0.
        double d => BitConverter.DoubleToInt64Bits(d == 0 ? 0 : d).ToString("x16"),
        DateTime t => $"{t.Ticks} {t.Kind}",
        DateTimeOffset t => t.UtcTicks.ToString(),
        JsonNode node => node.ToJsonString(),
        IFormattable f when value.GetType().Namespace == "System" => f.ToString(null, CultureInfo.InvariantCulture),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(k => $"{k}: {Text(map[k])}")) + "}",
        IEnumerable many => "[" + string.Join(", ", many.Cast<object?>().Select(Text)) + "]",
        _ when value.GetType().IsGenericType && value.GetType().Name == "JsonColumn`1" => Text(value.GetType().GetProperty("Value")!.GetValue(value)),
        _ => value.GetType().Name + "(" + string.Join(", ", value.GetType().GetProperties().Where(p => p.GetMethod is { IsStatic: false } && p.GetIndexParameters().Length == 0).Select(p => $"{p.Name}: {Text(p.GetValue(value))}")) + ")",
    };
}
