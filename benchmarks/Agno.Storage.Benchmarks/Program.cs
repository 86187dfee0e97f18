using Agno.Storage.Benchmarks.Quick;
using BenchmarkDotNet.Running;

if (args is ["quick", .. var options])
{
    QuickRun.Run(Console.Out, json: options.Contains("--json"));
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
