using Agno.Storage.Benchmarks.Concurrent;
using Agno.Storage.Benchmarks.Quick;
using Agno.Storage.Benchmarks.Reporting;
using Agno.Storage.Benchmarks.Workload;
using BenchmarkDotNet.Running;

// quick [--json] [--mapped] [--table python|ours|own] [names of operations, sizes, contestants]
// concurrent [--json]
// report, in the root of the repository
// Anything else is BenchmarkDotNet's.
if (args is ["quick", .. var options])
{
    List<string> names = [.. options];
    bool json = names.Remove("--json");
    Database.MapsFile = names.Remove("--mapped");
    var table = TableShape.Python;
    if (names.IndexOf("--table") is >= 0 and var at)
    {
        table = Enum.Parse<TableShape>(names[at + 1], ignoreCase: true);
        names.RemoveRange(at, 2);
    }
    QuickRun.Run(Console.Out, new Selection(names, table), json);
    return;
}
if (args is ["concurrent", .. var flags])
{
    ConcurrentRun.Run(Console.Out, json: flags.Contains("--json"));
    return;
}
if (args is ["report"])
{
    foreach ((string path, string text) in Readme.Make(Environment.CurrentDirectory))
        File.WriteAllText(path, text);
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
