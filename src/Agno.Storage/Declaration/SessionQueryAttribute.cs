namespace Agno.Storage;

/// <summary>
/// Marks a partial method as a query whose body is generated: its parameters are compared with the members of their names, its return type says what it gives.
/// <c>IAsyncEnumerable&lt;T&gt;</c> streams sessions, or some of their members as a tuple, record or single value; <c>ValueTask&lt;T?&gt;</c> gives the first of them, and
/// <c>ValueTask&lt;long&gt;</c> how many there are. The sessions come newest first unless <see cref="SessionOrderAttribute"/> says otherwise, without their runs, as in a list.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionQueryAttribute : Attribute
{
    /// <summary>The member whose values are given, as in <c>nameof(SupportSession.Title)</c>; null for whole sessions, or the members that a tuple or record names.</summary>
    public string? Select { get; init; }
}
