namespace Agno.Storage;

/// <summary>
/// Marks the <see cref="long"/> member that counts how often a session was stored: if somebody else has stored the session since it was read, storing it throws a <see cref="SessionConflictException"/>. 
/// It is 0 in a session that was never stored, and the storage counts it up.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionVersionAttribute : Attribute;
