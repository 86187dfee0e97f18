using System.Runtime.CompilerServices;

namespace Agno.Storage.Sqlite.Connections;

/// <summary>
/// What an asynchronous method gives for an exception: the same task as if it were written with <c>async</c>, which those don't pay for that are mostly done when they return. The task of an
/// <see cref="OperationCanceledException"/> is cancelled.
/// </summary>
internal static class FailedTask
{
    /// <summary>Does something at once; what that throws is in the task.</summary>
    public static ValueTask OrDone<T>(T target, Action<T> action)
    {
        try
        {
            action(target);
            return default;
        }
        catch (Exception exception)
        {
            var builder = AsyncValueTaskMethodBuilder.Create();
            builder.SetException(exception);
            return builder.Task;
        }
    }

    public static ValueTask<T> Of<T>(Exception exception)
    {
        var builder = AsyncValueTaskMethodBuilder<T>.Create();
        builder.SetException(exception);
        return builder.Task;
    }
}
