using System.Globalization;
using System.Text;

namespace Agno.Storage.Generators.Tests.Evolution;

/// <summary>A member of a record that evolves: what it is in one version. <see cref="Id"/> stays when the name changes.</summary>
internal sealed record EvolvedMember(int Id, string Name, string Type, bool IsNullable, object? Default, bool IsIndexed, string? FormerName = null)
{
    public string Column => Name.ToLowerInvariant();

    public bool IsScalar => Type != "List<string>";

    private string Parameter => Type + (IsNullable ? "?" : "");

    /// <summary>The queries by the member, if it is one that can be compared.</summary>
    public string DeclareQueries() => !IsScalar ? "" : $"""
                [SessionQuery] public static partial ValueTask<long> CountEqual{Name}(this ISessionStore<Session> sessions, [SessionWhere("{Name}")] {Parameter} value);
                [SessionDelete] public static partial ValueTask<long> DeleteEqual{Name}(this ISessionStore<Session> sessions, [SessionWhere("{Name}")] {Parameter} value);

        """ + (Type == "bool" ? "" : $"""
                [SessionQuery] public static partial ValueTask<long> CountAtLeast{Name}(this ISessionStore<Session> sessions, [SessionWhere("{Name}", SessionComparison.AtLeast)] {Type} value);

        """) + (Type != "string" ? "" : $"""
                [SessionQuery] public static partial ValueTask<long> CountPrefix{Name}(this ISessionStore<Session> sessions, [SessionWhere("{Name}", SessionComparison.StartsWith)] string value);

        """);

    /// <summary>Shows the member of a session, and how many sessions queries with its value find.</summary>
    public string Ask()
    {
        string text = $"text.Append(\" {Name}=\").Append(System.Text.Json.JsonSerializer.Serialize(session.{Name}));";
        if (!IsScalar)
            return text;
        string value = IsNullable && Type != "string" ? $"session.{Name}.Value" : $"session.{Name}";
        string more = (Type == "bool" ? "" : $"text.Append('/').Append(Wait(store.CountAtLeast{Name}({value})));")
            + (Type == "string" ? $"text.Append('/').Append(Wait(store.CountPrefix{Name}({value}[..Math.Min(4, {value}.Length)])));" : "");
        return $"{text} text.Append('/').Append(Wait(store.CountEqual{Name}(session.{Name}))); {(IsNullable ? $"if (session.{Name} is not null) {{ {more} }}" : more)}";
    }

    public string Declare()
    {
        string former = FormerName is null ? "" : $"[FormerName(\"{FormerName}\")] ";
        string index = IsIndexed ? "[SessionIndex] " : "";
        string value = Default switch
        {
            null => "",
            string text => $"[SessionColumn(Default = \"{text}\")] ",
            double real => $"[SessionColumn(Default = {(long)real})] ",
            _ when Type == "bool" => $"[SessionColumn(Default = {(Default is 1L ? "true" : "false")})] ",
            _ => $"[SessionColumn(Default = {Default})] ",
        };
        string initializer = IsNullable ? "" : Type switch { "string" => " = \"\";", "List<string>" => " = [];", _ => "" };
        return $"    {former}{index}{value}public {Type}{(IsNullable ? "?" : "")} {Name} {{ get; set; }}{initializer}";
    }

    /// <summary>A value as SQLite stores it.</summary>
    public object? RandomValue(Random random) => IsNullable && random.Next(4) == 0 ? null : Type switch
    {
        "bool" => (long)random.Next(2),
        "byte" => (long)random.Next(256),
        "int" => (long)random.Next(int.MinValue, int.MaxValue),
        "long" => random.NextInt64(),
        "double" => random.Next(-1000, 1000) / 8.0,
        "List<string>" => $"[\"{random.Next()}\"]",
        _ => random.Next(5) == 0 ? "" : $"it's {random.Next()} \"quoted\" ü",
    };

    /// <summary>What a stored value of an earlier type is in this one.</summary>
    public object? Convert(object? value) => (Type, value) switch
    {
        (_, null) => IsNullable ? null : Default,
        ("string", long number) => number.ToString(CultureInfo.InvariantCulture),
        ("double", long number) => (double)number,
        _ => value,
    };
}

/// <summary>A version of a record that evolves.</summary>
/// <param name="History">The number of the history that it belongs to.</param>
/// <param name="Number">The version.</param>
/// <param name="Members">Its members.</param>
/// <param name="Dropped">Columns of the version before that it drops.</param>
/// <param name="Filled">For the versions that have a backfill, the member it fills.</param>
internal sealed record EvolvedVersion(int History, int Number, IReadOnlyList<EvolvedMember> Members, IReadOnlyList<string> Dropped, IReadOnlyDictionary<int, int> Filled)
{
    public string Namespace => $"H{History}V{Number}";

    public string Table => $"history_{History}";

    public string Snapshot => $"{Namespace}.Session.schema.txt";

    public static string Fill(string sessionId, int version) => $"{sessionId} in {version}";

    /// <summary>The version as a user would declare it.</summary>
    public string WriteRecord()
    {
        var source = new StringBuilder($"namespace {Namespace}\n{{\n");
        foreach (string column in Dropped)
            source.Append($"[SessionDropped(\"{column}\")]\n");
        source.Append($"[SessionRecord(StorageMode.Agent, Table = \"{Table}\", Version = {Number})]\npublic sealed partial class Session\n{{\n");
        foreach (EvolvedMember member in Members)
            source.Append(member.Declare()).Append('\n');
        foreach ((int version, int id) in Filled)
            if (Members.FirstOrDefault(member => member.Id == id) is { } member)
                source.Append($"    [SessionBackfill({version})] private static void Fill{version}(Session session) => session.{member.Name} = session.SessionId + \" in {version}\";\n");
        return source.Append("}\n}\n").ToString();
    }

    /// <summary>The version with what the tests call.</summary>
    public string Write()
    {
        EvolvedMember? key = Members.FirstOrDefault(member => member.IsScalar);
        return WriteRecord() + $$"""
            namespace {{Namespace}}
            {
            public static partial class Queries
            {
            {{string.Concat(Members.Select(member => member.DeclareQueries()))}}
            }

            public static class Harness
            {
                // What the program sees, without an upgrade.
                public static string Ask(string path)
                {
                    using var storage = SqliteStorage.Open(path, new() { ReadOnly = true });
                    var store = storage.Sessions<Session>();
                    var text = new System.Text.StringBuilder();
                    foreach (Session session in store.List().OrderBy(session => session.SessionId, StringComparer.Ordinal))
                    {
                        text.Append(session.SessionId);
                        {{string.Join("\n                    ", Members.Select(member => member.Ask()))}}
                        text.Append('\n');
                    }
                    return text.ToString();
                }

                // Deletes what equals the first session, without an upgrade, and says what stays.
                public static string Delete(string path)
                {
                    using var storage = SqliteStorage.Open(path, new() { AutoUpgrade = false, Synchronous = SqliteSynchronous.Normal });
                    var store = storage.Sessions<Session>();
                    long deleted = {{(key is null ? "store.Delete(\"s0\") ? 1 : 0" : $"Wait(store.DeleteEqual{key.Name}(store.Read(\"s0\")!.{key.Name}))")}};
                    return $"{deleted}: {string.Join(' ', store.ListIds().Order())}";
                }

                private static long Wait(ValueTask<long> task) => task.AsTask().GetAwaiter().GetResult();

                public static void Create(string path)
                {
                    using var storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
                    storage.Sessions<Session>().Create();
                }

                public static string Upgrade(string path)
                {
                    using var storage = SqliteStorage.Open(path, new() { Synchronous = SqliteSynchronous.Normal });
                    var store = storage.Sessions<Session>();
                    string sql = store.PlanUpgrade().ToSql();
                    store.UpgradeSchema();
                    return sql;
                }

                public static int Read(string path)
                {
                    using var storage = SqliteStorage.Open(path, new() { ReadOnly = true });
                    return storage.Sessions<Session>().List().Count();
                }
            }
            }

            """;
    }
}
