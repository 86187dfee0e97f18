using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Parser;

/// <summary>Names of columns, and names as C# writes them.</summary>
internal static class Naming
{
    private const int MaxIdentifierLength = 64;

    /// <summary><c>URLValue2</c> becomes <c>url_value2</c>.</summary>
    public static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    public static bool IsPlainIdentifier(string name) =>
        name.Length is > 0 and <= MaxIdentifierLength
        && !(name[0] is >= '0' and <= '9')
        && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');

    /// <summary>The name as C# writes it: with <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
