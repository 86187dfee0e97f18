namespace Agno.Storage.Generators.Model;

/// <summary>
/// The names that generated code declares. In a scope of its own a name is either fixed, without an underscore, or a kind and a user's name with an underscore between
/// them, such as <c>value_Title</c>: so none meets another, whatever users call things. In a scope that it shares with a user, such as a record, names begin with a
/// prefix that none of the user's begins with (see <see cref="Parser.ReservedPrefix"/>).
/// </summary>
internal static class GeneratedName
{
    /// <summary>A name made of a user's.</summary>
    /// <param name="kind">What it stands for, without an underscore.</param>
    /// <param name="name">The user's name, escaped or not.</param>
    public static string Of(string kind, string name) => $"{kind}_{name.TrimStart('@')}";
}
