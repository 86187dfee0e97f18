namespace Agno.Storage.Sqlite.Connections;

/// <summary>What holds the lane as a whole.</summary>
/// <param name="holder">Says who, as the start of a sentence: <c>A transaction of this process has been open</c>.</param>
/// <param name="advice">What a call does that should not wait for it, as a sentence.</param>
/// <param name="abort">Called where the lane closes meanwhile: it must give the lane back. Null for one that ends by itself.</param>
internal sealed class Lease(string holder, string advice, Action? abort = null)
{
    private long _since;

    /// <inheritdoc cref="Lease" path="/param[@name='abort']"/>
    public Action? Abort => abort;

    /// <summary>Begins: the lane is taken.</summary>
    public void Begin() => _since = Environment.TickCount64;

    /// <summary>Says who holds the lane, since when, and what to do about it.</summary>
    /// <param name="waited">How long somebody waited, as the end of a sentence.</param>
    public string Describe(string waited)
    {
        double seconds = (Environment.TickCount64 - _since) / 1000.0;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{holder} for {seconds:0.0} s, and {waited} (SqliteStorageOptions.BusyTimeout). {advice}");
    }
}
