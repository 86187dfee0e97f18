using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>A fresh, empty storage of the engine that is tested.</summary>
public interface IStorageHost : IAsyncDisposable
{
    /// <summary>The clock that the storage takes its times from.</summary>
    ManualTimeProvider Clock { get; }

    /// <summary>A store of the storage.</summary>
    ISessionStore<TSession> Sessions<TSession>(string? table = null)
        where TSession : class, ISessionRecord<TSession>;

    /// <summary>Begins a transaction.</summary>
    ValueTask<IStorageTransaction> BeginAsync(CancellationToken cancellationToken);
}

/// <summary>A clock that a test sets, in whole seconds.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>The time, in Unix seconds.</summary>
    public long UnixSeconds { get; set; } = 1_700_000_000;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(UnixSeconds);
}
