namespace Agno.Storage.Benchmarks.Workload;

/// <summary>A folder in memory where that exists (so that no disk is measured), with one filled database for each size; contestants get copies.</summary>
public sealed class Arena : IDisposable
{
    private readonly string _directory;
    private readonly Dictionary<PayloadSize, string> _filled = [];

    public Arena()
    {
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _directory = Path.Combine(parent, $"agno-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_directory);
    }

    /// <summary>A database of its own for one contestant.</summary>
    public string NewDatabase(PayloadSize size)
    {
        if (!_filled.TryGetValue(size, out string? filled))
        {
            _filled[size] = filled = Path.Combine(_directory, $"{size}.db");
            Database.Fill(filled, size);
        }
        string path = Path.Combine(_directory, $"{size}-{Guid.NewGuid():N}.db");
        File.Copy(filled, path);
        return path;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
