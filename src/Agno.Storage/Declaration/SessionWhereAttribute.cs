namespace Agno.Storage;

/// <summary>
/// Says what a query's parameter is compared with. A parameter without it is compared for equality with the member of the same name. If it is a collection, the member must be equal to
/// one of its values.
/// </summary>
/// <param name="member">The member, as in <c>nameof(SupportSession.DueAt)</c>.</param>
/// <param name="comparison">How the member is compared with the parameter.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SessionWhereAttribute(string member, SessionComparison comparison = SessionComparison.Equal) : Attribute
{
    /// <summary>The member.</summary>
    public string Member { get; } = member;

    /// <summary>How the member is compared with the parameter.</summary>
    public SessionComparison Comparison { get; } = comparison;
}
