namespace Agno.Storage.Sqlite.Statements;

/// <summary>A place in a list: right behind a row, whose values may be of any type.</summary>
/// <param name="CreatedAt">The row's <c>created_at</c>.</param>
/// <param name="SessionId">The row's id.</param>
internal readonly record struct ListPlace(StoredValue CreatedAt, StoredValue SessionId)
{
    /// <summary>The place that a cursor names.</summary>
    /// <exception cref="ArgumentException">Its id holds a lone surrogate.</exception>
    public static ListPlace? Of(SessionCursor? cursor) =>
        cursor is null ? null : new(cursor.CreatedAt is { } createdAt ? new(createdAt) : default, new(cursor.SessionId));

    /// <summary>The place behind the row of a list of ids.</summary>
    public static ListPlace Behind(Statement ids) => new(ids.GetValue(1), ids.GetValue(0));

    /// <summary>Whether it is the other place.</summary>
    public bool IsSame(in ListPlace other) => CreatedAt.IsSame(other.CreatedAt) && SessionId.IsSame(other.SessionId);
}
