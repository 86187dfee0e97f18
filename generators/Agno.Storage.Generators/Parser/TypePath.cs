using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>The types that are being looked at, each because the one before it holds it.</summary>
internal sealed class TypePath
{
    // A type may hold another of the same generic type whose arguments are nested more deeply, but not ever more deeply.
    private const int MaxGrowth = 4;

    private readonly Stack<ITypeSymbol> _types = new();

    public void Enter(ITypeSymbol type) => _types.Push(type);

    public void Leave() => _types.Pop();

    /// <summary>Why a type can't be looked at too; null where it can.</summary>
    public string? WhyNot(ITypeSymbol type) =>
        Growth(type) > MaxGrowth ? "its type arguments grow without end"
        : !HasStack() ? "the types that hold it are nested too deeply"
        : null;

    private int Growth(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsGenericType: true })
            return 0;
        int depth = Depth(type);
        return _types.Where(outer => SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, type.OriginalDefinition)).Select(Depth).Where(outer => outer < depth).Distinct().Count();
    }

    private static int Depth(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => 1 + Depth(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => Math.Max(Depth(named.ContainingType), named.TypeArguments.Select(argument => 1 + Depth(argument)).DefaultIfEmpty().Max()),
        _ => 0,
    };

    private static bool HasStack()
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }
}
