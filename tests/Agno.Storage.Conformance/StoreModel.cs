using System.Text;
using Agno.Storage.Records;
using Agno.Storage.Schema;

namespace Agno.Storage.Conformance;

/// <summary>What a write should come to: a row that stands afterwards, nothing, or an exception.</summary>
/// <param name="Row">The row; null where nothing is stored.</param>
/// <param name="Failure">The exception; null for none.</param>
public readonly record struct ModelOutcome(ModelRow? Row, Type? Failure = null)
{
    /// <summary>Somebody else was faster.</summary>
    public static ModelOutcome Conflict => new(null, typeof(SessionConflictException));

    /// <summary>It is another user's.</summary>
    public static ModelOutcome Ownership => new(null, typeof(SessionOwnershipException));
}

/// <summary>A table as a dictionary: what each call should give and leave.</summary>
/// <param name="table">How the record is stored.</param>
/// <param name="hasVersion">Whether the storage counts how often a session is stored.</param>
public sealed class StoreModel(SessionTable table, bool hasVersion)
{
    /// <summary>The sessions by id.</summary>
    public Dictionary<string, ModelRow> Rows { get; set; } = new(StringComparer.Ordinal);

    private bool IsShared => table.SessionType is not null;

    /// <summary>The session that a store of one user, or everybody's, finds under an id.</summary>
    public ModelRow? Find(string id, string? storeUser, string? userId = null)
    {
        if (storeUser is not null && userId is not null && userId != storeUser)
            return null;
        string? wanted = storeUser ?? userId;
        return Rows.TryGetValue(id, out ModelRow? row) && (wanted is null || row.User == wanted) ? row : null;
    }

    /// <summary>Stores a session whether it is there or not.</summary>
    public ModelOutcome Upsert(ModelRow given, string? storeUser, long now) =>
        IsRefused(given, storeUser) ? ModelOutcome.Ownership
        : Rows.TryGetValue(given.Id, out ModelRow? old) ? Change(old, given, storeUser, now)
        : hasVersion && given.Version != 0 ? ModelOutcome.Conflict
        : Add(given, now);

    /// <summary>Stores a new session.</summary>
    public ModelOutcome Insert(ModelRow given, string? storeUser, long now) =>
        IsRefused(given, storeUser) ? ModelOutcome.Ownership : Rows.ContainsKey(given.Id) ? ModelOutcome.Conflict : Add(given, now);

    /// <summary>Stores a session that is there.</summary>
    public ModelOutcome Replace(ModelRow given, string? storeUser, long now) =>
        IsRefused(given, storeUser) ? ModelOutcome.Ownership : Find(given.Id, storeUser) is { } old ? Change(old, given, storeUser, now) : new(null);

    /// <summary>Stores a session as it is.</summary>
    public ModelOutcome Import(ModelRow given, string? storeUser)
    {
        if (IsRefused(given, storeUser))
            return ModelOutcome.Ownership;
        Rows.TryGetValue(given.Id, out ModelRow? old);
        if (old is not null && storeUser is not null && old.User != storeUser)
            return ModelOutcome.Ownership;
        if (old is not null && old.Version > given.Version)
            return ModelOutcome.Conflict;
        return Set(given with { Runs = old?.Runs ?? [] });
    }

    /// <summary>Stores many sessions, all or none.</summary>
    public ModelOutcome UpsertMany(IReadOnlyList<ModelRow> given, string? storeUser, long now)
    {
        if (given.Any(row => IsRefused(row, storeUser)))
            return ModelOutcome.Ownership;
        Dictionary<string, ModelRow> before = new(Rows, StringComparer.Ordinal);
        foreach (ModelRow row in given)
        {
            if (Upsert(row, storeUser, now) is not { Failure: not null } refused)
                continue;
            Rows = before;
            return refused;
        }
        return default;
    }

    /// <summary>Changes a session that was just read.</summary>
    public ModelRow Update(ModelRow row, string content, string? entity, bool touch, long now) =>
        Set(row with { Content = content, Entity = entity, UpdatedAt = touch ? now : row.UpdatedAt, Version = Counted(row.Version) }).Row!;

    /// <summary>Changes a session's runs, which counts as a change of it.</summary>
    public void SetRuns(ModelRow row, IEnumerable<(string, string)> runs, long now) => Set(row with { Runs = [.. runs], UpdatedAt = now, Version = Counted(row.Version) });

    /// <summary>What a filter finds, in the list's order.</summary>
    public IReadOnlyList<ModelRow> List(SessionFilter filter, string? storeUser)
    {
        if (storeUser is not null && filter.UserId is not null && filter.UserId != storeUser)
            return [];
        string? user = storeUser ?? filter.UserId;
        IEnumerable<ModelRow> found = Rows.Values.Where(row =>
            (user is null || row.User == user)
            && (filter.EntityId is null || row.Entity == filter.EntityId)
            && (filter.CreatedSince is not { } since || At(row.CreatedAt) >= since)
            && (filter.CreatedBefore is not { } before || At(row.CreatedAt) < before)
            && (filter.UpdatedSince is not { } updatedSince || At(row.StoredAt) >= updatedSince)
            && (filter.UpdatedBefore is not { } updatedBefore || At(row.StoredAt) < updatedBefore)
            && (filter.After is not { } after || Compare((after.CreatedAt, after.SessionId), (row.CreatedAt, row.Id)) < 0));
        return [.. found.Order(Comparer<ModelRow>.Create((one, other) => Compare((one.CreatedAt, one.Id), (other.CreatedAt, other.Id)))).Take(filter.Limit ?? int.MaxValue)];
    }

    // A user's store takes no other's sessions.
    private static bool IsRefused(ModelRow given, string? storeUser) => storeUser is not null && given.User != storeUser;

    private ModelOutcome Change(ModelRow old, ModelRow given, string? storeUser, long now)
    {
        bool isFound = storeUser is null || old.User == storeUser;
        bool isOurs = isFound && (!IsShared || old.User is null || old.User == given.User);
        if (!isOurs || (hasVersion && old.Version != given.Version))
            return hasVersion && (isFound || given.Version != 0) ? ModelOutcome.Conflict : ModelOutcome.Ownership;
        return Set(given with { CreatedAt = old.CreatedAt, UpdatedAt = now, Version = Counted(given.Version), Runs = [.. old.Runs, .. given.Runs.Where(run => old.Runs.All(known => known.Id != run.Id))] });
    }

    // In Agno 2 a new session was last stored when it was created.
    private ModelOutcome Add(ModelRow given, long now)
    {
        long createdAt = given.CreatedAt ?? now;
        return Set(given with { CreatedAt = createdAt, UpdatedAt = IsShared ? createdAt : now, Version = Counted(given.Version) });
    }

    private ModelOutcome Set(ModelRow row) => new(Rows[row.Id] = row);

    private long Counted(long version) => hasVersion ? version + 1 : version;

    private static DateTimeOffset? At(long? seconds) => seconds is { } given ? DateTimeOffset.FromUnixTimeSeconds(given) : null;

    // Newest first, those without a time last, equal ones by the bytes of their ids.
    private static int Compare((long? CreatedAt, string Id) one, (long? CreatedAt, string Id) other)
    {
        int times = (other.CreatedAt ?? long.MinValue).CompareTo(one.CreatedAt ?? long.MinValue);
        return times != 0 ? times : Encoding.UTF8.GetBytes(one.Id).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Id));
    }
}
