using System.IO.Compression;
using System.Text.Json;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop;

/// <summary>A database that Python Agno wrote, and what Python reads back from it.</summary>
internal sealed class PythonFixture
{
    private readonly JsonElement _expected;

    private PythonFixture(string name)
    {
        Database = System.IO.Path.Combine(Directory, name + ".db");
        ExpectedFile = System.IO.Path.Combine(Directory, name + ".expected.json");
        _expected = JsonDocument.Parse(File.ReadAllBytes(ExpectedFile), new() { MaxDepth = 1000 }).RootElement;
    }

    private static string Directory { get; } = Repository.PathOf("tests", "fixtures", "python-agno");

    /// <summary>The fixture itself, which is never opened for writing.</summary>
    public string Database { get; }

    public string ExpectedFile { get; }

    public string Table => _expected.GetProperty("table").GetString()!;

    public string Mode => _expected.GetProperty("mode").GetString()!;

    /// <summary>to_dict() of each session, sorted by session id by code point.</summary>
    public IReadOnlyList<JsonElement> Sessions => [.. _expected.GetProperty("sessions").EnumerateArray()];

    /// <summary>Calls with their arguments and the ids that Python returned.</summary>
    public IReadOnlyList<JsonElement> Queries => [.. _expected.GetProperty("queries").EnumerateArray()];

    /// <summary>Calls of read(session_id, user_id), and whether a session was found.</summary>
    public IReadOnlyList<JsonElement> Reads => [.. _expected.GetProperty("reads").EnumerateArray()];

    public static PythonFixture Load(string name) => new(name);

    /// <summary>A copy to work on; of a packed fixture, unpacked.</summary>
    public string CopyTo(TemporaryDirectory scratch)
    {
        string copy = scratch.PathOf("copy.db");
        if (!File.Exists(Database))
        {
            using var packed = new GZipStream(File.OpenRead(Database + ".gz"), CompressionMode.Decompress);
            using FileStream unpacked = File.Create(copy);
            packed.CopyTo(unpacked);
            return copy;
        }
        File.Copy(Database, copy);
        File.SetAttributes(copy, FileAttributes.Normal);
        return copy;
    }
}
