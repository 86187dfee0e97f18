using System.Text.RegularExpressions;
using Agno.Storage.Sqlite.Connections;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite;

/// <summary>What names a database: the path of a file, or what a connection string has for one.</summary>
internal static partial class DataSource
{
    private const string DataDirectory = "|DataDirectory|";
    private const string UriScheme = "file:";

    /// <summary>Refuses text that is meant for another call, and would become the name of a new file.</summary>
    /// <exception cref="ArgumentException">It is empty or not a path.</exception>
    public static void ThrowIfNotPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string? instead =
            Starts(path, Connection.InMemory) ? "This call takes the path of a file: for a database in memory call OpenInMemory()."
            : Starts(path, DataDirectory) ? "This call takes a path as it is: call OpenConnectionString, which knows the data directory."
            : ConnectionString().IsMatch(path) ? "This call takes a path, not a connection string: call OpenConnectionString."
            : Uri().IsMatch(path) ? "This call takes a path, not a URI: give the path alone, or call OpenConnectionString with the 'file:' URI as its Data Source."
            : null;
        if (instead is not null)
            throw new ArgumentException($"'{path}' is not a path. {instead} (Should a file really have this name, write './{path}'.)", nameof(path));
    }

    /// <summary>Gives the path that a connection string names, and how it is opened, as Microsoft.Data.Sqlite reads both. The path is <see cref="Connection.InMemory"/> for a database in memory.</summary>
    /// <exception cref="ArgumentException">It names nothing, or in a way that is not supported.</exception>
    public static (string Path, SqliteOpenMode Mode) Of(SqliteConnectionStringBuilder connectionString)
    {
        string source = connectionString.DataSource;
        SqliteOpenMode mode = connectionString.Mode;
        if (source.Equals(Connection.InMemory, StringComparison.OrdinalIgnoreCase))
            return (Connection.InMemory, mode);
        // In another case than the lower one, which alone SQLite takes for a URI's, it begins the name of a file, which Microsoft.Data.Sqlite does not look for in the data directory.
        if (source.StartsWith(UriScheme, StringComparison.Ordinal))
            (source, mode) = OfUri(source, connectionString.ShouldSerialize("Mode") ? mode : null);
        else if (source.Length > 0 && !Starts(source, UriScheme))
            source = InDataDirectory(source);
        if (mode == SqliteOpenMode.Memory)
            return (Connection.InMemory, mode);
        return source.Length > 0 ? (source, mode) : throw Refused("The connection string names no file: give it a Data Source, or call OpenInMemory().");
    }

    private static string InDataDirectory(string source)
    {
        string? directory = AppDomain.CurrentDomain.GetData("DataDirectory") as string;
        if (!Starts(source, DataDirectory))
            return string.IsNullOrEmpty(directory) ? source : Path.Combine(directory, source);
        if (string.IsNullOrEmpty(directory))
            throw Refused($"'{source}' stands for a path in the data directory, which is not known: call AppDomain.CurrentDomain.SetData(\"DataDirectory\", path) first, or give the whole path.");
        return Path.Combine(directory, source[DataDirectory.Length..]);
    }

    // As in "Uniform Resource Identifiers" of SQLite's documentation. What changes how a file is used beyond its mode is refused.
    private static (string Path, SqliteOpenMode Mode) OfUri(string uri, SqliteOpenMode? mode)
    {
        string rest = uri[UriScheme.Length..].Split('#', 2)[0];
        string[] parts = rest.Split('?', 2);
        string path = parts[0];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            int end = path.IndexOf('/', 2);
            string authority = end < 0 ? path[2..] : path[2..end];
            if (authority is not ("" or "localhost"))
                throw Refused($"The URI '{uri}' names the machine '{authority}': only files of this one can be opened, as 'file:///path'.");
            path = end < 0 ? "" : path[end..];
        }
        foreach (string parameter in parts.Length > 1 ? parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            string[] pair = [.. parameter.Split('=', 2).Select(System.Uri.UnescapeDataString)];
            SqliteOpenMode given = pair switch
            {
                ["mode", "ro"] => SqliteOpenMode.ReadOnly,
                ["mode", "rw"] => SqliteOpenMode.ReadWrite,
                ["mode", "rwc"] => SqliteOpenMode.ReadWriteCreate,
                ["mode", "memory"] => SqliteOpenMode.Memory,
                _ => throw Refused($"'{parameter}' in the URI '{uri}' is not supported here: open a SqliteConnection with it, and the storage on that connection."),
            };
            if (mode is not null && mode != given)
                throw Refused($"'{parameter}' in the URI '{uri}' contradicts 'Mode={mode}': give one of them.");
            mode = given;
        }
        path = System.Uri.UnescapeDataString(path);
        // Before the letter of a drive there is a slash, which is none of the path.
        if (OperatingSystem.IsWindows() && path is ['/', _, ':', ..])
            path = path[1..];
        return (path, mode ?? SqliteOpenMode.ReadWriteCreate);
    }

    private static bool Starts(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static ArgumentException Refused(string message) => new(message, "connectionString");

    // A drive of Windows is one letter.
    [GeneratedRegex(@"^(?:file:|[a-z][a-z0-9+.-]+://)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Uri();

    // Those of several libraries. A path that begins as paths do is one whatever follows, and others may well have an equals sign.
    [GeneratedRegex(@"^(?![./\\]|[a-z]:[/\\])(?:.*;)?\s*(?:(?:data\s?source|filename|(?:full)?uri)\s*=|mode\s*=\s*(?:memory|read(?:only|write(?:create)?))\s*(?:;|$))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionString();
}
