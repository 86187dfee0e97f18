namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>A record that changes at random from version to version, in ways that lose nothing unless it says so.</summary>
internal sealed class RandomHistory
{
    private static readonly Dictionary<string, string[]> Wider = new()
    {
        ["bool"] = ["byte", "int", "long"],
        ["byte"] = ["int", "long", "double", "string"],
        ["int"] = ["long", "double", "string"],
        ["long"] = ["string"],
    };

    private static readonly string[] Types = ["bool", "byte", "int", "long", "double", "string", "List<string>"];

    private const int Ways = 9;

    private readonly Random _random;
    private readonly List<EvolvedMember> _members = [];
    private readonly Dictionary<int, int> _filled = [];
    private readonly HashSet<int> _newest = [];

    // Changed type in the version at hand: what a byte holds, and a double of that, need not hold every bool.
    private readonly HashSet<int> _widened = [];

    // Names that no member has any more, since the version before or longer.
    private readonly List<string> _freed = [];
    private int _lastId;
    private int _lastName;

    private RandomHistory(int seed) => _random = new Random(seed);

    public static List<EvolvedVersion> Write(int seed, int history, int versions)
    {
        var random = new RandomHistory(seed + history);
        for (int i = 0; i < 4; i++)
            random.Add(mayBeRequired: true);
        var all = new List<EvolvedVersion> { new(history, 1, [.. random._members], [], new Dictionary<int, int>()) };
        while (all.Count < versions)
            all.Add(random.Next(history, all.Count + 1));
        return all;
    }

    /// <summary>What a row of an earlier version is in a later one: column to stored value.</summary>
    /// <param name="row">The row.</param>
    /// <param name="sessionId">Its session.</param>
    /// <param name="history">The versions.</param>
    /// <param name="from">The earlier version.</param>
    /// <param name="to">The later one.</param>
    /// <param name="isFilled">Whether the backfills between them were called.</param>
    public static Dictionary<string, object?> Evolve(Dictionary<string, object?> row, string sessionId, IReadOnlyList<EvolvedVersion> history, int from, int to, bool isFilled)
    {
        Dictionary<int, object?> values = history[from - 1].Members.ToDictionary(member => member.Id, member => row[member.Column]);
        for (int version = from + 1; version <= to; version++)
            values = history[version - 1].Members.ToDictionary(member => member.Id, member => values.TryGetValue(member.Id, out object? value) ? member.Convert(value) : member.Default);
        foreach ((int version, int id) in history[to - 1].Filled)
            if (isFilled && version > from && values.ContainsKey(id))
                values[id] = EvolvedVersion.Fill(sessionId, version);
        return history[to - 1].Members.ToDictionary(member => member.Column, member => values[member.Id]);
    }

    private EvolvedVersion Next(int history, int number)
    {
        for (int i = 0; i < _members.Count; i++)
            _members[i] = _members[i] with { FormerName = null };
        _newest.Clear();
        _widened.Clear();
        string[] before = [.. _members.Select(member => member.Name)];
        var dropped = new List<string>();
        // Every way to change comes up in some history. A member changes in one way at a time, or in several.
        int certain = (history * 5 + number) % Ways;
        for (int i = 0; i < _members.Count && !Change(certain, number, dropped, i); i++)
        {
        }
        int changes = _random.Next(0, 4);
        for (int i = 0; i < changes; i++)
            Change(_random.Next(Ways), number, dropped, _random.Next(_members.Count));
        _freed.AddRange(before.Except(_members.Select(member => member.Name)));
        return new(history, number, [.. _members], dropped, new Dictionary<int, int>(_filled));
    }

    // False where the member can't change in that way.
    private bool Change(int way, int number, List<string> dropped, int place)
    {
        EvolvedMember member = _members[place];
        switch (way)
        {
            case 0:
                Add(mayBeRequired: false);
                break;
            case 1 when member.FormerName is null && !IsNew(member):
                _members[place] = member with { Name = NewName(), FormerName = _random.Next(2) == 0 ? member.Name : member.Column };
                break;
            case 2 when _members.Count > 2 && !IsNew(member) && member.FormerName is null:
                dropped.Add(member.Column);
                _members.RemoveAt(place);
                break;
            case 3 when Wider.TryGetValue(member.Type, out string[]? wider) && !IsNew(member) && _widened.Add(member.Id):
                string type = wider[_random.Next(wider.Length)];
                _members[place] = member with { Type = type, Default = member.Default is null ? null : DefaultOf(type) };
                break;
            case 4 when !member.IsNullable:
                _members[place] = member with { IsNullable = true };
                break;
            case 5 when member is { IsNullable: true } && !_filled.ContainsValue(member.Id):
                _members[place] = member with { IsNullable = false, Default = DefaultOf(member.Type) };
                break;
            case 6 when member.Type != "List<string>":
                _members[place] = member with { IsIndexed = !member.IsIndexed };
                break;
            case 7:
                _members[place] = member with { Default = member is { IsNullable: true, Default: not null } ? null : DefaultOf(member.Type) };
                break;
            case 8 when !_filled.ContainsKey(number):
                _members.Add(new(++_lastId, NewName(), "string", true, null, _random.Next(2) == 0));
                _filled[number] = _lastId;
                _newest.Add(_lastId);
                break;
            default:
                return false;
        }
        return true;
    }

    private bool IsNew(EvolvedMember member) => _newest.Contains(member.Id);

    private void Add(bool mayBeRequired)
    {
        string type = Types[_random.Next(Types.Length)];
        bool isNullable = _random.Next(2) == 0;
        object? value = isNullable || (mayBeRequired && _random.Next(2) == 0) ? null : DefaultOf(type);
        _newest.Add(++_lastId);
        _members.Add(new(_lastId, NewName(), type, isNullable, value, type != "List<string>" && _random.Next(3) == 0));
    }

    private object DefaultOf(string type) => type switch
    {
        "bool" => (long)_random.Next(2),
        "byte" => (long)_random.Next(256),
        "double" => (double)_random.Next(100),
        "string" => _random.Next(3) == 0 ? "" : $"it's {{{_random.Next(10)}}}",
        "List<string>" => "[]",
        _ => (long)_random.Next(-100, 100),
    };

    private string NewName()
    {
        if (_freed.Count == 0 || _random.Next(2) == 0)
            return $"Member{++_lastName}";
        string name = _freed[_random.Next(_freed.Count)];
        _freed.Remove(name);
        return name;
    }
}
