namespace Agno.Storage;

/// <summary>Leaves a property out of the table: it is neither written nor read. A public field is never stored; there the attribute says that this is intended.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = true)]
public sealed class SessionIgnoreAttribute : Attribute;
