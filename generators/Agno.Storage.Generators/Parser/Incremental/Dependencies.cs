using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Parser.Incremental;

/// <summary>The files whose declarations a type is made of: its own, and those of every type that its members, bases and attributes lead to.</summary>
internal sealed class Dependencies : SymbolVisitor
{
    private readonly IAssemblySymbol _assembly;
    private readonly HashSet<INamedTypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly HashSet<SyntaxTree> _trees = [];

    private Dependencies(IAssemblySymbol assembly) => _assembly = assembly;

    public static SyntaxTree[] Of(INamedTypeSymbol record)
    {
        var dependencies = new Dependencies(record.ContainingAssembly);
        dependencies.Visit(record);
        return [.. dependencies._trees];
    }

    /// <summary>The files of a class with query methods: also those of what the methods take and give.</summary>
    public static SyntaxTree[] Of(INamedTypeSymbol type, IEnumerable<IMethodSymbol> queries)
    {
        var dependencies = new Dependencies(type.ContainingAssembly);
        dependencies.Visit(type);
        foreach (IMethodSymbol query in queries)
        {
            dependencies.Visit(query.ReturnType);
            foreach (IParameterSymbol parameter in query.Parameters)
                dependencies.Visit(parameter.Type);
        }
        return [.. dependencies._trees];
    }

    public override void VisitArrayType(IArrayTypeSymbol symbol) => Visit(symbol.ElementType);

    public override void VisitNamedType(INamedTypeSymbol symbol)
    {
        foreach (ITypeSymbol argument in symbol.TypeArguments)
            Visit(argument);
        // What is compiled already doesn't change.
        INamedTypeSymbol type = symbol.OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _assembly) || !_seen.Add(type))
            return;
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
            _trees.Add(reference.SyntaxTree);
        Visit(type.ContainingType);
        Visit(type.BaseType);
        foreach (INamedTypeSymbol @interface in type.Interfaces)
            Visit(@interface);
        VisitAttributes(type);
        foreach (ISymbol member in type.GetMembers())
            Visit(member);
    }

    public override void VisitProperty(IPropertySymbol symbol)
    {
        Visit(symbol.Type);
        VisitAttributes(symbol);
    }

    public override void VisitField(IFieldSymbol symbol)
    {
        // Members of an enum are of the enum.
        Visit(symbol.Type);
        VisitAttributes(symbol);
    }

    public override void VisitMethod(IMethodSymbol symbol)
    {
        if (symbol.MethodKind != MethodKind.Constructor)
            return;
        foreach (IParameterSymbol parameter in symbol.Parameters)
        {
            Visit(parameter.Type);
            VisitAttributes(parameter);
        }
    }

    private void VisitAttributes(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            Visit(attribute.AttributeClass);
            foreach (TypedConstant argument in attribute.ConstructorArguments)
                VisitConstant(argument);
            foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
                VisitConstant(argument.Value);
        }
    }

    private void VisitConstant(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array && !constant.IsNull)
        {
            foreach (TypedConstant item in constant.Values)
                VisitConstant(item);
        }
        else if (constant.Value is ITypeSymbol type)
        {
            Visit(type);
        }
    }
}
