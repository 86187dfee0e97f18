using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>
/// Writes how members are reached: as C# does where it can, past it where it can't. An init-only property is set after construction, so that one that the JSON
/// lacks keeps its initializer; an accessor that <c>[JsonInclude]</c> includes may be private.
/// </summary>
internal static class JsonAccessorEmitter
{
    private const string Unsafe = "global::System.Runtime.CompilerServices.UnsafeAccessor";

    /// <summary>The expression that gives a member's value.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="member">The member.</param>
    /// <param name="target">The object, which for a struct is a variable.</param>
    public static string Get(JsonTypeModel type, JsonMemberModel member, string target) =>
        member.IsReadByAccessor ? $"{Call(type, member, "Get")}({ByReference(type)}{target})" : $"{Visible(member, target)}.{member.Member}";

    /// <summary>The expression that gives a member a value.</summary>
    public static string Set(JsonTypeModel type, JsonMemberModel member, string target, string value) =>
        member.Assignment == JsonAssignment.Accessor ? $"{Call(type, member, "Set")}({ByReference(type)}{target}, {value})" : $"{Visible(member, target)}.{member.Member} = {value}";

    /// <summary>Writes what <see cref="Get"/> and <see cref="Set"/> call.</summary>
    public static void Emit(SourceWriter writer, JsonTypeModel type, Func<string, string> typeOf)
    {
        foreach (JsonMemberModel member in type.Object!.Members)
            Emit(writer, type, member, member.Generic?.MemberType ?? typeOf(member.TypeId));
        if (type.Object.Extension is { } extension)
            Emit(writer, type, extension.Member, extension.Member.Generic?.MemberType ?? extension.Type);
    }

    private static void Emit(SourceWriter writer, JsonTypeModel type, JsonMemberModel member, string memberType)
    {
        if (member.Assignment == JsonAssignment.Accessor)
            Declare(writer, type, member, "Set", "void", $", {memberType} value");
        if (member.IsReadByAccessor)
            Declare(writer, type, member, "Get", memberType, "");
    }

    private static void Declare(SourceWriter writer, JsonTypeModel type, JsonMemberModel member, string verb, string returns, string value)
    {
        string attribute = $"[{Unsafe}({Unsafe}Kind.Method, Name = \"{verb.ToLowerInvariant()}_{member.Member.TrimStart('@')}\")]";
        string target = $"{ByReference(type)}{member.Generic?.DeclaringType ?? member.DeclaringType} target";
        if (member.Generic is { } generic)
        {
            // Only a generic class can name the accessor of one, by parameters of its own.
            writer.Open($"private static class {Name(type, member, verb)}{generic.Parameters}{generic.Constraints}");
            writer.WriteLine(attribute);
            writer.WriteLine($"internal static extern {returns} Invoke({target}{value});");
            writer.Close();
        }
        else
        {
            writer.WriteLine(attribute);
            writer.WriteLine($"private static extern {returns} {Name(type, member, verb)}({target}{value});");
        }
        writer.WriteLine();
    }

    private static string Call(JsonTypeModel type, JsonMemberModel member, string verb) =>
        member.Generic is { } generic ? $"{Name(type, member, verb)}{generic.Arguments}.Invoke" : Name(type, member, verb);

    // An id has no underscore: what is behind it is the member.
    private static string Name(JsonTypeModel type, JsonMemberModel member, string verb) =>
        GeneratedName.Of(GeneratedName.Of(member.HiddenBy == 0 ? verb : verb + member.HiddenBy, type.Id), member.Member);

    private static string Visible(JsonMemberModel member, string target) => member.HiddenBy > 0 ? $"(({member.DeclaringType}){target})" : target;

    private static string ByReference(JsonTypeModel type) => type.IsValueType ? "ref " : "";
}
