using Agno.Storage.Benchmarks.Contestants;

namespace Agno.Storage.Benchmarks.Workload;

/// <summary>A folder with one filled database for each size and table; contestants get copies.</summary>
public sealed class Arena : IDisposable
{
    private readonly string _directory;
    private readonly Dictionary<(PayloadSize, Action<string>), string> _filled = [];

    /// <summary>In memory where there is such a folder, so that no disk is measured.</summary>
    public Arena()
        : this(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath())
    {
    }

    public Arena(string parent)
    {
        _directory = Path.Combine(parent, $"agno-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_directory);
    }

    /// <summary>A database of its own for one contestant.</summary>
    public string NewDatabase(PayloadSize size, TableShape table, Entrant entrant)
    {
        return NewDatabase(size, table switch
        {
            TableShape.Ours => AgnoStorage.CreateTable,
            TableShape.Own when entrant.CreateTable is { } own => own,
            _ => Database.CreatePythonTable,
        });
    }

    /// <summary>A database with Python's table.</summary>
    public string NewDatabase(PayloadSize size) => NewDatabase(size, Database.CreatePythonTable);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string NewDatabase(PayloadSize size, Action<string> create)
    {
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

    private string NewPath(PayloadSize size) => Path.Combine(_directory, $"{size}-{Guid.NewGuid():N}.db");
}
