using Agno.Storage.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agno.Storage.Generators.Parser;

/// <summary>Finds the properties of a record that are stored: public, instance, its own and its base classes'.</summary>
internal static class MemberParser
{
    private static readonly string[] ColumnAttributes = [KnownTypes.SessionColumnAttribute, KnownTypes.SessionIndexAttribute, KnownTypes.SessionVersionAttribute, KnownTypes.FormerNameAttribute, KnownTypes.SessionRunsAttribute];

    public static List<IPropertySymbol> Parse(INamedTypeSymbol record, List<DiagnosticInfo> diagnostics)
    {
        var members = new List<IPropertySymbol>();
        foreach (INamedTypeSymbol type in SelfAndBases(record).Reverse())
        {
            foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>().Where(property => !property.IsGenerated(record)))
            {
                // An override or a 'new' property takes the place of the one it hides.
                members.RemoveAll(member => member.Name == property.Name);
                string? notStored = WhyNotStored(property);
                if (notStored is null)
                {
                    members.Add(property);
                    CheckIgnoredInJson(property, record, diagnostics);
                }
                else
                {
                    CheckNotStored(property, notStored, record, diagnostics);
                }
            }
        }
        foreach (IFieldSymbol field in SelfAndBases(record).SelectMany(type => type.GetMembers().OfType<IFieldSymbol>()))
        {
            if (field.IsRequired)
                diagnostics.Add(DiagnosticInfo.Of(Descriptors.RequiredNotStored, field.LocationWithin(record), field.Name));
            else if (field is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && field.Locations[0].IsInSource && field.Attribute(KnownTypes.SessionIgnoreAttribute) is null)
                diagnostics.Add(DiagnosticInfo.Of(Descriptors.FieldNotStored, field.LocationWithin(record), field.Name));
        }
        return members;
    }

    public static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
            yield return current;
    }

    /// <summary>Whether the generator itself declared the member in the record's project. An analyzer sees such, the generator does not: both must parse the same.</summary>
    public static bool IsGenerated(this ISymbol member, INamedTypeSymbol record) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, record.ContainingAssembly)
        && member.Attribute(KnownTypes.GeneratedCodeAttribute)?.ConstructorArguments.FirstOrDefault().Value is KnownTypes.Generator;

    /// <summary>An attribute of a property, or of the constructor parameter that a positional record's property comes from.</summary>
    public static AttributeData? ColumnAttribute(this IPropertySymbol property, string fullName) =>
        property.Attribute(fullName) ?? ParameterOf(property)?.Attribute(fullName);

    private static IParameterSymbol? ParameterOf(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not ParameterSyntax syntax)
            return null;
        return property.ContainingType.InstanceConstructors
            .SelectMany(constructor => constructor.Parameters)
            .FirstOrDefault(parameter => parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() == syntax);
    }

    // Whoever leaves a member out of the JSON may mean the table.
    private static void CheckIgnoredInJson(IPropertySymbol property, INamedTypeSymbol record, List<DiagnosticInfo> diagnostics)
    {
        if (property.Json(JsonAttributes.Ignore) is { } ignore && (ignore.Named("Condition") as int? ?? 1) == 1)
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.IgnoredInJson, property.LocationWithin(record), property.Name));
    }

    private static string? WhyNotStored(IPropertySymbol property) => property switch
    {
        { IsStatic: true } => "static properties are not stored",
        { IsIndexer: true } => "indexers are not stored",
        { DeclaredAccessibility: not Accessibility.Public } => "only public properties are stored",
        { GetMethod: null } => "a property without a get accessor is not stored",
        _ when property.Attribute(KnownTypes.SessionIgnoreAttribute) is not null => "the property is ignored",
        _ when IsComputed(property) => "a computed property is not stored",
        _ => null,
    };

    private static void CheckNotStored(IPropertySymbol property, string reason, INamedTypeSymbol record, List<DiagnosticInfo> diagnostics)
    {
        if (property.IsRequired)
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.RequiredNotStored, property.LocationWithin(record), property.Name));
        foreach (string attribute in ColumnAttributes.Where(name => property.ColumnAttribute(name) is not null))
        {
            string name = attribute.Substring(attribute.LastIndexOf('.') + 1).Replace("Attribute", "");
            diagnostics.Add(DiagnosticInfo.Of(Descriptors.NoEffect, property.LocationWithin(record), name, property.Name, reason));
        }
    }

    // A property with a body and no setter has nothing to read back into. Of another assembly's properties only that is
    // known that they have no setter: they are stored where a constructor takes them.
    private static bool IsComputed(IPropertySymbol property) =>
        property.SetMethod is null
        && property.DeclaringSyntaxReferences.Length > 0
        && !property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
