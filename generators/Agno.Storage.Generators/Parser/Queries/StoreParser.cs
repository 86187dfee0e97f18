using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Finds the store that a query method looks at.</summary>
internal static class StoreParser
{
    private const string StoreInterface = "Agno.Storage.ISessionStore";

    /// <summary>The session type of a store's type; null where it is none.</summary>
    public static INamedTypeSymbol? SessionOf(ITypeSymbol type) =>
        new[] { type }.Concat(type.AllInterfaces).OfType<INamedTypeSymbol>()
            .FirstOrDefault(candidate => candidate.Is(StoreInterface))?.TypeArguments[0] as INamedTypeSymbol;

    /// <summary>The store as the method's body names it, with its session type; otherwise the reason why there is none.</summary>
    public static (string Name, INamedTypeSymbol Session)? Parse(IMethodSymbol method, out string fault)
    {
        fault = "";
        IEnumerable<(string Name, ITypeSymbol Type)> own = method.Parameters.Select(parameter => (parameter.Name, parameter.Type));
        IEnumerable<(string Name, ITypeSymbol Type)> ofClass = method.IsStatic ? [] : StoresOf(method.ContainingType);
        (string Name, INamedTypeSymbol Session)[] stores = [.. Stores(own)];
        if (stores.Length == 0)
            stores = [.. Stores(ofClass)];
        switch (stores.Length)
        {
            case 1:
                return stores[0];
            case 0:
                fault = method.IsStatic ? "it is static and takes no ISessionStore" : "neither it nor its class takes an ISessionStore";
                return null;
            default:
                fault = $"'{stores[0].Name}' and '{stores[1].Name}' are two stores";
                return null;
        }

        static IEnumerable<(string Name, INamedTypeSymbol Session)> Stores(IEnumerable<(string Name, ITypeSymbol Type)> candidates) =>
            from candidate in candidates
            let session = SessionOf(candidate.Type)
            where session is not null
            select (Naming.Escape(candidate.Name), session);
    }

    // Fields, properties, and the parameters of a primary constructor.
    private static IEnumerable<(string Name, ITypeSymbol Type)> StoresOf(INamedTypeSymbol type)
    {
        IEnumerable<(string Name, ITypeSymbol Type)> members = type.GetMembers().Where(member => !member.IsStatic && !member.IsImplicitlyDeclared && member.CanBeReferencedByName).Select(member => member switch
        {
            IFieldSymbol field => (field.Name, field.Type),
            IPropertySymbol property => (property.Name, property.Type),
            _ => (member.Name, (ITypeSymbol?)null),
        }).Where(member => member.Item2 is not null).Select(member => (member.Name, member.Item2!));
        IEnumerable<(string Name, ITypeSymbol Type)> parameters = type.IsRecord ? [] : type.InstanceConstructors
            .Where(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax))
            .SelectMany(constructor => constructor.Parameters).Select(parameter => (parameter.Name, parameter.Type));
        // A field that keeps the constructor's parameter is the same store.
        (string Name, ITypeSymbol Type)[] own = [.. members];
        return own.Any(member => SessionOf(member.Type) is not null) ? own : parameters;
    }
}
