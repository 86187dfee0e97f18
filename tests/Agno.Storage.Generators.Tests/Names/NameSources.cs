namespace Agno.Storage.Generators.Tests.Names;

/// <summary>A project that uses everything for which code is generated, with places for names. It qualifies all that it uses, so that types of any name may stand beside it.</summary>
internal sealed record NameSources
{
    /// <summary>The snapshot file of the record with versions.</summary>
    public static TestFile Snapshot { get; } = new("Evolved.schema.txt", """
        version 1
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)

        version 2
          session_id    String NOT NULL
          user_id       String
          workflow_id   String
          created_at    Int64
          updated_at    Int64
          note          String
          memory        Json
          session_data  Json
          extra_data    Json
          workflow_data Json
          index (user_id, created_at, session_id)
          index (created_at, session_id)
          index (workflow_id, created_at, session_id)
        """);

    public string Namespace { get; init; } = "Demo";

    public string Record { get; init; } = "Chat";

    /// <summary>Types in the namespace.</summary>
    public string Types { get; init; } = "";

    /// <summary>Members of the record.</summary>
    public string Members { get; init; } = "";

    /// <summary>Members of the record's base class.</summary>
    public string BaseMembers { get; init; } = "";

    /// <summary>Members of a JSON type that is made before its members are read.</summary>
    public string JsonMembers { get; init; } = "";

    /// <summary>Parameters of a JSON type's constructor.</summary>
    public string JsonParameters { get; init; } = "";

    /// <summary>Members of both enums.</summary>
    public string EnumMembers { get; init; } = "";

    /// <summary>Members of the class with queries.</summary>
    public string QueryMembers { get; init; } = "";

    public override string ToString() => $$"""
        #nullable enable
        // What the test calls things is nothing that anybody should.
        #pragma warning disable CS0108, CS0114, CS8860, CS8981, CS0649, CS0169, CS0414, CS8618, CS0219, CS0436, CS1591, CS8892

        namespace {{Namespace}}
        {
            {{Types}}

            public enum Level : ushort { Low, High, {{EnumMembers}} }

            [global::System.Text.Json.Serialization.JsonConverter(typeof(global::System.Text.Json.Serialization.JsonStringEnumConverter<global::{{Namespace}}.Color>))]
            public enum Color { Red, Blue, {{EnumMembers}} }

            public readonly record struct Money(long Cents);

            public sealed class MoneyConverter : global::Agno.Storage.IColumnConverter<global::{{Namespace}}.Money, long>
            {
                public static long ToStored(global::{{Namespace}}.Money value) => value.Cents;
                public static global::{{Namespace}}.Money FromStored(long stored) => new(stored);
            }

            public sealed class Doc
            {
                public required string Title { get; set; }
                public required bool HasTitle { get; set; }
                public string? More { get; set; }
                public bool HasMore { get; init; }
                {{JsonMembers}}
                [global::System.Text.Json.Serialization.JsonExtensionData] public global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>? Rest { get; set; }
            }

            public sealed class Loose
            {
                public string? Title { get; init; }
                public int Number { get; set; }
                {{JsonMembers}}
                [global::System.Text.Json.Serialization.JsonExtensionData] public global::System.Text.Json.Nodes.JsonObject? Rest { get; init; }
            }

            public sealed record Page(string Note, bool HasMore {{JsonParameters}}) { public string? More { get; set; } public int Last { get; init; } }

            public sealed record PageJson(string B);

            [global::System.Text.Json.Serialization.JsonDerivedType(typeof(global::{{Namespace}}.Text), "text")]
            [global::System.Text.Json.Serialization.JsonDerivedType(typeof(global::{{Namespace}}.Image), -1)]
            public abstract class Part { public string? Id { get; set; } }
            public sealed class Text : global::{{Namespace}}.Part { public string? Content { get; set; } {{JsonMembers}} }
            public sealed class Image : global::{{Namespace}}.Part { public required global::System.Uri Address { get; set; } }

            public sealed record Run([property: global::System.Text.Json.Serialization.JsonPropertyName("run_id")] string Id);

            public class Root
            {
                public string? Inherited { get; set; }
                {{BaseMembers}}
            }

            [global::Agno.Storage.SessionRecord(global::Agno.Storage.StorageMode.Agent, Table = "chats")]
            public sealed partial class {{Record}} : global::{{Namespace}}.Root
            {
                public string Title { get; set; } = "";
                public bool HasTitle { get; set; }
                public global::{{Namespace}}.Level Level { get; set; }
                public global::{{Namespace}}.Color Color { get; set; }
                public global::{{Namespace}}.Color? Other { get; set; }
                [global::Agno.Storage.SessionColumn(Converter = typeof(global::{{Namespace}}.MoneyConverter))] public global::{{Namespace}}.Money Price { get; set; }
                public global::System.DateTimeOffset? DueAt { get; set; }
                [global::Agno.Storage.SessionVersion] public long Revision { get; set; }
                [global::Agno.Storage.SessionRuns] public global::System.Collections.Generic.List<global::{{Namespace}}.Run> Turns { get; set; } = [];
                public global::{{Namespace}}.Doc? Memory { get; set; }
                public global::{{Namespace}}.Loose? Loose { get; set; }
                public global::{{Namespace}}.Page? SessionData { get; set; }
                public global::{{Namespace}}.PageJson? AgentData { get; set; }
                public global::System.Collections.Generic.Dictionary<string, string?>? ExtraData { get; set; }
                public global::System.Collections.Generic.List<global::{{Namespace}}.Part>? Parts { get; set; }
                public global::System.Collections.Generic.Dictionary<int, global::{{Namespace}}.Money?>? ByNumber { get; set; }
                public global::System.Collections.Immutable.ImmutableArray<int[]> Grid { get; set; } = [];
                public global::System.Collections.Generic.HashSet<global::{{Namespace}}.Level> Levels { get; set; } = [];
                public global::System.Collections.Generic.List<global::{{Namespace}}.Color> Colors { get; set; } = [];
                public global::Agno.Storage.JsonColumn<int?> Lazy { get; set; }
                {{Members}}
            }

            [global::Agno.Storage.SessionRecord(global::Agno.Storage.StorageMode.Workflow, Version = 2)]
            public sealed partial class Evolved
            {
                public string? Note { get; set; }
                [global::Agno.Storage.SessionBackfill(2)] private static void session(global::{{Namespace}}.Evolved version) { }
            }

            public static partial class Queries
            {
                [global::Agno.Storage.SessionQuery, global::Agno.Storage.SessionOrder("Level"), global::Agno.Storage.SessionOrder("DueAt", Descending = true)]
                public static partial global::System.Collections.Generic.IAsyncEnumerable<global::{{Namespace}}.{{Record}}> Pages(this global::Agno.Storage.ISessionStore<global::{{Namespace}}.{{Record}}> sessions, global::{{Namespace}}.{{Record}}? after, int? limit);

                [global::Agno.Storage.SessionQuery]
                public static partial global::System.Collections.Generic.IAsyncEnumerable<(string SessionId, string sessionId, global::{{Namespace}}.Color? Other)> Tuples(this global::Agno.Storage.ISessionStore<global::{{Namespace}}.{{Record}}> sessions, global::{{Namespace}}.Color color, global::Agno.Storage.SessionCursor? after = null);

                [global::Agno.Storage.SessionQuery]
                public static partial global::System.Threading.Tasks.ValueTask<global::{{Namespace}}.{{Record}}?> First(this global::Agno.Storage.ISessionStore<global::{{Namespace}}.{{Record}}> sessions, string title);

                [global::Agno.Storage.SessionQuery]
                public static partial global::System.Threading.Tasks.ValueTask<long> Count(this global::Agno.Storage.ISessionStore<global::{{Namespace}}.{{Record}}> sessions, global::System.Collections.Generic.IReadOnlyCollection<global::{{Namespace}}.Color> color, [global::Agno.Storage.SessionWhere("Title", global::Agno.Storage.SessionComparison.StartsWith)] string start);

                [global::Agno.Storage.SessionDelete]
                public static partial global::System.Threading.Tasks.ValueTask<long> Delete(this global::Agno.Storage.ISessionStore<global::{{Namespace}}.{{Record}}> sessions, global::{{Namespace}}.Level level);

                {{QueryMembers}}
            }
        }
        """;
}
