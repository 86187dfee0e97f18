using Agno.Storage.Benchmarks.Contestants;
using Agno.Storage.Benchmarks.Contestants.Floor;
using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Quick;

/// <summary>What a quick run measures: without names, what judges a change in the time there is; with names of operations, sizes and contestants, all of these.</summary>
internal sealed class Selection
{
    private static readonly string[] References = [FloorContestant.ContestantName, MicrosoftDataPrepared.ContestantName, SystemTextJson.ContestantName];

    private readonly HashSet<string> _operations = [];
    private readonly HashSet<string> _sizes = [];
    private readonly HashSet<string> _contestants = [];

    /// <exception cref="ArgumentException">A name is nobody's.</exception>
    public Selection(IEnumerable<string> names, TableShape table)
    {
        Table = table;
        foreach (string name in names)
        {
            if (Operation.All.Contains(name) || name == Operation.AppendTurn)
                _operations.Add(name);
            else if (PayloadSize.All.Concat(PayloadSize.JsonOnly).Any(size => size.Name == name))
                _sizes.Add(name);
            else if (Entrant.All.Any(entrant => entrant.Name == name))
                _contestants.Add(name);
            else
                throw new ArgumentException($"'{name}' is not an operation, size or contestant.", nameof(names));
        }
        // Ratios need what they are ratios to.
        if (_contestants.Count > 0)
            _contestants.UnionWith(References);
    }

    public TableShape Table { get; }

    public bool Has(string operation, PayloadSize size, string contestant) =>
        _operations.Count + _sizes.Count + _contestants.Count == 0
            ? IsQuick(operation, size, contestant)
            : (_operations.Count == 0 || _operations.Contains(operation)) && (_sizes.Count == 0 || _sizes.Contains(size.Name)) && (_contestants.Count == 0 || _contestants.Contains(contestant));

    /// <summary>Whether turns are measured too.</summary>
    public bool HasTurns => _operations.Contains(Operation.AppendTurn) || _operations.Count + _sizes.Count + _contestants.Count == 0;

    // Ours and what it is measured by, throughout; the others where it matters most.
    private static bool IsQuick(string operation, PayloadSize size, string contestant)
    {
        bool isOdd = size == PayloadSize.Large || size == PayloadSize.NonAscii;
        if (contestant == AgnoStorage.ContestantName || References.Contains(contestant))
            return !isOdd || operation is Operation.Read or Operation.Upsert or Operation.JsonRead or Operation.JsonWrite;
        return !isOdd && operation is Operation.Read or Operation.Upsert || (size == PayloadSize.Typical && operation is Operation.List or Operation.ListMeta);
    }
}
