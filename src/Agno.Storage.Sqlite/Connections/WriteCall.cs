namespace Agno.Storage.Sqlite.Connections;

/// <summary>A call that writes: until when it waits, and its place among those that wait. It is opened before anything is encoded for it, and disposed of after it.</summary>
/// <param name="Deadline">Until when it waits.</param>
/// <param name="Place">Its place; null where it found the lane free.</param>
internal readonly record struct WriteCall(Deadline Deadline, WaitingRoom.Place? Place) : IDisposable
{
    /// <summary>Says how many bytes were encoded for it.</summary>
    public void Count(long bytes) => Place?.Count(bytes);

    public void Dispose() => Place?.Dispose();
}
