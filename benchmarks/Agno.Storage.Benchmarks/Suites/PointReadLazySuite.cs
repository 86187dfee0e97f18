using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("read")]
public class PointReadLazySuite() : StorageSuite(Operation.ReadLazy)
{
    [Benchmark]
    public long PointReadLazy() => RunNext();
}
