using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("json")]
public class JsonReadSuite() : StorageSuite(Operation.JsonRead)
{
    [Benchmark]
    public long JsonRead() => RunNext();
}
