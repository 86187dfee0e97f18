namespace Agno.Storage;

/// <summary>Orders what a query gives. Several order by the first, then by the next; sessions that are equal in all of them come by their ids.</summary>
/// <param name="member">The member, as in <c>nameof(SupportSession.DueAt)</c>. Its null comes before every value.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SessionOrderAttribute(string member) : Attribute
{
    /// <summary>The member.</summary>
    public string Member { get; } = member;

    /// <summary>Whether the largest comes first, and null last.</summary>
    public bool Descending { get; init; }
}
