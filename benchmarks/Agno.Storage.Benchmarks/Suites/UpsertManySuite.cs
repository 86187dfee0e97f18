using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("upsert")]
public class UpsertManySuite() : StorageSuite(Operation.UpsertMany)
{
    [Benchmark]
    public long UpsertMany() => RunNext();
}
