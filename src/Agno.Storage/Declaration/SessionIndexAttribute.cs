namespace Agno.Storage;

/// <summary>Gives the member's column an index named <c>idx_{table}_{column}</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionIndexAttribute : Attribute;
