using Agno.Storage.Benchmarks.Contestants;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>A folder in memory where that exists (so that no disk is measured), with one filled database for each size and table; contestants get copies.</summary>
public sealed class Arena : IDisposable
{
    private readonly string _directory;
    private readonly Dictionary<(PayloadSize, Action<string>), string> _filled = [];

    public Arena()
    {
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _directory = Path.Combine(parent, $"agno-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_directory);
    }

    /// <summary>A database of its own for one contestant.</summary>
    public string NewDatabase(PayloadSize size, TableShape table, Entrant entrant)
    {
        Action<string> create = table switch
        {
            TableShape.Ours => AgnoStorage.CreateTable,
            TableShape.Own when entrant.CreateTable is { } own => own,
            _ => Database.CreatePythonTable,
        };
        if (!_filled.TryGetValue((size, create), out string? filled))
        {
            _filled[(size, create)] = filled = NewPath(size);
            create(filled);
            Database.Fill(filled, size);
        }
        string path = NewPath(size);
        File.Copy(filled, path);
        return path;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string NewPath(PayloadSize size) => Path.Combine(_directory, $"{size}-{Guid.NewGuid():N}.db");
}
