using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("upsert")]
public class UpsertSuite() : StorageSuite(Operation.Upsert)
{
    [Benchmark]
    public long Upsert() => RunNext();
}
