namespace Agno.Storage;

/// <summary>
/// Marks a partial method whose body is generated, and which deletes the sessions that match its parameters, all of them or none. It returns <c>ValueTask&lt;long&gt;</c>: how many
/// were deleted. Its parameters are those of a <see cref="SessionQueryAttribute"/>, but none may be left out.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionDeleteAttribute : Attribute;
