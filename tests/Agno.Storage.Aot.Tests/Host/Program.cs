using Agno.Storage.Aot.Tests.Cases;

// Runs every case and prints one line for each; exit code 1 where one failed.
int failed = 0;
foreach ((string name, Func<Task> run) in AotCases.All)
{
    try
    {
        await run();
        Console.WriteLine($"passed {name}");
    }
    catch (Exception error)
    {
        failed++;
        Console.WriteLine($"failed {name}: {error}");
    }
}
return failed == 0 ? 0 : 1;
