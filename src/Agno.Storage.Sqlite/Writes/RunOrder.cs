namespace Agno.Storage.Sqlite.Writes;

/// <summary>Where a run stands among those of its session.</summary>
internal readonly record struct RunPosition(long? Index, long CreatedAt, string RunId) : IComparable<RunPosition>
{
    /// <summary>Compares as the runs' order does: those without an index first.</summary>
    public int CompareTo(RunPosition other) =>
        Nullable.Compare(Index, other.Index) is not 0 and var byIndex ? byIndex
        : CreatedAt.CompareTo(other.CreatedAt) is not 0 and var byTime ? byTime
        : string.CompareOrdinal(RunId, other.RunId);
}

/// <summary>
/// The indexes that give a session's runs the order of its list. The runs share out those that they have: one that is new takes a free index right before the run that follows it,
/// or one behind all. So an index changes only where the list says otherwise, and runs that are not in the list keep theirs.
/// </summary>
internal static class RunOrder
{
    /// <summary>Whether the runs that are stored are in the list's order, and the others come behind them.</summary>
    /// <param name="places">Where the runs of the list are stored, in its order; null for those that are not.</param>
    public static bool Holds(ReadOnlySpan<RunPosition?> places)
    {
        int stored = SortedAtFirst(places);
        foreach (RunPosition? place in places[stored..])
            if (place is not null)
                return false;
        return true;
    }

    /// <summary>Gives each run of the list its index; null for those at its begin that have none and are in order, because runs without an index come first.</summary>
    /// <param name="places">Where the runs of the list are stored, in its order; null for those that are not.</param>
    /// <param name="indexBefore">The highest index below another that any run of the session has.</param>
    public static long?[] Plan(ReadOnlySpan<RunPosition?> places, Func<long, long?> indexBefore)
    {
        int first = 0;
        for (int sorted = SortedAtFirst(places); first < sorted && places[first]!.Value.Index is null; first++)
            ;
        var taken = new SortedSet<long>();
        foreach (RunPosition? place in places[first..])
            if (place?.Index is { } index)
                taken.Add(index);

        (long Next, long Floor)? free = null;
        for (int i = places.Length - 1; i >= first; i--)
        {
            if (places[i]?.Index is not null)
            {
                free = null;
                continue;
            }
            if (i + 1 < places.Length && places[i + 1]?.Index is { } next)
                free = (next - 1, indexBefore(next) ?? long.MinValue);
            if (free is { } gap && gap.Next > gap.Floor && taken.Add(gap.Next))
                free = gap with { Next = gap.Next - 1 };
        }
        for (long last = indexBefore(long.MaxValue) ?? -1; taken.Count < places.Length - first;)
            taken.Add(++last);

        var indexes = new long?[places.Length];
        foreach (long index in taken)
            indexes[first++] = index;
        return indexes;
    }

    // How many of the first runs are stored, and in this order. Ids that are not valid text may read alike.
    private static int SortedAtFirst(ReadOnlySpan<RunPosition?> places)
    {
        int count = 0;
        while (count < places.Length && places[count] is { } place && (count == 0 || places[count - 1]!.Value.CompareTo(place) <= 0))
            count++;
        return count;
    }
}
