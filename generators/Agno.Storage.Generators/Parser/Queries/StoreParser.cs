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
    public static (string Expression, INamedTypeSymbol Session)? Parse(IMethodSymbol method, out string fault)
    {
        fault = "";
        Store[] stores = [.. Stores(method.Parameters)];
        if (stores.Length == 0 && !method.IsStatic)
            stores = [.. StoresOf(method.ContainingType)];
        switch (stores.Length)
        {
            case 1 when IsHidden(stores[0].Symbol, method):
                fault = $"a parameter or member of the name '{stores[0].Symbol.Name}' hides the one that holds the store";
                return null;
            case 1:
                return (Expression(stores[0]), stores[0].Session);
            case 0:
                fault = method.IsStatic ? "it is static and takes no ISessionStore" : "neither it nor its class takes an ISessionStore";
                return null;
            default:
                fault = $"'{stores[0].Symbol.Name}' and '{stores[1].Symbol.Name}' are two stores";
                return null;
        }
    }

    private static IEnumerable<Store> Stores(IEnumerable<ISymbol> candidates) =>
        from candidate in candidates
        let type = candidate switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        }
        where type is not null
        let session = SessionOf(type)
        where session is not null
        select new Store(candidate, type, session);

    // Fields, properties, and the parameters of a primary constructor. A field that keeps the constructor's parameter is the same store.
    private static IEnumerable<Store> StoresOf(INamedTypeSymbol type)
    {
        Store[] members = [.. Stores(type.GetMembers().Where(member => !member.IsStatic && !member.IsImplicitlyDeclared && member.CanBeReferencedByName))];
        return members.Length > 0 || type.IsRecord ? members : Stores(type.InstanceConstructors
            .Where(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax))
            .SelectMany(constructor => constructor.Parameters));
    }

    // Nothing names the parameter of a primary constructor where the method has one of the same name, or the class a member.
    private static bool IsHidden(ISymbol store, IMethodSymbol method) =>
        store is IParameterSymbol && !SymbolEqualityComparer.Default.Equals(store.ContainingSymbol, method)
        && (method.Parameters.Any(parameter => parameter.Name == store.Name) || HasMember(method.ContainingType, store.Name));

    private static bool HasMember(INamedTypeSymbol? type, string name) => type is not null && (!type.GetMembers(name).IsEmpty || HasMember(type.BaseType, name));

    // A parameter of the method may have the name of a member, and a class that is a store may have members of its own with the contract's names.
    private static string Expression(Store store)
    {
        string name = (store.Symbol is IParameterSymbol ? "" : "this.") + Naming.Escape(store.Symbol.Name);
        return store.Type.Is(StoreInterface) ? name : $"((global::{StoreInterface}<{store.Session.Display()}>){name})";
    }

    private sealed record Store(ISymbol Symbol, ITypeSymbol Type, INamedTypeSymbol Session);
}
