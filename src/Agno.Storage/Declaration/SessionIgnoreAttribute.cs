namespace Agno.Storage;

/// <summary>Leaves a property out of the table: it is neither written nor read.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = true)]
public sealed class SessionIgnoreAttribute : Attribute;
