using Agno.Storage.Generators.Parser.Incremental;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>
/// What the names begin with that generated code declares among a user's: two underscores, and more where a name of the user's begins with these. C# reserves such names for
/// tools, so that one prefix nearly always does.
/// </summary>
internal static class ReservedPrefix
{
    private const string Shortest = "__";

    /// <summary>Whether a name begins as those do that generated code declares.</summary>
    public static bool IsReserved(string name) => name.StartsWith(Shortest, StringComparison.Ordinal);

    /// <summary>The prefix for members of a type: no name that is visible there begins with it.</summary>
    /// <param name="type">The type.</param>
    /// <param name="parameters">Names of parameters beside which generated code declares locals.</param>
    /// <param name="surroundings">What else the project declares; null where no code is generated.</param>
    public static string Of(INamedTypeSymbol type, IEnumerable<string> parameters, Surroundings? surroundings)
    {
        string prefix = Shortest;
        foreach (string name in Visible(type).Concat(parameters).Concat(surroundings?.Reserved ?? []))
            while (name.StartsWith(prefix, StringComparison.Ordinal))
                prefix += "_";
        return prefix;
    }

    // Members, those of base types and of the types around it; the parameters of a primary constructor are visible too.
    private static IEnumerable<string> Visible(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? scope = type; scope is not null; scope = scope.ContainingType)
        {
            foreach (ISymbol member in MemberParser.SelfAndBases(scope).SelectMany(part => part.GetMembers()))
                yield return member.Name;
            foreach (IParameterSymbol parameter in scope.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
                yield return parameter.Name;
        }
    }
}
