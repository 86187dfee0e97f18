using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

// Each iteration takes away no more sessions than there are to put back.
[BenchmarkCategory("delete")]
[InvocationCount(32, unrollFactor: 1)]
public class DeleteSuite() : StorageSuite(Operation.Delete)
{
    [IterationCleanup]
    public void PutBack() => Restore();

    [Benchmark]
    public long Delete() => RunNext();
}
