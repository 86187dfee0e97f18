namespace Agno.Storage.Sqlite.Schema;

/// <summary>A token of SQL that is stored in the schema, as far as telling names from other text needs it.</summary>
/// <param name="Text">A word, what is inside quotes or brackets, or one other character.</param>
/// <param name="Quote">What it was quoted by; the character itself for others, and zero for a word.</param>
/// <param name="Start">Where it starts in the statement.</param>
internal readonly record struct SqlToken(string Text, char Quote, int Start)
{
    /// <summary>Whether it is a keyword or a plain name.</summary>
    public bool IsWord => Quote == '\0' && Text is not null;

    /// <summary>Whether it is in single quotes: a string, and a name where only a name can stand.</summary>
    public bool IsString => Quote == '\'';

    /// <summary>Whether it can be a name.</summary>
    public bool IsName => IsWord || Quote is '"' or '\'' or '`' or '[';

    /// <summary>The tokens of a statement, without blanks and comments.</summary>
    public static IEnumerable<SqlToken> Of(string sql)
    {
        for (int i = 0; i < sql.Length; i++)
        {
            char c = sql[i];
            int start = i;
            if (c is '"' or '\'' or '`' or '[')
            {
                char end = c == '[' ? ']' : c;
                // A quote inside is doubled.
                for (i++; i < sql.Length && (sql[i] != end || (c != '[' && i + 1 < sql.Length && sql[i + 1] == end)); i++)
                    if (sql[i] == end)
                        i++;
                string text = sql[(start + 1)..Math.Min(i, sql.Length)];
                yield return new(c == '[' ? text : text.Replace($"{c}{c}", c.ToString()), c, start);
            }
            else if (sql.AsSpan(i).StartsWith("--"))
            {
                i = End(sql.IndexOf('\n', i));
            }
            else if (sql.AsSpan(i).StartsWith("/*"))
            {
                i = End(sql.IndexOf("*/", i + 2, StringComparison.Ordinal)) + 1;
            }
            else if (IsPart(c))
            {
                while (i + 1 < sql.Length && IsPart(sql[i + 1]))
                    i++;
                yield return new(sql[start..(i + 1)], '\0', start);
            }
            else if (!char.IsWhiteSpace(c))
            {
                yield return new(c.ToString(), c, start);
            }
        }

        // As SQLite has it: everything beyond ASCII is part of a name.
        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c > 127;

        int End(int found) => found < 0 ? sql.Length : found;
    }
}
