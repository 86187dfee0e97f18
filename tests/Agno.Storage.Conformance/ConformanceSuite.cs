using Agno.Storage.Records;

namespace Agno.Storage.Conformance;

/// <summary>A fresh storage for each test of a suite.</summary>
public abstract class ConformanceSuite : IAsyncLifetime
{
    /// <summary>The storage under test.</summary>
    protected IStorageHost Host { get; private set; } = null!;

    /// <summary>The test's token.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty storage.</summary>
    protected abstract IStorageHost OpenHost();

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        Host = OpenHost();
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
