namespace Agno.Storage;

/// <summary>Leaves a property out of the table: it is neither written nor read. On a public field, which never is, it says that this is meant.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = true)]
public sealed class SessionIgnoreAttribute : Attribute;
