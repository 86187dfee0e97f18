namespace Agno.Storage.Generators.Tests.Queries;

/// <summary>Records and queries that several tests use.</summary>
internal static class QuerySources
{
    public const string Record = """
        #pragma warning disable CS1591
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using Agno.Storage;
        using Agno.Storage.Sqlite;

        namespace Demo;

        /// <summary>A number in the database.</summary>
        public enum Priority { Low, Normal, Urgent }

        /// <summary>A text in the database.</summary>
        [JsonConverter(typeof(JsonStringEnumConverter<Status>))]
        public enum Status { Open, [JsonStringEnumMemberName("closed!")] Closed }

        /// <summary>Cents in the database.</summary>
        public readonly record struct Money(long Cents);

        /// <summary>Stores money.</summary>
        public sealed class MoneyConverter : IColumnConverter<Money, long>
        {
            /// <inheritdoc/>
            public static long ToStored(Money value) => value.Cents;

            /// <inheritdoc/>
            public static Money FromStored(long stored) => new(stored);
        }

        /// <summary>A record to look for.</summary>
        [SessionRecord(StorageMode.Team, Table = "support_sessions")]
        public sealed partial class SupportSession
        {
            /// <summary>An index begins with it.</summary>
            [SessionIndex] public Priority Priority { get; set; }

            /// <summary>Compared and ordered, and may be null.</summary>
            [SessionIndex] public DateTimeOffset? DueAt { get; set; }

            /// <summary>Stored by name.</summary>
            [SessionIndex] public Status Status { get; set; }

            /// <summary>Text.</summary>
            [SessionIndex] public string? Title { get; set; }

            /// <summary>Stored through a converter.</summary>
            [SessionColumn("price_cents", Converter = typeof(MoneyConverter))] [SessionIndex] public Money? Price { get; set; }

            /// <summary>Floating.</summary>
            public double Score { get; set; }

            /// <summary>Bytes.</summary>
            public byte[]? Token { get; set; }

            /// <summary>A key of its own.</summary>
            [SessionIndex] public Guid Key { get; set; }

            /// <summary>Never compared.</summary>
            public List<string>? Tags { get; set; }
        }

        """;

    public const string Queries = Record + """
        /// <summary>Part of a session.</summary>
        /// <param name="SessionId">The id.</param>
        /// <param name="CreatedAt">The time.</param>
        /// <param name="Status">The status.</param>
        public sealed record Summary(string SessionId, long? CreatedAt, Status Status);

        /// <summary>Queries as extensions of the store.</summary>
        public static partial class SupportQueries
        {
            /// <summary>Equality, one that may be left out, a limit.</summary>
            [SessionQuery]
            public static partial IAsyncEnumerable<SupportSession> OpenByPriority(this ISessionStore<SupportSession> sessions, Priority priority, string? userId = null, int limit = 50);

            /// <summary>A range, an order, pages.</summary>
            [SessionQuery]
            [SessionOrder(nameof(SupportSession.DueAt))]
            [SessionOrder(nameof(SupportSession.Priority), Descending = true)]
            public static partial IAsyncEnumerable<SupportSession> DueBetween(
                this ISessionStore<SupportSession> sessions,
                [SessionWhere(nameof(SupportSession.DueAt), SessionComparison.AtLeast)] DateTimeOffset? from = null,
                [SessionWhere(nameof(SupportSession.DueAt), SessionComparison.Below)] DateTimeOffset? before = null,
                SupportSession? after = null,
                int? limit = null,
                CancellationToken cancellationToken = default);

            /// <summary>A prefix and a list, given as a record.</summary>
            [SessionQuery]
            public static partial IAsyncEnumerable<Summary> Search(
                this ISessionStore<SupportSession> sessions,
                [SessionWhere(nameof(SupportSession.Title), SessionComparison.StartsWith)] string title,
                [SessionWhere(nameof(SupportSession.Status))] IReadOnlyCollection<Status>? statuses = null,
                SessionCursor? after = null);

            /// <summary>How many.</summary>
            [SessionQuery]
            internal static partial ValueTask<long> CountByStatus(this ISessionStore<SupportSession> sessions, Status status, CancellationToken cancellationToken);

            /// <summary>Deletes.</summary>
            [SessionDelete]
            public static partial ValueTask<long> DeleteByTitle(this ISessionStore<SupportSession> sessions, string? title);
        }

        /// <summary>Queries of a class that holds the store.</summary>
        public sealed partial class SupportReport(ISessionStore<SupportSession> sessions)
        {
            /// <summary>The first.</summary>
            [SessionQuery]
            [SessionOrder(nameof(SupportSession.Price), Descending = true)]
            public partial ValueTask<SupportSession?> Dearest([SessionWhere(nameof(SupportSession.Price), SessionComparison.AtMost)] Money price);

            /// <summary>A tuple.</summary>
            [SessionQuery]
            public partial IAsyncEnumerable<(string SessionId, Money? Price)> Prices([SessionWhere(nameof(SupportSession.UserId), SessionComparison.NotEqual)] string? userId);

            /// <summary>A single value.</summary>
            [SessionQuery(Select = nameof(SupportSession.Title))]
            public partial ValueTask<string?> TitleOf(Guid key);
        }
        """;
}
