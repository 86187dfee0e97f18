using Agno.Storage.Benchmarks.Contestants;
using BenchmarkDotNet.Attributes;

namespace Agno.Storage.Benchmarks.Suites;

[BenchmarkCategory("json")]
public class JsonWriteSuite() : StorageSuite(Operation.JsonWrite)
{
    [Benchmark]
    public long JsonWrite() => RunNext();
}
