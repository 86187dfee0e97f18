namespace Agno.Storage.Sqlite.Connections;

/// <summary>What became of a path that is watched.</summary>
internal enum FileChange
{
    /// <summary>It names the file that it named when watching began, or nobody can say.</summary>
    None,

    /// <summary>It names nothing.</summary>
    Removed,

    /// <summary>It names another file.</summary>
    Replaced,
}

/// <summary>A path, and the file that it names from now on. What is not there, or on a system that does not say which file it is, is never seen to change.</summary>
internal sealed class WatchedFile
{
    private readonly byte[] _encoded;
    private readonly FileIdentity _identity;
    private readonly bool _isWatched;

    public WatchedFile(string path)
    {
        Path = path;
        _encoded = UnixFile.Encode(path);
        _isWatched = UnixFile.Look(_encoded, out _identity, out _) is true;
    }

    public string Path { get; }

    /// <summary>Looks whether the path names the same file; about a microsecond.</summary>
    public FileChange Look() => Look(out _);

    /// <param name="length">The length in bytes of what the path names now; -1 where that is unknown.</param>
    /// <inheritdoc cref="Look()"/>
    public FileChange Look(out long length)
    {
        length = -1;
        if (!_isWatched)
            return FileChange.None;
        switch (UnixFile.Look(_encoded, out FileIdentity current, out long found))
        {
            case true:
                length = found;
                return current == _identity ? FileChange.None : FileChange.Replaced;
            case false:
                return FileChange.Removed;
            default:
                return FileChange.None;
        }
    }
}
