using System.Reflection;

namespace Agno.Storage.Generators.Tests.Queries;

/// <summary>Generated queries at work: compiled, loaded, and run on a real SQLite database, against what LINQ finds in the same sessions.</summary>
public sealed class QueryRunTests
{
    private const string Program = QuerySources.Record + """
        public static partial class Wide
        {
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> OfPriority(this ISessionStore<SupportSession> sessions, Priority priority, Status? status = null, int? limit = null);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> OfTitle(this ISessionStore<SupportSession> sessions, string? title);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> OtherTitle(this ISessionStore<SupportSession> sessions, [SessionWhere("Title", SessionComparison.NotEqual)] string? title);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> Prefixed(this ISessionStore<SupportSession> sessions, [SessionWhere("Title", SessionComparison.StartsWith)] string title);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> Due(this ISessionStore<SupportSession> sessions,
                [SessionWhere("DueAt", SessionComparison.AtLeast)] DateTimeOffset? from = null, [SessionWhere("DueAt", SessionComparison.Below)] DateTimeOffset? before = null);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> Scored(this ISessionStore<SupportSession> sessions,
                [SessionWhere("Score", SessionComparison.Above)] double above, [SessionWhere("Score", SessionComparison.AtMost)] double atMost);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> AnyOf(this ISessionStore<SupportSession> sessions,
                [SessionWhere("Title")] string?[]? titles = null, [SessionWhere("Priority")] List<Priority>? priorities = null, [SessionWhere("Key")] IEnumerable<Guid>? keys = null,
                [SessionWhere("Status")] IReadOnlyList<Status>? statuses = null, [SessionWhere("Score")] double[]? scores = null, [SessionWhere("Price")] Money?[]? prices = null, [SessionWhere("Key")] List<Guid?>? someKeys = null);
            [SessionQuery] public static partial IAsyncEnumerable<SupportSession> OfToken(this ISessionStore<SupportSession> sessions, byte[] token);
            [SessionQuery] [SessionOrder("DueAt", Descending = true)] [SessionOrder("Priority")] [SessionOrder("Title")]
            public static partial IAsyncEnumerable<SupportSession> Paged(this ISessionStore<SupportSession> sessions, Status? status = null, SupportSession? after = null, int? limit = null);
            [SessionQuery] [SessionOrder("Price")] [SessionOrder("Title", Descending = true)]
            public static partial IAsyncEnumerable<SupportSession> Priced(this ISessionStore<SupportSession> sessions, SupportSession? after = null, int limit = 7);
            [SessionQuery] [SessionOrder("Title")]
            public static partial IAsyncEnumerable<(Money? Price, Status Status, string SessionId)> Parts(this ISessionStore<SupportSession> sessions, SupportSession? after = null);
            [SessionQuery] public static partial ValueTask<long> Count(this ISessionStore<SupportSession> sessions, Status status, [SessionWhere("Priority")] IReadOnlyCollection<Priority>? priorities = null);
            [SessionQuery(Select = "Key")] [SessionOrder("Key")] public static partial ValueTask<Guid?> LeastKey(this ISessionStore<SupportSession> sessions, Priority priority);
            [SessionQuery] public static partial ValueTask<SupportSession?> Named(this ISessionStore<SupportSession> found, [SessionWhere("Title")] string? row, [SessionWhere("Priority")] Priority value1, [SessionWhere("Status")] Status? last = null, SupportSession? @from = null);
            [SessionDelete] public static partial ValueTask<long> DeleteOf(this ISessionStore<SupportSession> sessions, Status status, string? title);
        }

        public static class Program
        {
            private static readonly string?[] Titles = [null, "", "a", "ab", "ab%", "A", "ä", "a\"b'c\\", "\ud7ff", "\ud7ffx", "\ue000", "\U0010ffff", "\U0010ffffz", "b"];

            private sealed class Clock : TimeProvider
            {
                public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
            }

            public static async Task<string> Run(int seed)
            {
                var random = new Random(seed);
                await using var storage = SqliteStorage.OpenInMemory(new() { TimeProvider = new Clock() });
                ISessionStore<SupportSession> sessions = storage.Sessions<SupportSession>("named at run time");
                var all = new List<SupportSession>();
                for (int i = 0; i < 120; i++)
                {
                    all.Add(new()
                    {
                        SessionId = $"s{random.Next(100_000):00000}-{i}",
                        UserId = Pick(random, null, "ada", "bob"),
                        Priority = Pick(random, Priority.Low, Priority.Normal, Priority.Urgent),
                        DueAt = random.Next(4) == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(5)).AddTicks(random.Next(2)),
                        Status = Pick(random, Status.Open, Status.Closed),
                        Title = Titles[random.Next(Titles.Length)],
                        Price = random.Next(4) == 0 ? null : new Money(random.Next(-3, 4)),
                        Score = Pick(random, 0, -1.5, 1e300, double.PositiveInfinity, 0.1),
                        Token = Pick<byte[]?>(random, null, [], [0, 255]),
                        Key = new Guid(random.Next(3), 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)random.Next(3)]),
                        CreatedAt = 100 + random.Next(5),
                    });
                    await sessions.UpsertAsync(all[i]);
                }
                string faults = await Compare(sessions, all, random);
                ISessionStore<SupportSession> adas = sessions.ForUser("ada");
                return faults + await Compare(adas, all.FindAll(session => session.UserId == "ada"), random) + await Delete(sessions, adas, all);
            }

            private static async Task<string> Compare(ISessionStore<SupportSession> sessions, List<SupportSession> all, Random random)
            {
                var faults = new System.Text.StringBuilder();
                foreach (Priority priority in Enum.GetValues<Priority>())
                {
                    await Check("OfPriority", sessions.OfPriority(priority), all.Where(s => s.Priority == priority));
                    await Check("OfPriority, status", sessions.OfPriority(priority, Status.Closed), all.Where(s => s.Priority == priority && s.Status == Status.Closed));
                    await Check("OfPriority, limit", sessions.OfPriority(priority, limit: 3), Newest(all.Where(s => s.Priority == priority)).Take(3));
                    Equal("LeastKey", await sessions.LeastKey(priority), all.Where(s => s.Priority == priority).Select(s => (Guid?)s.Key).Min());
                    Equal("Count", await sessions.Count(Status.Open, [priority, Priority.Low]), all.Count(s => s.Status == Status.Open && (s.Priority == priority || s.Priority == Priority.Low)));
                }
                Equal("Named", (await sessions.Named("ab", Priority.Low, Status.Open))?.SessionId, Newest(all.Where(s => s is { Title: "ab", Priority: Priority.Low, Status: Status.Open })).FirstOrDefault()?.SessionId);
                Equal("Count, none", await sessions.Count(Status.Open, []), 0);
                Equal("Count, all", await sessions.Count(Status.Open), all.Count(s => s.Status == Status.Open));
                foreach (string? title in Titles)
                {
                    await Check($"OfTitle {title}", sessions.OfTitle(title), all.Where(s => s.Title == title));
                    await Check($"OtherTitle {title}", sessions.OtherTitle(title), all.Where(s => s.Title != title));
                    if (title is not null)
                        await Check($"Prefixed {title}", sessions.Prefixed(title), all.Where(s => s.Title?.StartsWith(title, StringComparison.Ordinal) == true));
                    string?[] two = [title, "ab%", null];
                    await Check($"AnyOf {title}", sessions.AnyOf(titles: two), all.Where(s => two.Contains(s.Title)));
                }
                for (int day = -1; day < 6; day++)
                {
                    DateTimeOffset from = DateTimeOffset.UnixEpoch.AddDays(day).ToOffset(TimeSpan.FromHours(-5)), before = from.AddDays(2);
                    await Check("Due", sessions.Due(from, before), all.Where(s => s.DueAt >= from && s.DueAt < before));
                    await Check("Due from", sessions.Due(from: from), all.Where(s => s.DueAt >= from));
                    await Check("Due before", sessions.Due(before: before), all.Where(s => s.DueAt < before));
                }
                await Check("Due ever", sessions.Due(), all);
                await Check("Scored", sessions.Scored(-1.5, 1e300), all.Where(s => s.Score is > -1.5 and <= 1e300));
                await Check("Keys", sessions.AnyOf(keys: all.Take(2).Select(s => s.Key)), all.Where(s => all.Take(2).Any(t => t.Key == s.Key)));
                await Check("Statuses", sessions.AnyOf(statuses: [Status.Closed]), all.Where(s => s.Status == Status.Closed));
                await Check("Scores", sessions.AnyOf(scores: [0.1, double.PositiveInfinity]), all.Where(s => s.Score is 0.1 or double.PositiveInfinity));
                await Check("Prices", sessions.AnyOf(prices: [new(-1), new(3)], priorities: [Priority.Low]), all.Where(s => s.Price is { Cents: -1 or 3 } && s.Priority == Priority.Low));
                await Check("Prices and none", sessions.AnyOf(prices: [new(2), null]), all.Where(s => s.Price is null or { Cents: 2 }));
                await Check("Keys and none", sessions.AnyOf(someKeys: [all[0].Key, null]), all.Where(s => s.Key == all[0].Key));
                await Check("Token", sessions.OfToken([0, 255]), all.Where(s => s.Token is { Length: 2 }));
                await Check("empty token", sessions.OfToken([]), all.Where(s => s.Token is { Length: 0 }));

                var utf8 = Comparer<string?>.Create((a, b) => a is null || b is null ? (a is null ? 0 : 1) - (b is null ? 0 : 1) : System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b)));
                foreach (int size in (int[])[1, 4, 1000])
                {
                    foreach (Status? status in (Status?[])[null, Status.Open])
                    {
                        SupportSession[] whole = [.. all.Where(s => status is null || s.Status == status).OrderByDescending(s => s.DueAt).ThenBy(s => s.Priority).ThenBy(s => s.Title, utf8).ThenBy(s => s.SessionId, StringComparer.Ordinal)];
                        await CheckPages("Paged", (after, limit) => sessions.Paged(status, after, limit), size, whole);
                    }
                    await CheckPages("Priced", (after, limit) => sessions.Priced(after, limit), size,
                        [.. all.OrderBy(s => s.Price?.Cents).ThenByDescending(s => s.Title, utf8).ThenBy(s => s.SessionId, StringComparer.Ordinal)]);
                }
                SupportSession[] byTitle = [.. all.OrderBy(s => s.Title, utf8).ThenBy(s => s.SessionId, StringComparer.Ordinal)];
                for (int i = -1; i < byTitle.Length; i += 5)
                    Equal("Parts", Join(await sessions.Parts(i < 0 ? null : byTitle[i]).ToListAsync()), Join(byTitle.Skip(i + 1).Select(s => (s.Price, s.Status, s.SessionId))));
                return faults.ToString();

                async Task Check(string what, IAsyncEnumerable<SupportSession> found, IEnumerable<SupportSession> expected) =>
                    Equal(what, Join((await found.ToListAsync()).Select(s => s.SessionId)), Join(Newest(expected).Select(s => s.SessionId)));

                async Task CheckPages(string what, Func<SupportSession?, int, IAsyncEnumerable<SupportSession>> page, int size, SupportSession[] whole)
                {
                    var pages = new List<SupportSession>();
                    while (await page(pages.LastOrDefault(), size).ToListAsync() is { Count: > 0 } next)
                        pages.AddRange(next);
                    Equal(what, Join(pages.Select(s => s.SessionId)), Join(whole.Select(s => s.SessionId)));
                }

                void Equal<T>(string what, T found, T expected)
                {
                    if (!EqualityComparer<T>.Default.Equals(found, expected))
                        faults.AppendLine($"{what}: {found} instead of {expected}");
                }
            }

            private static async Task<string> Delete(ISessionStore<SupportSession> sessions, ISessionStore<SupportSession> adas, List<SupportSession> all)
            {
                long adasOwn = await adas.DeleteOf(Status.Open, null);
                long others = await sessions.DeleteOf(Status.Open, null);
                long left = await sessions.CountAsync();
                (long, long, long) expected = (all.Count(s => s is { Status: Status.Open, Title: null, UserId: "ada" }), all.Count(s => s is { Status: Status.Open, Title: null, UserId: not "ada" }), all.Count(s => s is not { Status: Status.Open, Title: null }));
                return (adasOwn, others, left) == expected ? "" : $"Deleted {(adasOwn, others, left)} instead of {expected}";
            }

            private static IEnumerable<SupportSession> Newest(IEnumerable<SupportSession> sessions) => sessions.OrderByDescending(s => s.CreatedAt).ThenBy(s => s.SessionId, StringComparer.Ordinal);

            private static string Join<T>(IEnumerable<T> items) => string.Join(" ", items);

            private static T Pick<T>(Random random, params T[] items) => items[random.Next(items.Length)];
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => GeneratorTestHost.Run(Program).LoadWithInfo());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task QueriesFindWhatLinqFinds(int seed)
    {
        var run = (Task<string>)Compiled.Value.GetType("Demo.Program", throwOnError: true)!.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [seed], null)!;
        Assert.Equal("", await run);
    }
}
