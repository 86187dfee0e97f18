namespace Agno.Storage;

/// <summary>
/// Marks the <see cref="long"/> member that counts how often a session was stored: a write of a session that somebody else has stored since it was read fails
/// with a <see cref="SessionConflictException"/>. 0 in a session that was never stored; the storage counts it up.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionVersionAttribute : Attribute;
