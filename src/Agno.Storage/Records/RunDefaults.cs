namespace Agno.Storage.Records;

/// <summary>What a run is stored with where its JSON does not say it.</summary>
/// <param name="Mode">The record's mode: the run's type.</param>
/// <param name="CreatedAt">When a run began that was never stored before, in Unix seconds.</param>
/// <param name="UpdatedAt">When the run is stored, in Unix seconds; null where each keeps the time that it was last stored at, as in an import.</param>
/// <param name="UserId">Whose run it is; null for the user of the stored session.</param>
public readonly record struct RunDefaults(StorageMode Mode, long CreatedAt, long? UpdatedAt, string? UserId = null)
{
    /// <summary>For runs that are stored now.</summary>
    /// <param name="mode">The record's mode.</param>
    /// <param name="now">Unix seconds.</param>
    public static RunDefaults Now(StorageMode mode, long now) => new(mode, now, now);
}
