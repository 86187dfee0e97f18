using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agno.Storage.Tests.GeneratedJson;

/// <summary>Rewrites JSON text: the same value in another form, or a value or text that is not quite the same.</summary>
internal static class RandomText
{
    private static readonly string[] Values = ["null", "0", "-1", "1.5", "1e2", "300", "99999999999999999999", "true", "\"\"", "\"12\"", "\"NaN\"", "\"Low\"", "[]", "{}", "[null]", "{\"a\":1}", "\"calm, sad\"", "[1]", "\"very-angry\""];

    private const string Characters = "{}[]:,\"\\ 01e.-ntf$a";

    /// <summary>The same value, with members in another order and Python's spaces.</summary>
    public static string Reorder(string json, Random random) => Rewrite(json, random, mutate: false);

    /// <summary>Members renamed, repeated, lost, with other values; or a few characters changed.</summary>
    /// <param name="json">The text.</param>
    /// <param name="random">What decides.</param>
    /// <param name="repeat">False where no object may have two members of one name: a JsonNode of System.Text.Json keeps both until it is touched, and then fails.</param>
    public static string Mutate(string json, Random random, bool repeat = true)
    {
        if (random.Next(3) != 0)
            return Rewrite(json, random, mutate: true, repeat);
        var text = new StringBuilder(json);
        for (int changes = random.Next(1, 3); changes > 0 && text.Length > 0; changes--)
        {
            int at = random.Next(text.Length);
            char c = Characters[random.Next(Characters.Length)];
            switch (random.Next(3))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text.Insert(at, c); break;
                default: text[at] = c; break;
            }
        }
        return text.ToString();
    }

    private static string Rewrite(string json, Random random, bool mutate, bool repeat = false)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Append(text, document.RootElement, random, mutate, repeat, random.Next(2) == 0 ? " " : "");
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element, Random random, bool mutate, bool repeat, string space)
    {
        if (mutate && random.Next(12) == 0)
        {
            text.Append(Values[random.Next(Values.Length)]);
            return;
        }
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                List<JsonProperty> members = [.. element.EnumerateObject()];
                // A discriminator must stay first, unless something is to be wrong.
                int first = !mutate && members.Count > 0 && members[0].Name is "$type" or "kind" ? 1 : 0;
                for (int i = members.Count - 1; i > first && random.Next(4) != 0; i--)
                {
                    int j = random.Next(first, i + 1);
                    (members[i], members[j]) = (members[j], members[i]);
                }
                if (repeat && members.Count > 0 && random.Next(4) == 0)
                    members.Add(members[random.Next(members.Count)]);
                text.Append('{');
                bool isFirst = true;
                foreach (JsonProperty member in members)
                {
                    if (mutate && random.Next(15) == 0)
                        continue;
                    if (!isFirst)
                        text.Append(',').Append(space);
                    isFirst = false;
                    string name = mutate && random.Next(15) == 0 ? Rename(member.Name, random, repeat) : member.Name;
                    text.Append('"').Append(JsonEncodedText.Encode(name, random.Next(2) == 0 ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append("\":").Append(space);
                    Append(text, member.Value, random, mutate, repeat, space);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    if (index++ > 0)
                        text.Append(',').Append(space);
                    Append(text, item, random, mutate, repeat, space);
                }
                text.Append(']');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static string Rename(string name, Random random, bool repeat) => random.Next(5) switch
    {
        _ when !repeat => name + "x",
        0 => name.ToLowerInvariant(),
        1 => name + "x",
        2 => "$type",
        3 => "$id",
        _ => "unknown",
    };
}
