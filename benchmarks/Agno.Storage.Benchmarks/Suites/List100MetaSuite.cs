using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("list")]
public class List100MetaSuite() : StorageSuite(Operation.ListMeta)
{
    [Benchmark]
    public long List100Meta() => RunNext();
}
