namespace Agno.Storage;

/// <summary>
/// Marks a partial method as a query whose body is generated: its parameters are compared with the members of the same names, and its return type determines the result.
/// <c>IAsyncEnumerable&lt;T&gt;</c> streams sessions, or some of their members as a tuple, record or single value; <c>ValueTask&lt;T?&gt;</c> gives the first of them, and
/// <c>ValueTask&lt;long&gt;</c> how many there are. By default the newest session comes first; see <see cref="SessionOrderAttribute"/>. Sessions are read without their runs, as in a
/// list.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionQueryAttribute : Attribute
{
    /// <summary>The member whose values the query gives, as in <c>nameof(SupportSession.Title)</c>; null for whole sessions, or for the members that a tuple or record names.</summary>
    public string? Select { get; init; }
}
