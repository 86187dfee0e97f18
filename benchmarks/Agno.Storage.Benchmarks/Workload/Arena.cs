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
            _filled[(size, create)] = filled = NewPath(size.Name);
            create(filled);
            Database.Fill(filled, size);
        }
        string path = NewPath(size.Name);
        File.Copy(filled, path);
        return path;
    }

    /// <summary>A path in the folder that is nobody else's.</summary>
    public string NewPath(string name) => Path.Combine(_directory, $"{name}-{Guid.NewGuid():N}.db");
}
