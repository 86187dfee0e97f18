using System.Text.Json;

namespace Agno.Storage;

/// <summary>
/// Names ready-made <see cref="JsonSerializerOptions"/> that read and write a member's JSON, whole: for types of another library that has options for them. On a record,
/// for all of its JSON members that name none of their own.
/// </summary>
/// <remarks>
/// The options must have a resolver that knows the member's type, and are made read-only when they are used first. They are asked for that type alone: nothing is looked up by reflection
/// unless their resolver does so, which NativeAOT refuses.
/// </remarks>
/// <param name="type">The type that has the options.</param>
/// <param name="member">The name of its static property or field, of type <see cref="JsonSerializerOptions"/>.</param>
/// <example><c>[SessionJson(typeof(AIJsonUtilities), nameof(AIJsonUtilities.DefaultOptions))]</c></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = true)]
public sealed class SessionJsonAttribute(Type type, string member) : Attribute
{
    /// <summary>The type that has the options.</summary>
    public Type Type { get; } = type;

    /// <summary>The name of the static property or field that holds them.</summary>
    public string Member { get; } = member;
}
