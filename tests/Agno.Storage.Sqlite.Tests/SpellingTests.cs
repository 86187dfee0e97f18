using System.Globalization;
using Agno.Storage.Tests;
using Microsoft.Data.Sqlite;

namespace Agno.Storage.Sqlite.Tests;

/// <summary>Values that are equal in C# and stored as different texts: queries find and deletes take what C# says is equal, and what is read is what was written.</summary>
public sealed partial class SpellingTests : IDisposable
{
    private static readonly decimal[] Decimals =
    [
        0m, 0.0m, 0.000m, -0.0m, 9.9m, 9.90m, 9.900000m, -9.9m, 10m, 10.0m, 100m, 0.1m, 0.10m, 1.0000000000000000000000000000m, 1m, 79228162514264337593543950335m,
        0.0000000000000000000000000001m, 7922816251426433759354395033.5m, 12345678901234567890.12345m, 12345678901234567890.123450m,
    ];

    private static readonly DateTime[] Times =
    [
        new(2026, 1, 2), new(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), new(2026, 1, 2, 0, 0, 0, DateTimeKind.Local), new(2026, 7, 2, 3, 4, 5, DateTimeKind.Local),
        new DateTime(2026, 7, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1), new DateTime(2026, 7, 2, 3, 4, 5).AddTicks(1), DateTime.MinValue, DateTime.MaxValue,
    ];

    private static readonly Uri[] Links =
    [
        .. new[]
        {
            "HTTP://Example.org:80/a", "http://example.org/a", "http://example.org/A", "http://example.org", "http://example.org/", "http://example.org/a?q=1", "http://example.org/a?q=2",
            "http://example.org/a#top", "http://ada@example.org/a", "http://example.org:8080/a", "http://example.org/%41", "http://example.org/%C3%A4", "http://example.org/\u00e4", "http://example.org/b/../a",
            "https://example.org/a", "mailto:ada@example.org", "mailto:bob@example.org", "MAILTO:ada@EXAMPLE.org", "file:///c:/Temp/a", "file:///C:/temp/A", "urn:isbn:1", "urn:ISBN:1", "URN:isbn:1",
            "http://b\u00fccher.example/", "http://xn--bcher-kva.example/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "a/b", "A/b", "", "../a", "file://server/share/a", "file://SERVER/share/A",
        }.Select(text => new Uri(text, UriKind.RelativeOrAbsolute)),
    ];

    // Numbers that a reader of JSON may get wrong in the last bit.
    private static readonly double[] Numbers =
    [
        0, -0.0, 0.1, 0.3, 1d / 3, 5e-324, 2.2250738585072011e-308, 1.7976931348623157e308, double.PositiveInfinity, double.NegativeInfinity, 9007199254740993, 1e23, 8.41e21, 1.1, 123456789.123456789,
    ];

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStorage _storage;
    private readonly SqliteSessionStore<SpelledSession> _sessions;

    public SpellingTests()
    {
        _connection.Open();
        _storage = SqliteStorage.OpenConnection(_connection);
        _sessions = _storage.Sessions<SpelledSession>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task DecimalsAreFoundHoweverManyZerosTheyHave()
    {
        Store(Decimals, static (session, value) => session.Price = value);
        foreach (decimal price in Decimals)
        {
            int equal = Decimals.Count(other => other == price);
            Assert.Equal((equal, equal, Decimals.Length + 1 - equal), (await ByPrice(_sessions, price), await ByPrices(_sessions, [price, 42m]), await ButPrice(_sessions, price)));
        }
        Assert.Equal(1, await ByPrice(_sessions, null));
        Assert.Equal(Decimals.Length, await ButPrice(_sessions, null));
        Assert.Equal(Decimals.Length, await ByPrices(_sessions, Decimals));
        Assert.Equal(Decimals.Select(price => price.ToString(CultureInfo.InvariantCulture)), _sessions.List().Reverse().Where(session => session.Price is not null).Select(session => session.Price!.Value.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(Decimals.Count(price => price == 9.9m), await DeleteByPrice(_sessions, 9.9000m));
        Assert.Equal(0, await ByPrice(_sessions, 9.9m));
    }

    [Fact]
    public async Task DecimalsThatAnotherProgramStoredAreFoundToo()
    {
        Store(["9.9", "+9.90", "99E-1", "0.99e1", " 9.9 ", "009.9", "no number"], static (session, value) => session.Label = value);
        _connection.Execute("UPDATE spelled_sessions SET price = label");
        Assert.Equal(6, await ByPrice(_sessions, 9.9m));
        Assert.Equal(2, await ButPrice(_sessions, 9.9m));
        Assert.Equal(6, await DeleteByPrice(_sessions, 9.9m));
    }

    [Fact]
    public async Task TimesAreFoundWhateverTheirKind()
    {
        Store(Times, static (session, value) => session.At = value);
        foreach (DateTime time in Times)
        {
            int equal = Times.Count(other => other == time);
            Assert.Equal((equal, equal, Times.Length + 1 - equal), (await ByAt(_sessions, time), await ByAts(_sessions, [time]), await ButAt(_sessions, time)));
        }
        Assert.Equal(Times.Select(time => (time, time.Kind)), _sessions.List().Reverse().Where(session => session.At is not null).Select(session => (session.At!.Value, session.At.Value.Kind)));
    }

    [Fact]
    public async Task AddressesAreFoundHoweverTheyAreSpelled()
    {
        Store(Links, static (session, value) => session.Link = value);
        foreach (Uri link in Links)
        {
            string[] equal = [.. Links.Where(other => other == link).Select(other => other.OriginalString)];
            Assert.Equal(equal, await ByLink(_sessions, link).Select(session => session.Link!.OriginalString).Reverse().ToListAsync(Token));
            Assert.Equal(Links.Length + 1 - equal.Length, await ButLink(_sessions, link));
            Assert.Equal(equal.Length + 1, await ByLinks(_sessions, [link, null]));
        }
        Assert.Equal(2, await DeleteByLink(_sessions, new Uri("http://EXAMPLE.org:80")));
    }

    [Fact]
    public async Task EveryNumberOfAListIsFound()
    {
        var random = new Random(11);
        double[] numbers = [.. Numbers, .. Enumerable.Range(0, 2000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(number => !double.IsNaN(number))];
        using (SqliteStorageTransaction transaction = _storage.Begin())
        {
            for (int i = 0; i < numbers.Length; i++)
                transaction.Sessions<SpelledSession>().Upsert(new() { SessionId = $"{i}", Score = numbers[i] });
            transaction.Commit();
        }
        Assert.Equal(numbers.Length, await ByScores(_sessions, numbers));
        foreach (double number in Numbers)
            Assert.Equal(Numbers.Count(other => other == number), await ByScores(_sessions, [number]));
    }

    [Fact]
    public async Task AFileFindsThemToo()
    {
        using var directory = new TemporaryDirectory();
        await using SqliteStorage storage = SqliteStorage.Open(directory.PathOf("spelled.db"));
        SqliteSessionStore<SpelledSession> sessions = storage.Sessions<SpelledSession>();
        sessions.Upsert(new() { SessionId = "1", Price = 9.90m, At = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), Link = new("HTTP://Example.org:80/a"), Score = 0.1 });

        Assert.Equal(1, await ByPrice(sessions, 9.9m));
        Assert.Equal(1, await ByAt(sessions, new DateTime(2026, 1, 2)));
        Assert.Equal("1", Assert.Single(await ByLink(sessions, new("http://example.org/a")).ToListAsync(Token)).SessionId);
        Assert.Equal(1, await ByScores(sessions, [0.1]));
        Assert.Equal(1, await DeleteByPrice(sessions, 9.9m));
    }

    [Fact]
    public async Task AFractionOfASecondIsNoWholeSecond()
    {
        SqliteSessionStore<TimedSession> sessions = _storage.Sessions<TimedSession>();
        DateTimeOffset whole = DateTimeOffset.FromUnixTimeSeconds(100);
        sessions.Import(new() { SessionId = "s", CreatedAt = whole });
        foreach (DateTimeOffset time in (DateTimeOffset[])[whole, whole.AddTicks(1), whole.AddSeconds(0.5), whole.AddTicks(-1), whole.AddSeconds(1)])
        {
            bool isEqual = time == whole;
            Assert.Equal(
                (isEqual, !isEqual, isEqual, whole < time, whole <= time, whole > time, whole >= time),
                (
                    await CreatedAt(sessions, time) == 1, await CreatedNotAt(sessions, time) == 1, await CreatedAtAny(sessions, [time]) == 1, await CreatedBelow(sessions, time) == 1,
                    await CreatedAtMost(sessions, time) == 1, await CreatedAbove(sessions, time) == 1, await CreatedAtLeast(sessions, time) == 1));
        }
    }

    private void Store<T>(IReadOnlyList<T> values, Action<SpelledSession, T> set)
    {
        _sessions.Upsert(new() { SessionId = "without", CreatedAt = 1 });
        for (int i = 0; i < values.Count; i++)
        {
            var session = new SpelledSession { SessionId = $"s{i}", CreatedAt = 10 + i };
            set(session, values[i]);
            _sessions.Upsert(session);
        }
    }

    [SessionQuery] private static partial ValueTask<long> ByPrice(ISessionStore<SpelledSession> sessions, decimal? price);

    [SessionQuery] private static partial ValueTask<long> ByPrices(ISessionStore<SpelledSession> sessions, [SessionWhere("Price")] decimal[] prices);

    [SessionQuery] private static partial ValueTask<long> ButPrice(ISessionStore<SpelledSession> sessions, [SessionWhere("Price", SessionComparison.NotEqual)] decimal? price);

    [SessionDelete] private static partial ValueTask<long> DeleteByPrice(ISessionStore<SpelledSession> sessions, decimal price);

    [SessionQuery] private static partial ValueTask<long> ByAt(ISessionStore<SpelledSession> sessions, DateTime at);

    [SessionQuery] private static partial ValueTask<long> ByAts(ISessionStore<SpelledSession> sessions, [SessionWhere("At")] DateTime[] times);

    [SessionQuery] private static partial ValueTask<long> ButAt(ISessionStore<SpelledSession> sessions, [SessionWhere("At", SessionComparison.NotEqual)] DateTime at);

    [SessionQuery] private static partial IAsyncEnumerable<SpelledSession> ByLink(ISessionStore<SpelledSession> sessions, Uri link);

    [SessionQuery] private static partial ValueTask<long> ByLinks(ISessionStore<SpelledSession> sessions, [SessionWhere("Link")] Uri?[] links);

    [SessionQuery] private static partial ValueTask<long> ButLink(ISessionStore<SpelledSession> sessions, [SessionWhere("Link", SessionComparison.NotEqual)] Uri link);

    [SessionDelete] private static partial ValueTask<long> DeleteByLink(ISessionStore<SpelledSession> sessions, Uri link);

    [SessionQuery] private static partial ValueTask<long> ByScores(ISessionStore<SpelledSession> sessions, [SessionWhere("Score")] double[] scores);

    [SessionQuery] private static partial ValueTask<long> CreatedAt(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt")] DateTimeOffset time);

    [SessionQuery] private static partial ValueTask<long> CreatedNotAt(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt", SessionComparison.NotEqual)] DateTimeOffset time);

    [SessionQuery] private static partial ValueTask<long> CreatedAtAny(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt")] DateTimeOffset[] times);

    [SessionQuery] private static partial ValueTask<long> CreatedBelow(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt", SessionComparison.Below)] DateTimeOffset time);

    [SessionQuery] private static partial ValueTask<long> CreatedAtMost(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt", SessionComparison.AtMost)] DateTimeOffset time);

    [SessionQuery] private static partial ValueTask<long> CreatedAbove(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt", SessionComparison.Above)] DateTimeOffset time);

    [SessionQuery] private static partial ValueTask<long> CreatedAtLeast(ISessionStore<TimedSession> sessions, [SessionWhere("CreatedAt", SessionComparison.AtLeast)] DateTimeOffset time);
}

/// <summary>Members whose values have several spellings.</summary>
[SessionRecord(StorageMode.Agent, Table = "spelled_sessions")]
public sealed partial class SpelledSession
{
    [SessionIndex] public decimal? Price { get; set; }

    public DateTime? At { get; set; }

    public Uri? Link { get; set; }

    [SessionIndex] public double Score { get; set; }

    public string? Label { get; set; }
}

/// <summary>Times as DateTimeOffset.</summary>
[SessionRecord(StorageMode.Agent, Table = "timed_sessions")]
public sealed partial class TimedSession
{
    public DateTimeOffset? CreatedAt { get; set; }
}
