namespace Agno.Storage;

/// <summary>The order of a query's results. With several attributes, the second orders sessions that are equal by the first. Sessions that are still equal are ordered by id.</summary>
/// <param name="member">The member, as in <c>nameof(SupportSession.DueAt)</c>. Null comes before every value.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SessionOrderAttribute(string member) : Attribute
{
    /// <summary>The member.</summary>
    public string Member { get; } = member;

    /// <summary>Whether the largest comes first, and null last.</summary>
    public bool Descending { get; init; }
}
