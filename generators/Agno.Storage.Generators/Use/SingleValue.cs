using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Agno.Storage.Generators.Use;

/// <summary>What locals, fields and properties hold, where they are never given anything else.</summary>
internal static class SingleValue
{
    private const int MaxSteps = 8;

    /// <summary>The variable that an operation names, or the one that it takes its only value from; null where it is not a variable.</summary>
    public static ISymbol? Variable(IOperation? operation)
    {
        ISymbol? variable = Named(operation);
        for (int step = 0; step < MaxSteps && variable is not null && Of(operation) is { } value && Named(value) is { } source; step++)
            (operation, variable) = (value, source);
        return variable;
    }

    /// <summary>The only value of the variable that an operation names; null where that is not known.</summary>
    public static IOperation? Of(IOperation? operation) => operation is null ? null : Named(operation) switch
    {
        ILocalSymbol local => Of(local, Root(operation)),
        IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: not Accessibility.Private } => null,
        IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Private } => null,
        IPropertySymbol property when property.IsVirtual || property.IsOverride || property.IsAbstract => null,
        IFieldSymbol or IPropertySymbol => OfMember(Named(operation)!, operation),
        _ => null,
    };

    /// <summary>The only value of a local; null where it is given another.</summary>
    public static IOperation? Of(ILocalSymbol local, IOperation root)
    {
        IOperation? value = null;
        foreach (IOperation operation in root.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                value = declarator.GetVariableInitializer()?.Value;
            if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, local))
                return null;
        }
        return value;
    }

    /// <summary>The operation that holds all others of a method or an initializer.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>A value without what stands around it: conversions, awaits, ConfigureAwait.</summary>
    public static IOperation? Peel(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Peel(conversion.Operand),
        IAwaitOperation awaited => Peel(awaited.Operation),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } call when (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } task => Peel(task),
        _ => operation,
    };

    private static ISymbol? Named(IOperation? operation) => Peel(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    // Only what stands in the same file: an analyzer has the meaning of no other one at hand.
    private static IOperation? OfMember(ISymbol member, IOperation use)
    {
        ExpressionSyntax[] values =
        [
            .. member.ContainingType.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().DescendantNodes()).Select(node => ValueIn(node, member.Name)).OfType<ExpressionSyntax>().Take(2),
        ];
        return values.Length == 1 && use.SemanticModel is { } model && values[0].SyntaxTree == model.SyntaxTree ? model.GetOperation(values[0]) : null;
    }

    // What a node may give to the member of a name. The targets themselves stand for what is not a plain value.
    private static ExpressionSyntax? ValueIn(SyntaxNode node, string name) => node switch
    {
        VariableDeclaratorSyntax field when field.Identifier.ValueText == name => field.Initializer?.Value,
        PropertyDeclarationSyntax property when property.Identifier.ValueText == name => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax targets } when targets.Arguments.Any(target => IsNamed(target.Expression, name)) => targets,
        AssignmentExpressionSyntax assignment when IsNamed(assignment.Left, name) => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? assignment.Right : assignment.Left,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when IsNamed(argument.Expression, name) => argument.Expression,
        _ => null,
    };

    private static bool IsNamed(ExpressionSyntax target, string name) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name,
        _ => false,
    };
}
