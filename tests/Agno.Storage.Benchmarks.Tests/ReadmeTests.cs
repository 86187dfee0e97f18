using Agno.Storage.Benchmarks.Reporting;
using Agno.Storage.Tests;

namespace Agno.Storage.Benchmarks.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void TablesAndChartsAreMadeOfTheCommittedReports()
    {
        foreach ((string path, string text) in Readme.Make(Repository.Root))
            Assert.True(
                text == File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n"),
                $"{path} is not what the committed reports make: run `dotnet run -c Release --project benchmarks/Agno.Storage.Benchmarks -- report` in the root of the repository.");
    }
}
