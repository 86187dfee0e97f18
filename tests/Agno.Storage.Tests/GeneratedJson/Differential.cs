using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CsCheck;

namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Holds generated JSON code to System.Text.Json's own.</summary>
internal static class Differential
{
    /// <summary>System.Text.Json by reflection, which is what its attributes are documented to mean.</summary>
    public static readonly JsonSerializerOptions Oracle = With(new DefaultJsonTypeInfoResolver());

    // A number beyond double is read as an infinity, and that must show.
    private static readonly JsonSerializerOptions Shown = new(Oracle) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The generated code.</summary>
    public static readonly JsonSerializerOptions Generated = With(ShapesSession.JsonTypeInfoResolver);

    public static void Check<T>(bool repeat = true) => Gen.Int.Sample(seed => CheckOne<T>(new Random(seed), repeat), iter: 500, threads: 1);

    /// <summary>As <see cref="Check{T}"/>, with options of a caller, which both must follow.</summary>
    public static void CheckWithOptions<T>() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        JsonSerializerOptions oracle = RandomOptions.Of(random);
        var generated = new JsonSerializerOptions(oracle) { TypeInfoResolver = ShapesSession.JsonTypeInfoResolver };
        for (int i = 0; i < 3; i++)
        {
            var value = (T?)AnyValue.Of(typeof(T), random);
            string? expected = TryWrite(value, oracle);
            Assert.Equal(expected, TryWrite(value, generated));
            if (expected is null)
                continue;
            CheckRead<T>(expected, oracle, generated);
            CheckRead<T>(RandomText.Mutate(expected, random, repeat: false), oracle, generated);
        }
    }, iter: 20, threads: 1);

    private static string? TryWrite<T>(T? value, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Serialize(value, options);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void CheckOne<T>(Random random, bool repeat)
    {
        var value = (T?)AnyValue.Of(typeof(T), random);
        string text = CheckWrite(value);
        CheckRead<T>(text);
        CheckRead<T>(RandomText.Reorder(text, random));
        for (int i = 0; i < 4; i++)
            CheckRead<T>(RandomText.Mutate(text, random, repeat));
    }

    /// <summary>Both write the same text.</summary>
    public static string CheckWrite<T>(T? value)
    {
        string expected = JsonSerializer.Serialize(value, Oracle);
        Assert.Equal(expected, JsonSerializer.Serialize(value, Generated));
        return expected;
    }

    /// <summary>Both read the same value, or both refuse.</summary>
    public static void CheckRead<T>(string text) => CheckRead<T>(text, Oracle, Generated);

    private static void CheckRead<T>(string text, JsonSerializerOptions oracle, JsonSerializerOptions generated)
    {
        (bool isRead, T? value, Exception? error) = Read<T>(text, oracle);
        (bool isReadHere, T? valueHere, Exception? errorHere) = Read<T>(text, generated);
        Assert.True(isRead == isReadHere, $"{text}\nSystem.Text.Json: {error?.Message ?? "reads it"}\nGenerated: {errorHere?.ToString() ?? "reads it"}");
        if (isRead)
            Assert.True(Show(value) == Show(valueHere), $"{text}\nSystem.Text.Json: {Show(value)}\nGenerated: {Show(valueHere)}");
    }

    private static string Show<T>(T? value)
    {
        try
        {
            return JsonSerializer.Serialize(value, Shown);
        }
        catch (InvalidOperationException error)
        {
            // A JsonElement that no text gave a value.
            return error.GetType().Name;
        }
    }

    private static (bool IsRead, T? Value, Exception? Error) Read<T>(string text, JsonSerializerOptions options)
    {
        try
        {
            return (true, JsonSerializer.Deserialize<T>(Encoding.UTF8.GetBytes(text), options), null);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return (false, default, error);
        }
    }

    private static JsonSerializerOptions With(IJsonTypeInfoResolver resolver) => new()
    {
        TypeInfoResolver = resolver,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
