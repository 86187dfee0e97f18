using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>
/// A canonical text of a Python value, equal for equal values only: integers of any size and floats are kept apart, strings are
/// UTF-16 code units, so that lone surrogates show, and members are in order.
/// </summary>
/// <param name="omitEmptyLists">
/// Whether members that are empty lists are left out: Python makes objects of a step-based workflow's runs before it gives them
/// as to_dict(), and those drop and add empty lists.
/// </param>
internal sealed class PythonValue(bool omitEmptyLists)
{
    private readonly StringBuilder _text = new();

    /// <summary>Of an expected file's value, where what strict readers refuse is written <c>{"$float": …}</c> or <c>{"$utf16": […]}</c>.</summary>
    public static string Of(JsonElement value, bool omitEmptyLists = false)
    {
        var text = new PythonValue(omitEmptyLists);
        text.Append(value);
        return text._text.ToString();
    }

    /// <summary>Of a JSON column's value.</summary>
    public static string Of(JsonNode? value, bool omitEmptyLists = false)
    {
        var text = new PythonValue(omitEmptyLists);
        text.Append(value);
        return text._text.ToString();
    }

    private void Append(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty("$float", out JsonElement number):
                AppendNumber(number.GetString()!);
                break;
            case JsonValueKind.Object when value.TryGetProperty("$utf16", out JsonElement units):
                AppendString(string.Concat(units.EnumerateArray().Select(unit => (char)unit.GetInt32())));
                break;
            case JsonValueKind.Object:
                _text.Append('{');
                foreach (JsonProperty member in value.EnumerateObject().Where(member => !IsOmitted(member.Value)))
                {
                    AppendString(member.Name);
                    Append(member.Value);
                }
                _text.Append('}');
                break;
            case JsonValueKind.Array:
                _text.Append('[');
                foreach (JsonElement element in value.EnumerateArray())
                    Append(element);
                _text.Append(']');
                break;
            case JsonValueKind.String:
                AppendString(value.GetString()!);
                break;
            case JsonValueKind.Number:
                AppendNumber(value.GetRawText());
                break;
            default:
                _text.Append(value.ValueKind).Append(';');
                break;
        }
    }

    private void Append(JsonNode? value)
    {
        switch (value)
        {
            case null:
                _text.Append(JsonValueKind.Null).Append(';');
                break;
            case JsonObject members:
                _text.Append('{');
                foreach ((string name, JsonNode? member) in members.Where(member => !IsOmitted(member.Value)))
                {
                    AppendString(name);
                    Append(member);
                }
                _text.Append('}');
                break;
            case JsonArray elements:
                _text.Append('[');
                foreach (JsonNode? element in elements)
                    Append(element);
                _text.Append(']');
                break;
            default:
                AppendScalar(value.AsValue());
                break;
        }
    }

    private void AppendScalar(JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(value.GetValue<string>());
                break;
            case JsonValueKind.Number when value.TryGetValue(out double number) && !double.IsFinite(number):
                AppendNumber(number.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                AppendNumber(value.ToJsonString());
                break;
            case var kind:
                _text.Append(kind).Append(';');
                break;
        }
    }

    private void AppendString(string value)
    {
        foreach (char c in value)
            _text.Append(CultureInfo.InvariantCulture, $"{(int)c:x4}");
        _text.Append("s;");
    }

    private void AppendNumber(string number)
    {
        bool isInteger = number.AsSpan().IndexOfAnyExcept("-0123456789") < 0;
        _text.Append(isInteger ? number : double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
        _text.Append(isInteger ? "i;" : "f;");
    }

    private bool IsOmitted(JsonElement member) => omitEmptyLists && member.ValueKind == JsonValueKind.Array && member.GetArrayLength() == 0;

    private bool IsOmitted(JsonNode? member) => omitEmptyLists && member is JsonArray { Count: 0 };
}
