using Agno.Storage.Generators.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agno.Storage.Generators.Use;

/// <summary>Where the end of a call is waited for: in its own function, and in those that run the lambda or local function that it is in.</summary>
internal static class Waiting
{
    private const int MaxDepth = 8;
    private static readonly string[] Linq = ["System.Linq.Enumerable", "System.Linq.AsyncEnumerable", "System.Linq.ParallelEnumerable"];
    private static readonly string[] Tasks = ["System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask"];
    private static readonly string[] Streams = ["System.Collections.Generic.IEnumerable", "System.Collections.Generic.IAsyncEnumerable", "System.Linq.IOrderedEnumerable", "System.Linq.ParallelQuery"];

    private enum End
    {
        /// <summary>Nobody waits for it here.</summary>
        Unknown,

        /// <summary>The function goes on when the call has ended.</summary>
        Awaited,

        /// <summary>The function gives its task to its caller.</summary>
        Returned,
    }

    /// <summary>The operations that take until a call ends, one in each function that waits, from the call's own outwards.</summary>
    public static IEnumerable<IOperation> For(IOperation call) => For(call, IsTask(call.Type), IsStream(call.Type), MaxDepth);

    private static IEnumerable<IOperation> For(IOperation operation, bool isTask, bool isStream, int depth)
    {
        End end = EndOf(operation, isTask, isStream);
        if (end == End.Unknown || depth == 0)
            yield break;
        if (end == End.Awaited)
            yield return operation;

        (IOperation? function, IMethodSymbol? symbol) = FunctionOf(operation);
        // Nobody waits for a function that is async and void.
        if (function is null || symbol is null || symbol is { IsAsync: true, ReturnsVoid: true })
            yield break;
        foreach (IInvocationOperation run in RunsOf(function, symbol))
            foreach (IOperation outer in For(run, end == End.Returned || symbol.IsAsync || IsTask(run.Type), IsStream(run.Type), depth - 1))
                yield return outer;
    }

    // Follows a value outwards. A task must be awaited, and a stream enumerated.
    private static End EndOf(IOperation value, bool isTask, bool isStream)
    {
        for (IOperation inner = value; isTask || isStream; inner = inner.Parent!)
        {
            switch (inner.Parent)
            {
                case IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" or "AsTask" or "GetAwaiter" }:
                    break;
                case IAwaitOperation when !isStream:
                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" or "WaitAll" }:
                case IPropertyReferenceOperation { Property.Name: "Result" } when !isStream:
                    return End.Awaited;
                case IForEachLoopOperation loop when loop.Collection == inner && !isTask:
                    return End.Awaited;
                case IReturnOperation { Kind: OperationKind.Return } when !isStream:
                    return End.Returned;
                case IInvocationOperation { TargetMethod: { Name: "WhenAll" } method } when Tasks.Contains(method.ContainingType.FullName()):
                    isStream = false;
                    break;
                case IInvocationOperation outer when Linq.Contains(outer.TargetMethod.ContainingType.FullName()):
                    isStream = isStream && IsStream(outer.Type);
                    isTask = isTask || IsTask(outer.Type);
                    break;
                default:
                    return End.Unknown;
            }
        }
        return End.Awaited;
    }

    private static (IOperation? Function, IMethodSymbol? Symbol) FunctionOf(IOperation operation)
    {
        IOperation? outer = operation.Parent;
        while (outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
            outer = outer.Parent;
        return (outer, outer switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => null,
        });
    }

    // The calls that run a function: its own, those of the local that holds it, and of methods that run what they are given.
    private static IEnumerable<IInvocationOperation> RunsOf(IOperation function, IMethodSymbol symbol)
    {
        if (function is IAnonymousFunctionOperation)
            return RunsOfDelegate(function);
        IEnumerable<IOperation> all = SingleValue.Root(function).Descendants();
        return all.OfType<IInvocationOperation>().Where(call => IsSame(call.TargetMethod.OriginalDefinition, symbol))
            .Concat(all.OfType<IMethodReferenceOperation>().Where(reference => IsSame(reference.Method.OriginalDefinition, symbol)).SelectMany(RunsOfDelegate));
    }

    private static IEnumerable<IInvocationOperation> RunsOfDelegate(IOperation function)
    {
        IOperation? holder = function.Parent;
        while (holder is IDelegateCreationOperation or IConversionOperation)
            holder = holder.Parent;
        return holder switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } when Runs(call.TargetMethod) => [call],
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => SingleValue.Root(function).Descendants().OfType<ILocalReferenceOperation>()
                .Where(reference => IsSame(reference.Local, local) && SingleValue.Of(reference) is not null)
                .SelectMany(reference => reference.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && call.Instance == reference ? [call] : RunsOfDelegate(reference)),
            _ => [],
        };
    }

    private static bool Runs(IMethodSymbol method) => (method.ContainingType.FullName(), method.Name) switch
    {
        ("System.Threading.Tasks.Task", "Run") => true,
        ("System.Threading.Tasks.Parallel", _) => true,
        ("System.Collections.Generic.List" or "System.Array", "ForEach") => true,
        var (type, _) => Linq.Contains(type),
    };

    private static bool IsTask(ITypeSymbol? type) => type is not null && Tasks.Contains(type.FullName());

    private static bool IsStream(ITypeSymbol? type) => type is not null && Streams.Contains(type.FullName());

    private static bool IsSame(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
