namespace Agno.Storage.Records;

/// <summary>The new ids of the runs of a fork, a Guid each.</summary>
/// <param name="runIds">The ids of the runs that are forked. Runs inside them get theirs when they are met.</param>
public sealed class ForkedIds(IEnumerable<string> runIds)
{
    private readonly Dictionary<string, string> _ids = runIds.ToDictionary(id => id, _ => Guid.NewGuid().ToString());

    /// <summary>The new id of a run of the fork, or of one inside it.</summary>
    public string this[string runId]
    {
        get
        {
            if (!_ids.TryGetValue(runId, out string? id))
                _ids.Add(runId, id = Guid.NewGuid().ToString());
            return id;
        }
    }

    /// <summary>The new id of a run; null where it is not one of the fork.</summary>
    public string? Find(string runId) => _ids.GetValueOrDefault(runId);
}
