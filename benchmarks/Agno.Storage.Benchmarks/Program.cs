using Agno.Storage.Benchmarks.Quick;
using Agno.Storage.Benchmarks.Workload;
using BenchmarkDotNet.Running;

// quick [--json] [--table python|ours|own] [names of operations, sizes, contestants]; anything else is BenchmarkDotNet's.
if (args is ["quick", .. var options])
{
    List<string> names = [.. options];
    bool json = names.Remove("--json");
    var table = TableShape.Python;
    if (names.IndexOf("--table") is >= 0 and var at)
    {
        table = Enum.Parse<TableShape>(names[at + 1], ignoreCase: true);
        names.RemoveRange(at, 2);
    }
    QuickRun.Run(Console.Out, new Selection(names, table), json);
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
