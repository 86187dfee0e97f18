using System.Collections.Immutable;
using Agno.Storage.Generators.Diagnostics;
using Agno.Storage.Generators.Parser;
using Agno.Storage.Generators.Use;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agno.Storage.Generators;

/// <summary>
/// Reports calls that wait for a transaction that their own method has open: writes through the storage's own stores, conversions, and another transaction. Only what is certain: the method
/// itself begins and ends the transaction, the storage is the same variable, and the call's end is waited for in between.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionAnalyzer : DiagnosticAnalyzer
{
    private const int MaxVariables = 8;
    private static readonly ImmutableHashSet<string> Stores = ["Agno.Storage.ISessionStore", "Agno.Storage.Sqlite.SqliteSessionStore"];
    private static readonly ImmutableHashSet<string> Transactions = ["Agno.Storage.IStorageTransaction", "Agno.Storage.Sqlite.SqliteStorageTransaction"];

    // Without "Async". Reads of a file don't wait.
    private static readonly ImmutableHashSet<string> Writes =
    [
        "Upsert", "UpsertMany", "Insert", "Replace", "Import", "Update", "Delete", "DeleteMany", "DeleteOlderThan", "Execute",
        "AppendRun", "UpdateRun", "ImportRun", "DeleteRun", "Fork", "Create", "Drop", "UpgradeSchema",
    ];

    // Of these storages, one connection does everything, so that a copy waits too.
    private static readonly ImmutableHashSet<string> OneConnection = ["OpenInMemory", "OpenConnection"];

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
        if (WaitingOn(call) is not { } storage)
            return;
        if (Waiting.For(call).SelectMany(wait => OpenAt(wait, storage)).FirstOrDefault() is { Name: { } name } transaction)
        {
            string stores = transaction.IsNamed ? $"a store of '{name}'" : "a store of the transaction, which needs a name for that";
            string advice = IsWrite(call) ? $"write through {stores}, or after its end"
                : IsBegin(call) && transaction.IsNamed ? $"use '{name}', or end it before"
                : "end it before";
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.WaitsForTransaction, call.Syntax.GetLocation(), call.TargetMethod.Name, name, advice));
        }
    }

    // The variable of the storage whose transactions a call waits for; null where it waits for none, or that is not known.
    private static ISymbol? WaitingOn(IInvocationOperation call) =>
        IsBegin(call) ? SingleValue.Variable(call.Instance)
        : IsBackup(call) ? SingleValue.Of(call.Instance) is { } opened && SingleValue.Peel(opened) is IInvocationOperation { TargetMethod.Name: var open } && OneConnection.Contains(open) ? SingleValue.Variable(call.Instance) : null
        : IsConversion(call) ? TargetOf(call)
        : IsWrite(call) ? StorageOf(StoreOf(call))
        : null;

    private static bool IsBegin(IInvocationOperation call) => call.TargetMethod.Name is "Begin" or "BeginAsync" && IsOf(ResultOf(call.Type), Transactions);

    private static bool IsBackup(IInvocationOperation call) => call.TargetMethod.Name is "Backup" or "BackupAsync" && call.TargetMethod.ContainingType.Is("Agno.Storage.Sqlite.SqliteStorage");

    private static bool IsConversion(IInvocationOperation call) => call.TargetMethod.Name == "ConvertAsync" && call.TargetMethod.ContainingType.Is("Agno.Storage.SessionConversion");

    private static bool IsWrite(IInvocationOperation call) =>
        call.TargetMethod.Attribute(KnownTypes.SessionDeleteAttribute) is not null || (call.Instance is not null && IsOf(call.TargetMethod.ContainingType, Stores) && Writes.Contains(SynchronousName(call.TargetMethod.Name)));

    private static string SynchronousName(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name;

    private static IOperation? StoreOf(IInvocationOperation write) =>
        IsOf(write.TargetMethod.ContainingType, Stores) ? write.Instance : write.Arguments.Select(argument => argument.Value).FirstOrDefault(value => IsOf(SingleValue.Peel(value)?.Type, Stores));

    // The storage that a conversion writes to, where the target says whether it is another one.
    private static ISymbol? TargetOf(IInvocationOperation conversion)
    {
        IOperation? storage = conversion.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "storage")?.Value;
        return SingleValue.Peel(conversion.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "to")?.Value) switch
        {
            { Type.TypeKind: TypeKind.Enum } => SingleValue.Variable(storage),
            IObjectCreationOperation tables => SingleValue.Variable(tables.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
                .FirstOrDefault(set => set.Target is IPropertyReferenceOperation { Property.Name: "Storage" })?.Value ?? storage),
            _ => null,
        };
    }

    // The variable of the storage that a store came from.
    private static ISymbol? StorageOf(IOperation? store, int depth = 0) => SingleValue.Peel(store) switch
    {
        IInvocationOperation { TargetMethod.Name: "Sessions" } sessions => SingleValue.Variable(sessions.Instance),
        IInvocationOperation { TargetMethod.Name: "ForUser", Instance: { } all } => StorageOf(all, depth),
        { } variable when depth < MaxVariables && SingleValue.Of(variable) is { } value => StorageOf(value, depth + 1),
        _ => null,
    };

    // The transactions of a storage that are open at an operation.
    private static IEnumerable<(string Name, bool IsNamed)> OpenAt(IOperation operation, ISymbol storage)
    {
        IOperation inner = operation;
        for (IOperation? outer = operation.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); inner = outer, outer = outer.Parent)
        {
            IEnumerable<IOperation> before = outer switch
            {
                IUsingOperation statement when inner != statement.Resources => [statement.Resources],
                IBlockOperation block => block.Operations.TakeWhile(other => other != inner),
                _ => [],
            };
            foreach (IOperation resource in before)
            {
                bool isUsed = resource is IUsingDeclarationOperation || outer is IUsingOperation;
                if (isUsed && SingleValue.Peel(resource) is IInvocationOperation unnamed && Begins(unnamed, storage))
                    yield return (unnamed.Syntax.ToString(), false);
                foreach (ISymbol transaction in VariablesOf(resource, isUsed, storage))
                    if (!IsEnded(transaction, outer, operation.Syntax.SpanStart) && (isUsed || IsEnded(transaction, outer, int.MaxValue)))
                        yield return (transaction.Name, true);
            }
        }
    }

    // The transactions that a statement declares, or that a using of it takes from their variable.
    private static IEnumerable<ISymbol> VariablesOf(IOperation resource, bool isUsed, ISymbol storage)
    {
        if (resource is IUsingDeclarationOperation or IVariableDeclarationGroupOperation)
        {
            foreach (IVariableDeclaratorOperation declared in resource.Descendants().OfType<IVariableDeclaratorOperation>())
            {
                IOperation? value = SingleValue.Of(declared.Symbol, SingleValue.Root(declared));
                if (Begins(value, storage))
                    yield return declared.Symbol;
                else if (isUsed && Begins(SingleValue.Of(value), storage))
                    yield return SingleValue.Variable(value)!;
            }
        }
        else if (isUsed && Begins(SingleValue.Of(resource), storage))
        {
            yield return SingleValue.Variable(resource)!;
        }
    }

    private static bool Begins(IOperation? value, ISymbol storage) => SingleValue.Peel(value) is IInvocationOperation begin && IsBegin(begin) && Same(SingleValue.Variable(begin.Instance), storage);

    // Whether something ends a transaction before a place.
    private static bool IsEnded(ISymbol transaction, IOperation scope, int place) => scope.Descendants().OfType<IInvocationOperation>().Any(end =>
        Ends.Contains(end.TargetMethod.Name) && end.Syntax.SpanStart < place && Same(SingleValue.Variable(end.Instance), transaction));

    private static ITypeSymbol? ResultOf(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "ValueTask", TypeArguments: { Length: 1 } results } ? results[0] : type;

    private static bool IsOf(ITypeSymbol? type, ImmutableHashSet<string> names) => type is not null && names.Contains(type.FullName());

    private static bool Same(ISymbol? one, ISymbol? other) => one is not null && SymbolEqualityComparer.Default.Equals(one, other);
}
