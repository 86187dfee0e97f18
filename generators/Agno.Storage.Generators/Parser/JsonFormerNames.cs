using Agno.Storage.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Refuses former names where System.Text.Json reads a type itself: it knows none, so that stored values would be lost.</summary>
internal sealed class JsonFormerNames(JsonGraphParser graph)
{
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>Reports members with a former name, of the type and of all that it leads to in this project.</summary>
    public void Refuse(ITypeSymbol type, JsonUse use)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Refuse(array.ElementType, use);
                break;
            case INamedTypeSymbol named when _seen.Add(named):
                foreach (ITypeSymbol argument in named.TypeArguments)
                    Refuse(argument, use);
                foreach (INamedTypeSymbol part in MemberParser.SelfAndBases(named).Where(graph.IsInProject))
                    RefuseMembers(part, use);
                break;
        }
    }

    public static void Report(JsonGraphParser graph, ISymbol member, JsonUse use) => graph.Report(JsonDescriptors.UnsupportedAttribute, JsonGraphParser.LocationOf(member, use),
        $"{member.ContainingType.Name}.{member.Name}", "FormerName", "System.Text.Json reads this type as the named context, options or converter say, and knows no former names; keep the stored name with [JsonPropertyName]");

    private void RefuseMembers(INamedTypeSymbol type, JsonUse use)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property.ColumnAttribute(KnownTypes.FormerNameAttribute) is not null)
                Report(graph, property, use);
            Refuse(property.Type, use);
        }
        foreach (AttributeData derived in type.AllJson(JsonAttributes.DerivedType))
            if (derived.Argument() is ITypeSymbol derivedType)
                Refuse(derivedType, use);
    }
}
