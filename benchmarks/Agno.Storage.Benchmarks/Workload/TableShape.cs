namespace Agno.Storage.Benchmarks.Workload;

/// <summary>Whose table a contestant works on.</summary>
public enum TableShape
{
    /// <summary>The one that Python Agno 1.x creates, with the memory before the times.</summary>
    Python,

    /// <summary>The one that Agno.Storage creates, for everybody.</summary>
    Ours,

    /// <summary>The one that the contestant's own library creates; Python's where the library creates none.</summary>
    Own,
}
