using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>What every engine does with a single session. Derive a test class for each engine and session type.</summary>
/// <typeparam name="TSession">The session type.</typeparam>
/// <typeparam name="TSample">How sessions of it are made.</typeparam>
public abstract class StoreConformance<TSession, TSample> : IAsyncLifetime
    where TSession : class, ISessionRecord<TSession>
    where TSample : SessionSample<TSession>, new()
{
    /// <summary>How sessions are made.</summary>
    protected TSample Sample { get; } = new();

    /// <summary>The storage under test.</summary>
    protected IStorageHost Host { get; private set; } = null!;

    /// <summary>The store under test; its table does not exist yet.</summary>
    protected ISessionStore<TSession> Store { get; private set; } = null!;

    /// <summary>The test's token.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    // From layout 2 on a session is created at a time, a new one was last stored when it was created, and a user's session stays that user's.
    private static bool IsLayout1 => TSession.Table.Layout == SessionLayout.V1;

    /// <summary>Opens an empty storage.</summary>
    protected abstract IStorageHost OpenHost();

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        Host = OpenHost();
        Store = Host.Sessions<TSession>();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task CreatingIsIdempotentAndDroppingToo()
    {
        Assert.False(await Store.ExistsAsync(Token));
        await Store.CreateAsync(Token);
        await Store.UpsertAsync(Sample.Create("kept"), Token);
        await Store.CreateAsync(Token);
        Assert.True(await Store.ExistsAsync(Token));
        Assert.NotNull(await Store.ReadAsync("kept", cancellationToken: Token));

        await Store.DropAsync(Token);
        await Store.DropAsync(Token);
        Assert.False(await Store.ExistsAsync(Token));
        Assert.Null(await Store.ReadAsync("kept", cancellationToken: Token));

        await Store.CreateAsync(Token);
        Assert.Null(await Store.ReadAsync("kept", cancellationToken: Token));
    }

    [Fact]
    public async Task AMissingTableGivesNothingAndTheFirstWriteCreatesIt()
    {
        Assert.Null(await Store.ReadAsync("s", cancellationToken: Token));
        Assert.False(await Store.DeleteAsync("s", cancellationToken: Token));
        Assert.Empty(await Store.ListAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Empty(await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Null(await Store.CompareSchemaAsync(Token));
        Assert.Null(await Store.GetSchemaVersionAsync(Token));
        Assert.False(await Store.ExistsAsync(Token));

        await Store.UpsertAsync(Sample.Create("s"), Token);
        Assert.True(await Store.ExistsAsync(Token));
        Assert.NotNull(await Store.ReadAsync("s", cancellationToken: Token));
    }

    [Fact]
    public async Task WhatIsStoredIsReadBack()
    {
        await Store.UpsertAsync(Sample.Create("s", "user", "entity", "content"), Token);

        TSession? read = await Store.ReadAsync("s", cancellationToken: Token);

        Assert.NotNull(read);
        Assert.Equal("content", Sample.Content(read));
        Assert.Equal(("s", "user", "entity", Host.Clock.UnixSeconds, Host.Clock.UnixSeconds), Sample.Identity(read));
    }

    [Fact]
    public async Task AnInsertKeepsTheTimeOfCreationThatItIsGiven()
    {
        TSession returned = await Store.UpsertAsync(Sample.Create("s", createdAt: 1_000), Token);
        TSession read = (await Store.ReadAsync("s", cancellationToken: Token))!;
        Assert.Equal(Sample.Identity(read), Sample.Identity(returned));
        var (_, _, _, createdAt, updatedAt) = Sample.Identity(read);
        Assert.Equal(1_000, createdAt);
        Assert.Equal(IsLayout1 ? Host.Clock.UnixSeconds : 1_000, updatedAt);
    }

    [Fact]
    public async Task AnUpdateChangesEverythingButTheTimeOfCreation()
    {
        long first = Host.Clock.UnixSeconds;
        string user = IsLayout1 ? "other user" : "user";
        await Store.UpsertAsync(Sample.Create("s", "user", "entity", "first"), Token);
        Host.Clock.UnixSeconds += 60;

        TSession returned = await Store.UpsertAsync(Sample.Create("s", user, null, "second", createdAt: 5), Token);

        TSession read = (await Store.ReadAsync("s", cancellationToken: Token))!;
        foreach (TSession session in (TSession[])[returned, read])
        {
            Assert.Equal("second", Sample.Content(session));
            Assert.Equal(("s", user, null, first, first + 60), Sample.Identity(session));
        }
    }

    [Fact]
    public async Task ImportKeepsTheTimesAsTheyAre()
    {
        long? none = IsLayout1 ? null : 20;
        TSession stored = await Store.UpsertAsync(Sample.Create("s"), Token);
        Host.Clock.UnixSeconds += 60;
        await Store.ImportAsync(stored, Token);
        Assert.Equal(Host.Clock.UnixSeconds - 60, Sample.Identity((await Store.ReadAsync("s", cancellationToken: Token))!).UpdatedAt);

        await Store.ImportAsync(Sample.Create("s", createdAt: none), Token);
        await Store.ImportAsync(Sample.Create("", createdAt: none), Token);

        foreach (string id in (string[])["s", ""])
        {
            var (_, _, _, createdAt, updatedAt) = Sample.Identity((await Store.ReadAsync(id, cancellationToken: Token))!);
            Assert.Equal(none, createdAt);
            Assert.Null(updatedAt);
        }
    }

    [Fact]
    public async Task OthersSessionsAreNeitherReadNorDeleted()
    {
        await Store.UpsertAsync(Sample.Create("s", "ada"), Token);
        await Store.UpsertAsync(Sample.Create("nobody's"), Token);

        Assert.Null(await Store.ReadAsync("s", "bob", Token));
        Assert.Null(await Store.ReadAsync("s", "", Token));
        Assert.Null(await Store.ReadAsync("nobody's", "ada", Token));
        Assert.False(await Store.DeleteAsync("s", "bob", Token));
        Assert.False(await Store.DeleteAsync("s", "", Token));
        Assert.NotNull(await Store.ReadAsync("s", "ada", Token));

        Assert.True(await Store.DeleteAsync("s", "ada", Token));
        Assert.False(await Store.DeleteAsync("s", "ada", Token));
        Assert.Null(await Store.ReadAsync("s", cancellationToken: Token));
        Assert.True(await Store.DeleteAsync("nobody's", cancellationToken: Token));
    }

    [Theory]
    [InlineData("with 'single' and \"double\" quotes; DROP TABLE x; --")]
    [InlineData("nul\0inside")]
    [InlineData("größe 日本語 \U0001F600")]
    [InlineData("%_like_%")]
    [InlineData(" padded ")]
    [InlineData("null")]
    public async Task AnyTextCanBeAnId(string id)
    {
        await Store.UpsertAsync(Sample.Create(id, id, id, id), Token);
        await Store.UpsertAsync(Sample.Create(id + "2", id + "2"), Token);

        TSession? read = await Store.ReadAsync(id, id, Token);
        Assert.Equal((id, id, id), Sample.Identity(read!) is var (i, u, e, _, _) ? (i, u, e) : default);
        Assert.Equal(id, Sample.Content(read!));
        Assert.Equal([id], await Store.ListIdsAsync(new() { UserId = id }, Token).ToListAsync(Token));
        Assert.True(await Store.DeleteAsync(id, id, Token));
    }

    [Fact]
    public async Task TextOfAMillionCharactersIsStored()
    {
        string large = new('é', 1_000_000);
        await Store.UpsertAsync(Sample.Create(large, large, null, large), Token);
        Assert.Equal(large, Sample.Content((await Store.ReadAsync(large, large, Token))!));
    }

    [Fact]
    public async Task AnIdThatCannotBeStoredIsRefusedAndNothingChanges()
    {
        await Store.UpsertAsync(Sample.Create("s"), Token);

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.UpsertAsync(null!, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.UpsertAsync(Sample.Create(""), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.UpsertAsync(Sample.Create(null!), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ImportAsync(Sample.Create(null!), Token));
        var exception = await Assert.ThrowsAsync<ArgumentException>(async () => await Store.UpsertAsync(Sample.Create("lone \ud800 surrogate"), Token));
        Assert.Contains("lone surrogate", exception.Message);
        Assert.Contains(Store.TableName, exception.Message);

        Assert.Equal(["s"], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task ACancelledTokenStopsACallBeforeItBegins()
    {
        await Store.UpsertAsync(Sample.Create("s"), Token);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ReadAsync("s", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.UpsertAsync(Sample.Create("t"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ImportAsync(Sample.Create("t"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteAsync("s", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DropAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ListAsync(cancellationToken: cancelled).ToListAsync(Token));
        Assert.Equal(["s"], await Store.ListIdsAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task ADisposedStorageSaysSo()
    {
        await Store.UpsertAsync(Sample.Create("s"), Token);
        await Host.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.ReadAsync("s", cancellationToken: Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.UpsertAsync(Sample.Create("s"), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.ListAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Throws<ObjectDisposedException>(() => Host.Sessions<TSession>());
    }

    [Fact]
    public async Task TablesOfAStorageAreApart()
    {
        ISessionStore<TSession> other = Host.Sessions<TSession>("another_table");
        await Store.UpsertAsync(Sample.Create("s", content: "here"), Token);
        await other.UpsertAsync(Sample.Create("s", content: "there"), Token);

        Assert.Equal("here", Sample.Content((await Store.ReadAsync("s", cancellationToken: Token))!));
        Assert.Equal("there", Sample.Content((await other.ReadAsync("s", cancellationToken: Token))!));
        Assert.True(await other.DeleteAsync("s", cancellationToken: Token));
        Assert.NotNull(await Store.ReadAsync("s", cancellationToken: Token));
        Assert.Equal("another_table", other.TableName);
    }

    [Theory]
    [InlineData("x\"; DROP TABLE notes; --")]
    [InlineData("")]
    [InlineData("sqlite_master")]
    [InlineData("x\0")]
    public void AHostileTableNameIsRefused(string table) => Assert.ThrowsAny<ArgumentException>(() => Host.Sessions<TSession>(table));

    [Fact]
    public async Task TheVersionOfATableMadeHereIsRecorded()
    {
        await Store.CreateAsync(Token);
        Assert.Equal(TSession.Table.Version, await Store.GetSchemaVersionAsync(Token));
        Assert.True((await Store.CompareSchemaAsync(Token))!.IsCompatible);
        await Store.UpgradeSchemaAsync(Token);
        await Store.DropAsync(Token);
        Assert.Null(await Store.GetSchemaVersionAsync(Token));
    }
}
