using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Finds the properties of a record that are stored: public, instance, its own and its base classes'.</summary>
internal static class MemberParser
{
    public static List<IPropertySymbol> Parse(INamedTypeSymbol record)
    {
        var members = new List<IPropertySymbol>();
        var names = new HashSet<string>();
        foreach (INamedTypeSymbol type in SelfAndBases(record).Reverse())
        {
            foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
            {
                if (!IsStored(property))
                    continue;
                // An override or a 'new' property takes the place of the one it hides.
                if (!names.Add(property.Name))
                    members.RemoveAll(member => member.Name == property.Name);
                members.Add(property);
            }
        }
        return members;
    }

    public static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
            yield return current;
    }

    private static bool IsStored(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null }
        && property.ExplicitInterfaceImplementations.IsEmpty
        && property.Name != "EqualityContract"
        && property.Attribute(KnownTypes.SessionIgnoreAttribute) is null
        && !IsComputed(property);

    // A property with a body and no setter has nothing to read back into.
    private static bool IsComputed(IPropertySymbol property) =>
        property.SetMethod is null
        && property.DeclaringSyntaxReferences.Length > 0
        && !property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
