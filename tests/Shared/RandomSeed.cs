namespace Agno.Storage.Tests;

/// <summary>Runs random tests: each time with another seed, or with the one that AGNO_TEST_SEED gives. A failure says which it was, whatever is thrown.</summary>
internal static class RandomSeed
{
    /// <summary>The seed of this run.</summary>
    public static int Current { get; } = int.TryParse(Environment.GetEnvironmentVariable("AGNO_TEST_SEED"), out int given) ? given : Environment.TickCount;

    /// <summary>Runs a test with the seed of this run.</summary>
    public static void Run(Action<int> test) => Run(Current, test);

    /// <summary>Runs a test, or a part of one, with a seed of its own.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="test">The test.</param>
    /// <param name="more">What else says how to repeat it, and what it did.</param>
    public static void Run(int seed, Action<int> test, Func<string>? more = null)
    {
        try
        {
            test(seed);
        }
        catch (Exception exception)
        {
            throw Failed(seed, more, exception);
        }
    }

    /// <inheritdoc cref="Run(Action{int})"/>
    public static Task RunAsync(Func<int, Task> test) => RunAsync(Current, test);

    /// <inheritdoc cref="Run(int, Action{int}, Func{string})"/>
    public static async Task RunAsync(int seed, Func<int, Task> test, Func<string>? more = null)
    {
        try
        {
            await test(seed);
        }
        catch (Exception exception)
        {
            throw Failed(seed, more, exception);
        }
    }

    private static InvalidOperationException Failed(int seed, Func<string>? more, Exception exception) =>
        new($"AGNO_TEST_SEED={seed} {more?.Invoke()}\n{exception.Message}", exception);
}
