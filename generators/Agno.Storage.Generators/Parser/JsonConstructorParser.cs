using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agno.Storage.Generators.Parser;

/// <summary>The constructor that reading calls: chosen as System.Text.Json chooses it.</summary>
internal static class JsonConstructorParser
{
    /// <summary>Finds the constructor; a struct's default has none. False when no constructor is the one to call.</summary>
    public static bool Choose(JsonGraphParser graph, INamedTypeSymbol type, out IMethodSymbol? constructor)
    {
        constructor = null;
        if (type.IsAbstract)
            return false;
        IMethodSymbol[] marked = [.. type.InstanceConstructors.Where(candidate => candidate.Json(JsonAttributes.Constructor) is not null)];
        if (marked.Length > 0)
        {
            constructor = marked[0];
            return marked.Length == 1 && graph.IsAccessible(constructor);
        }
        if (type.IsValueType)
            return true;
        IMethodSymbol[] open = [.. type.InstanceConstructors.Where(candidate => candidate.DeclaredAccessibility == Accessibility.Public)];
        constructor = Array.Find(open, candidate => candidate.Parameters.IsEmpty) ?? (open.Length == 1 ? open[0] : null);
        return constructor is not null;
    }

    /// <summary>
    /// Finds a constructor of the record where System.Text.Json's rule finds none, so that what can be stored can also be JSON:
    /// the one with the most parameters that all name a property.
    /// </summary>
    public static bool ChooseForRecord(INamedTypeSymbol record, out IMethodSymbol? constructor)
    {
        IPropertySymbol[] properties = [.. MemberParser.SelfAndBases(record).SelectMany(type => type.GetMembers().OfType<IPropertySymbol>()).Where(property => !property.IsGenerated(record))];
        constructor = record.InstanceConstructors
            .Where(candidate => candidate.Parameters.All(parameter => properties.Any(property =>
                string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type))))
            .OrderByDescending(candidate => candidate.Parameters.Length)
            .FirstOrDefault();
        return constructor is not null;
    }

    /// <summary>Marks the members that the constructor's parameters take.</summary>
    public static void Bind(JsonGraphParser graph, INamedTypeSymbol type, IMethodSymbol constructor, JsonMemberParser parsed, JsonUse use)
    {
        List<JsonFoundMember> members = parsed.Found;
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            int index = IndexOf(parameter, members);
            if (index < 0)
            {
                if (parsed.Failed.Contains(parameter.Name))
                    continue;
                graph.Report(JsonDescriptors.UnboundParameter, JsonGraphParser.LocationOf(parameter, use), parameter.Name, type.Name);
                continue;
            }
            JsonFoundMember member = members[index];
            members[index] = member with
            {
                Model = member.Model with
                {
                    Assignment = member.Model.Assignment == JsonAssignment.Initializer ? JsonAssignment.Initializer : JsonAssignment.Constructor,
                    Default = Default(parameter),
                },
            };
        }
    }

    /// <summary>What the constructor is called with: the members' locals, and defaults for ignored members.</summary>
    public static IEnumerable<JsonParameterModel> Parameters(IMethodSymbol? constructor, List<JsonFoundMember> members)
    {
        foreach (IParameterSymbol parameter in constructor?.Parameters ?? [])
        {
            string @default = Default(parameter);
            string argument = IndexOf(parameter, members) is int index and >= 0 && !members[index].IsIgnored && members[index].Model.Assignment != JsonAssignment.None
                ? members[index].Model.Local
                : @default;
            yield return new(parameter.Name, JsonGraphParser.Name(parameter.Type), argument, @default, parameter.HasExplicitDefaultValue, parameter.Type.AllowsNull());
        }
    }

    /// <summary>The type of a member that the constructor takes; that of any JSON for others, whose own may not be accessible.</summary>
    public static string TypeOf(IMethodSymbol? constructor, JsonFoundMember member) =>
        constructor?.Parameters.Any(parameter => Takes(parameter, member)) == true ? JsonGraphParser.Name(member.Type) : "global::System.Text.Json.JsonElement";

    private static int IndexOf(IParameterSymbol parameter, List<JsonFoundMember> members) => members.FindIndex(member => Takes(parameter, member));

    private static bool Takes(IParameterSymbol parameter, JsonFoundMember member) =>
        string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type);

    private static string Default(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is not { } value)
            return "default";
        string literal = value switch
        {
            double number => Floating(number, "double", "d"),
            float number => Floating(number, "float", "f"),
            decimal => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) + "m",
            _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
        };
        ITypeSymbol type = parameter.Type.Bare();
        return type.TypeKind == TypeKind.Enum ? $"({JsonGraphParser.Name(type)})({literal})" : literal;
    }

    private static string Floating(double value, string type, string suffix) => value switch
    {
        _ when double.IsNaN(value) => $"{type}.NaN",
        _ when double.IsPositiveInfinity(value) => $"{type}.PositiveInfinity",
        _ when double.IsNegativeInfinity(value) => $"{type}.NegativeInfinity",
        _ => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + suffix,
    };
}
