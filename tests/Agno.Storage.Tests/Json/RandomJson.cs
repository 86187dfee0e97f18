using System.Globalization;
using System.Text;

namespace Agno.Storage.Tests.Json;

/// <summary>JSON texts of random shape, style and content, and damage to them.</summary>
internal static class RandomJson
{
    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "0.1", "1e5", "1E-7", "1e+22", "9007199254740993", "123456789012345678901234567890", "0.30000000000000004", "1e999", "-1e-999", "5e-324", "1.7976931348623157e308"];

    private static readonly string[] Pieces =
        ["plain", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\u00e9", "\\uD83D\\uDE00", "é", "日本", "漢字とかなが続く、長い文章です。", "\U0001F600", " ", "x", "\u007f", "a longer piece of plain text that passes one vector", "\\u0000"];

    private static readonly byte[] Damage = "{}[],:\"\\ \n\t-+.eE0123456789truefalsnuNaIity\0\u001f/'"u8.ToArray();

    public static byte[] Text(Random random)
    {
        var text = new StringBuilder();
        Value(random, text, depth: 4, space: random.Next(3) switch { 0 => " ", 1 => "\n  ", _ => "" });
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The text with some bytes changed, removed or added.</summary>
    public static byte[] Mutate(Random random, byte[] text)
    {
        List<byte> bytes = [.. text];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = Damage[random.Next(Damage.Length)];
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, Damage[random.Next(Damage.Length)]);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at));
                    break;
            }
        }
        return [.. bytes];
    }

    public static string String(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(6); count > 0; count--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static void Value(Random random, StringBuilder text, int depth, string space)
    {
        switch (random.Next(depth == 0 ? 5 : 8))
        {
            case 0:
                text.Append("null");
                break;
            case 1:
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case 2:
                text.Append(Numbers[random.Next(Numbers.Length)]);
                break;
            case 3:
                text.Append((random.NextDouble() * Math.Pow(10, random.Next(-20, 20))).ToString(CultureInfo.InvariantCulture));
                break;
            case 4:
                text.Append('"').Append(String(random)).Append('"');
                break;
            case 5:
                Items(random, text, "[", "]", space, () => Value(random, text, depth - 1, space));
                break;
            default:
                Items(random, text, "{", "}", space, () =>
                {
                    text.Append('"').Append(String(random)).Append('"').Append(':').Append(space);
                    Value(random, text, depth - 1, space);
                });
                break;
        }
    }

    private static void Items(Random random, StringBuilder text, string open, string close, string space, Action item)
    {
        text.Append(open);
        for (int count = random.Next(4), i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(space);
            item();
        }
        text.Append(space).Append(close);
    }
}
