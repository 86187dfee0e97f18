using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("list")]
public class List100Suite() : StorageSuite(Operation.List)
{
    [Benchmark]
    public long List100() => RunNext();
}
