namespace Agno.Storage.Faults;

/// <summary>The text of each write: the same in every process, and never the same for two writes.</summary>
public static class TrialText
{
    /// <summary>Mostly short; one in sixteen takes several pages of the database.</summary>
    public static string Of(string id, long sequence)
    {
        ulong state = 14695981039346656037;
        foreach (char c in $"{id} {sequence}")
            state = (state ^ c) * 1099511628211;
        int length = state % 16 == 0 ? 20_000 : 40 + (int)(state % 700);
        return string.Create(length, state, static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text[i] = (char)('a' + (state % 26));
            }
        });
    }
}
