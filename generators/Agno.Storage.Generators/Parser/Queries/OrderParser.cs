using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Queries;

/// <summary>Reads what a query is ordered by.</summary>
internal static class OrderParser
{
    /// <summary>The order, which ends with the session's id.</summary>
    public static List<OrderModel> Parse(IMethodSymbol method, RecordShape shape, Action<DiagnosticDescriptor, Location, string[]> report)
    {
        var order = new List<OrderModel>();
        foreach (AttributeData attribute in method.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(KnownTypes.SessionOrderAttribute) == true))
        {
            if (attribute.ConstructorArguments.FirstOrDefault().Value is not string member)
                continue;
            Location location = attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? method.Locations[0];
            if (shape.Find(member, ignoresCase: false) is not { } column)
                report(QueryDescriptors.UnknownMember, location, [member, shape.Record.Name, "order by one that it has"]);
            else if (column.Kind == "Json")
                report(QueryDescriptors.JsonMember, location, [member]);
            else if (Sorting.WhyNot(column) is { } reason)
                report(QueryDescriptors.InvalidOrder, location, [method.Name, member, reason]);
            else if (order.Exists(other => other.Column == column))
                report(QueryDescriptors.InvalidOrder, location, [method.Name, member, "it is ordered by that already: remove one [SessionOrder]"]);
            else if (order.Exists(other => other.Column.Role == "SessionId"))
                report(QueryDescriptors.InvalidOrder, location, [method.Name, member, "no two sessions have the same id, by which it is ordered before: remove one [SessionOrder]"]);
            else
                order.Add(new(column, attribute.Named("Descending") is true));
        }
        if (order.Count == 0)
            order.Add(new(shape.OfRole("CreatedAt"), IsDescending: true));
        if (order.All(term => term.Column.Role != "SessionId"))
            order.Add(new(shape.OfRole("SessionId"), IsDescending: false));
        return order;
    }
}
