using System.Globalization;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser;

/// <summary>Reads what a record says about its earlier versions outside its members.</summary>
internal static class BackfillParser
{
    /// <summary>The names that <c>[SessionDropped]</c> gives.</summary>
    public static EquatableArray<string> Dropped(INamedTypeSymbol record) =>
        record.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(KnownTypes.SessionDroppedAttribute) == true)
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string).OfType<string>().ToEquatableArray();

    /// <summary>The methods that carry <c>[SessionBackfill]</c>.</summary>
    public static EquatableArray<BackfillModel> Parse(INamedTypeSymbol record, List<DiagnosticInfo> diagnostics)
    {
        var backfills = new List<BackfillModel>();
        foreach (IMethodSymbol method in record.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.Attribute(KnownTypes.SessionBackfillAttribute)?.ConstructorArguments.FirstOrDefault().Value is not int version)
                continue;
            bool returnsRecord = SymbolEqualityComparer.Default.Equals(method.ReturnType, record);
            string? fault = method switch
            {
                { IsStatic: false } => "it is not static: write 'static'",
                { IsGenericMethod: true } => "it is generic: remove its type parameters",
                _ when method.Parameters.Length != 1 || method.Parameters[0].RefKind != RefKind.None || !SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, record) => Signature(record),
                { ReturnsVoid: false } when !returnsRecord || method.ReturnType.NullableAnnotation == NullableAnnotation.Annotated => Signature(record),
                { IsAsync: true } => "it is asynchronous, and nobody would wait for it: make it synchronous",
                _ when version < 2 => $"version {version} has no sessions of an older one: name the version that brought what it fills, 2 or more",
                _ when backfills.Exists(other => other.Version == version) => $"'{backfills.Find(other => other.Version == version).Method}' is the backfill of version {version} already: make them one method",
                _ => null,
            };
            if (fault is null)
                backfills.Add(new(version, Naming.Escape(method.Name), returnsRecord));
            else
                diagnostics.Add(DiagnosticInfo.Of(EvolutionDescriptors.InvalidBackfill, method.LocationWithin(record), method.Name, fault));
        }
        return backfills.OrderBy(backfill => backfill.Version).ToEquatableArray();
    }

    private static string Signature(INamedTypeSymbol record) =>
        string.Format(CultureInfo.InvariantCulture, "it must take one '{0}' and return nothing, or the '{0}' to store", record.Name);
}
