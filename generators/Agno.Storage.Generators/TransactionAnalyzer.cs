using System.Collections.Immutable;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agno.Storage.Generators;

/// <summary>
/// Reports calls that wait for a transaction that their own method has open: writes through the storage's own stores, and another transaction. Only what is certain: the transaction is in a
/// <c>using</c> of the same function, the storage is the same variable, and the call is awaited where it is.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> Stores = ["Agno.Storage.ISessionStore", "Agno.Storage.Sqlite.SqliteSessionStore"];
    private static readonly ImmutableHashSet<string> Transactions = ["Agno.Storage.IStorageTransaction", "Agno.Storage.Sqlite.SqliteStorageTransaction"];

    // Without "Async". Reads of a file don't wait.
    private static readonly ImmutableHashSet<string> Writes =
    [
        "Upsert", "UpsertMany", "Insert", "Replace", "Import", "Update", "Delete", "DeleteMany", "DeleteOlderThan", "Execute",
        "AppendRun", "UpdateRun", "ImportRun", "DeleteRun", "Fork", "Create", "Drop", "UpgradeSchema",
    ];

    private static readonly ImmutableHashSet<string> Ends = ["Commit", "CommitAsync", "Dispose", "DisposeAsync"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UseDescriptors.WaitsForTransaction];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (WaitingOn(call) is not { } storage || !IsAwaited(call))
            return;
        if (OpenAt(call, storage).FirstOrDefault() is { } transaction)
        {
            string advice = IsBegin(call) ? $"use '{transaction.Name}', or end it before" : $"write through a store of '{transaction.Name}', or after its end";
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.WaitsForTransaction, call.Syntax.GetLocation(), call.TargetMethod.Name, transaction.Name, advice));
        }
    }

    // The variable of the storage whose transactions a call waits for; null where it waits for none, or that is not known.
    private static ISymbol? WaitingOn(IInvocationOperation call)
    {
        if (IsBegin(call))
            return Variable(call.Instance);
        if (call.TargetMethod.Attribute(KnownTypes.SessionDeleteAttribute) is not null)
            return call.Arguments.Select(argument => Peel(argument.Value)).FirstOrDefault(value => IsOf(value?.Type, Stores)) is { } parameter ? StorageOf(parameter, call) : null;
        string name = call.TargetMethod.Name;
        return call.Instance is { } store && IsOf(call.TargetMethod.ContainingType, Stores) && Writes.Contains(name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name)
            ? StorageOf(store, call)
            : null;
    }

    // A task that is only begun here may well be awaited after the transaction's end.
    private static bool IsAwaited(IInvocationOperation call)
    {
        if (ResultOf(call.Type) is var result && SymbolEqualityComparer.Default.Equals(result, call.Type) && !call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal))
            return true;
        IOperation? outer = call.Parent;
        while (outer is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" })
            outer = outer.Parent;
        return outer is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" };
    }

    private static bool IsBegin(IInvocationOperation call) => call.TargetMethod.Name is "Begin" or "BeginAsync" && IsOf(ResultOf(call.Type), Transactions);

    // The variable of the storage that a store came from.
    private static ISymbol? StorageOf(IOperation store, IOperation call) => Peel(store) switch
    {
        IInvocationOperation { TargetMethod.Name: "Sessions" } sessions => Variable(sessions.Instance),
        IInvocationOperation { TargetMethod.Name: "ForUser", Instance: { } all } => StorageOf(all, call),
        ILocalReferenceOperation { Local: var local } when ValueOf(local, call) is { } value => StorageOf(value, call),
        _ => null,
    };

    // What a local is declared with, where it is never given anything else.
    private static IOperation? ValueOf(ILocalSymbol local, IOperation within)
    {
        IOperation root = within;
        while (root.Parent is { } parent)
            root = parent;
        IOperation? value = null;
        foreach (IOperation operation in root.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator && Same(declarator.Symbol, local))
                value = declarator.GetVariableInitializer()?.Value;
            if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } && Same(target.Local, local))
                return null;
        }
        return value;
    }

    // The transactions of a storage that are in scope, and not ended before.
    private static IEnumerable<ILocalSymbol> OpenAt(IInvocationOperation call, ISymbol storage)
    {
        IOperation inner = call;
        for (IOperation? outer = call.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); inner = outer, outer = outer.Parent)
        {
            IEnumerable<IOperation> resources = outer switch
            {
                IUsingOperation statement when inner != statement.Resources => [statement.Resources],
                IBlockOperation block => block.Operations.TakeWhile(operation => operation != inner).OfType<IUsingDeclarationOperation>(),
                _ => [],
            };
            foreach (IVariableDeclaratorOperation declared in resources.SelectMany(resource => resource.DescendantsAndSelf()).OfType<IVariableDeclaratorOperation>())
            {
                if (IsOf(declared.Symbol.Type, Transactions) && Peel(declared.GetVariableInitializer()?.Value) is IInvocationOperation begin
                    && IsBegin(begin) && Same(Variable(begin.Instance), storage) && !IsEnded(declared.Symbol, outer, call))
                    yield return declared.Symbol;
            }
        }
    }

    private static bool IsEnded(ILocalSymbol transaction, IOperation scope, IOperation call) => scope.Descendants().OfType<IInvocationOperation>().Any(end =>
        Ends.Contains(end.TargetMethod.Name) && end.Syntax.SpanStart < call.Syntax.SpanStart && Same(Variable(end.Instance), transaction));

    private static ISymbol? Variable(IOperation? operation) => Peel(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    // Without what stands around a value: conversions, awaits, ConfigureAwait.
    private static IOperation? Peel(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Peel(conversion.Operand),
        IAwaitOperation awaited => Peel(awaited.Operation),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => Peel(task),
        _ => operation,
    };

    private static ITypeSymbol? ResultOf(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "ValueTask", TypeArguments: { Length: 1 } results } ? results[0] : type;

    private static bool IsOf(ITypeSymbol? type, ImmutableHashSet<string> names) => type is not null && names.Contains(type.FullName());

    private static bool Same(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one, other);
}
