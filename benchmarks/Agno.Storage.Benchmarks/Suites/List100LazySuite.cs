using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("list")]
public class List100LazySuite() : StorageSuite(Operation.ListLazy)
{
    [Benchmark]
    public long List100Lazy() => RunNext();
}
