using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("read")]
public class PointReadSuite() : StorageSuite(Operation.Read)
{
    [Benchmark]
    public long PointRead() => RunNext();
}
