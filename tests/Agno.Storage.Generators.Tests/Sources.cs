namespace Agno.Storage.Generators.Tests;

/// <summary>Declarations that several tests use.</summary>
internal static class Sources
{
    public const string EmptyAgent = """
        using Agno.Storage;

        namespace Demo;

        /// <summary>Declares nothing.</summary>
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class EmptyAgent;
        """;

    public const string EmptyTeam = """
        using Agno.Storage;

        namespace Demo;

        /// <summary>Declares nothing but a table and a version.</summary>
        [SessionRecord(StorageMode.Team, Table = "squads", Version = 3)]
        public sealed partial record EmptyTeam;
        """;

    public const string EmptyWorkflow = """
        using Agno.Storage;

        /// <summary>Declares nothing, in the global namespace.</summary>
        [SessionRecord(StorageMode.Workflow)]
        public partial class EmptyWorkflow;
        """;

    public const string EmptyWorkflowV2 = """
        using Agno.Storage;

        namespace Demo;

        /// <summary>Declares nothing.</summary>
        [SessionRecord(StorageMode.WorkflowV2)]
        public sealed partial class EmptyWorkflowV2;
        """;

    public const string Scalars = """
        using System;
        using System.Text.Json.Serialization;
        using Agno.Storage;

        namespace Demo;

        internal enum Level : byte { Low, High = 200 }

        [JsonConverter(typeof(JsonStringEnumConverter<Color>))]
        internal enum Color
        {
            Red,
            [JsonStringEnumMemberName("deep-blue")] Blue,
            Navy = Blue,
        }

        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Scalars
        {
            public string Text { get; set; } = "";
            public char Letter { get; set; }
            public bool Flag { get; set; }
            public sbyte Signed8 { get; set; }
            public byte Unsigned8 { get; set; }
            public short Signed16 { get; set; }
            public ushort Unsigned16 { get; set; }
            public int Signed32 { get; set; }
            public uint Unsigned32 { get; set; }
            public long Signed64 { get; set; }
            public ulong Unsigned64 { get; set; }
            public float Single { get; set; }
            [SessionIndex] public double Score { get; set; }
            public decimal Price { get; set; }
            public Level Level { get; set; }
            public Color Color { get; set; }
            public Guid Id { get; set; }
            public DateTime Local { get; set; }
            public DateTimeOffset Instant { get; set; }
            public DateOnly Day { get; set; }
            public TimeOnly Time { get; set; }
            public TimeSpan Duration { get; set; }
            public byte[] Bytes { get; set; } = [];
            public Uri Address { get; set; } = new("https://example.org");
        }
        """;

    public const string NullableScalars = """
        using System;
        using System.Text.Json.Serialization;
        using Agno.Storage;

        namespace Demo;

        internal enum Level : ulong { Low, High = ulong.MaxValue }

        internal enum Color { Red, Blue }

        [SessionRecord(StorageMode.Team)]
        internal sealed partial class NullableScalars
        {
            public string? Text { get; set; }
            public char? Letter { get; set; }
            public bool? Flag { get; set; }
            public int? Number { get; set; }
            public ulong? Unsigned64 { get; set; }
            public float? Single { get; set; }
            public double? Score { get; set; }
            public decimal? Price { get; set; }
            public Level? Level { get; set; }
            [JsonConverter(typeof(JsonStringEnumConverter))] public Color? Color { get; set; }
            public Guid? Id { get; set; }
            public DateTime? Local { get; set; }
            public DateTimeOffset? Instant { get; set; }
            public DateOnly? Day { get; set; }
            public TimeOnly? Time { get; set; }
            public TimeSpan? Duration { get; set; }
            public byte[]? Bytes { get; set; }
            public Uri? Address { get; set; }
        }
        """;

    public const string PositionalRecord = """
        using System;
        using Agno.Storage;

        namespace Demo;

        /// <summary>Everything is init-only: times are stamped on a copy.</summary>
        /// <param name="SessionId">The id.</param>
        /// <param name="Owner">In a column of the mode.</param>
        /// <param name="Priority">Indexed.</param>
        /// <param name="CreatedAt">A time.</param>
        [SessionRecord(StorageMode.Team)]
        public sealed partial record PositionalRecord(
            string SessionId,
            [SessionColumn("user_id")] string? Owner,
            [SessionIndex] int Priority,
            DateTimeOffset CreatedAt)
        {
            /// <summary>Must be given.</summary>
            public required string Title { get; init; }

            /// <summary>Not stored.</summary>
            public string Display => Title + Priority;
        }
        """;

    public const string Converters = """
        using System;
        using Agno.Storage;

        namespace Demo;

        /// <summary>An amount.</summary>
        public readonly record struct Money(long Cents);

        /// <summary>Stores cents.</summary>
        public sealed class MoneyConverter : IColumnConverter<Money, long>
        {
            /// <inheritdoc/>
            public static long ToStored(Money value) => value.Cents;

            /// <inheritdoc/>
            public static Money FromStored(long stored) => new(stored);
        }

        /// <summary>Stores text.</summary>
        public sealed class VersionConverter : IColumnConverter<Version, string>
        {
            /// <inheritdoc/>
            public static string ToStored(Version value) => value.ToString();

            /// <inheritdoc/>
            public static Version FromStored(string stored) => Version.Parse(stored);
        }

        /// <summary>Stores members through converters.</summary>
        [SessionRecord(StorageMode.Agent)]
        public sealed partial class Converters
        {
            /// <summary>A value.</summary>
            [SessionColumn(Converter = typeof(MoneyConverter)), SessionIndex]
            public Money Total { get; set; }

            /// <summary>A value or none.</summary>
            [SessionColumn("tip_cents", Converter = typeof(MoneyConverter))]
            public Money? Tip { get; set; }

            /// <summary>A reference.</summary>
            [SessionColumn(Converter = typeof(VersionConverter))]
            public Version Client { get; set; } = new(1, 0);

            /// <summary>A reference or none.</summary>
            [SessionColumn(Converter = typeof(VersionConverter))]
            public Version? Server { get; set; }
        }
        """;

    public const string JsonMembers = """
        using System.Collections.Generic;
        using System.Text.Json.Nodes;
        using Agno.Storage;

        namespace Demo;

        /// <summary>A note.</summary>
        /// <param name="Text">What it says.</param>
        /// <param name="Rank">Its place.</param>
        public sealed record Note(string Text, int Rank);

        /// <summary>A point.</summary>
        /// <param name="X">Across.</param>
        public readonly record struct Point(double X);

        /// <summary>JSON members of all kinds.</summary>
        [SessionRecord(StorageMode.Team, Table = "notes")]
        public sealed partial record JsonMembers
        {
            /// <summary>Kept as stored until asked for.</summary>
            public JsonColumn<JsonNode> Memory { get; set; }

            /// <summary>Kept as stored until asked for, and typed.</summary>
            public JsonColumn<List<Note>> SessionData { get; init; }

            /// <summary>A list.</summary>
            public List<Note> Notes { get; set; } = [];

            /// <summary>An object or none.</summary>
            public Note? Pinned { get; init; }

            /// <summary>A struct.</summary>
            public Point Origin { get; set; }

            /// <summary>A struct or none.</summary>
            public Point? Target { get; set; }
        }
        """;

    public const string EmptyTeamLayout2 = """
        using Agno.Storage;

        namespace Demo;

        /// <summary>Declares nothing but the layout.</summary>
        [SessionRecord(StorageMode.Team, Layout = SessionLayout.V2)]
        public sealed partial class EmptyTeamLayout2;
        """;

    public const string Layout2 = """
        using System.Collections.Generic;
        using System.Text.Json.Nodes;
        using Agno.Storage;

        namespace Demo;

        /// <summary>A step.</summary>
        /// <param name="Name">What it is called.</param>
        public sealed record Step(string Name);

        /// <summary>Columns of the type, of another type and of its own.</summary>
        [SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2, Table = "steps")]
        public sealed partial record Layout2
        {
            /// <summary>Kept as stored until asked for.</summary>
            public JsonColumn<JsonNode> SessionData { get; set; }

            /// <summary>Parsed, or null.</summary>
            public Dictionary<string, int>? Metadata { get; set; }

            /// <summary>Parsed, never null.</summary>
            public List<Step> Runs { get; set; } = [];

            /// <summary>Another type's id.</summary>
            public string? TeamId { get; set; }

            /// <summary>Another type's, kept as stored.</summary>
            public JsonColumn<JsonNode> TeamData { get; set; }

            /// <summary>Another type's, parsed.</summary>
            public Step? WorkflowData { get; set; }

            /// <summary>A column that Agno does not know.</summary>
            [SessionIndex] [SessionColumn(Default = 1)] public int Priority { get; set; } = 1;

            /// <summary>JSON that Agno does not know.</summary>
            [SessionColumn(Default = "[]")] public List<Step> Steps { get; set; } = [];
        }
        """;

    public const string Layout3 = """
        using System.Text.Json.Nodes;
        using Agno.Storage;

        namespace Demo;

        /// <summary>As in layout 2, without runs.</summary>
        [SessionRecord(StorageMode.Workflow, Layout = SessionLayout.V3)]
        public sealed partial class Layout3
        {
            /// <summary>Kept as stored until asked for.</summary>
            public JsonColumn<JsonNode> WorkflowData { get; set; }
        }
        """;

    public const string Runs = """
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using Agno.Storage;

        namespace Demo;

        /// <summary>Typed runs in a table of their own, with a version, set on a copy.</summary>
        [SessionRecord(StorageMode.Agent, Table = "support_sessions")]
        public sealed partial record Runs
        {
            /// <summary>Counted up by runs too.</summary>
            [SessionVersion] public long Revision { get; set; }

            /// <summary>The runs.</summary>
            [SessionRuns] public required SupportRun[] Turns { get; init; }
        }

        /// <summary>A run.</summary>
        public sealed record SupportRun([property: JsonPropertyName("run_id")] string Id, [property: JsonPropertyName("status")] string? Status, string Content);
        """;

    public const string Layout3Runs = """
        using System.Collections.Generic;
        using System.Text.Json.Nodes;
        using Agno.Storage;

        namespace Demo;

        /// <summary>As Agno 3 stores it.</summary>
        [SessionRecord(StorageMode.Team, Layout = SessionLayout.V3)]
        public sealed partial class Layout3Runs
        {
            /// <summary>Kept as stored until asked for.</summary>
            [SessionRuns] public List<JsonColumn<JsonNode>> Runs { get; set; } = [];
        }
        """;
}
