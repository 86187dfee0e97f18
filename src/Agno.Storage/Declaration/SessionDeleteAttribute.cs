namespace Agno.Storage;

/// <summary>
/// Marks a partial method that deletes the sessions that its parameters find, all of them or none, and whose body is generated. It returns <c>ValueTask&lt;long&gt;</c>: how many
/// were deleted. Its parameters are those of a <see cref="SessionQueryAttribute"/>, but none may be left out.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionDeleteAttribute : Attribute;
