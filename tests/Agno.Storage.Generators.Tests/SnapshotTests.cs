namespace Agno.Storage.Generators.Tests;

/// <summary>What the generator writes, to the letter. Each case is also compiled, without a warning.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void EmptyAgent() => Match(Sources.EmptyAgent);

    [Fact]
    public void EmptyTeam() => Match(Sources.EmptyTeam);

    [Fact]
    public void EmptyWorkflow() => Match(Sources.EmptyWorkflow);

    [Fact]
    public void EmptyWorkflowV2() => Match(Sources.EmptyWorkflowV2);

    [Fact]
    public void Scalars() => Match(Sources.Scalars);

    [Fact]
    public void NullableScalars() => Match(Sources.NullableScalars);

    [Fact]
    public void PositionalRecord() => Match(Sources.PositionalRecord);

    [Fact]
    public void Converters() => Match(Sources.Converters);

    [Fact]
    public void JsonMembers() => Match(Sources.JsonMembers);

    [Fact]
    public void EmptyTeamLayout2() => Match(Sources.EmptyTeamLayout2);

    [Fact]
    public void Layout2() => Match(Sources.Layout2);

    [Fact]
    public void Layout3() => Match(Sources.Layout3);

    [Fact]
    public void Runs() => Match(Sources.Runs);

    [Fact]
    public void Layout3Runs() => Match(Sources.Layout3Runs);

    [Fact]
    public void Evolved() => Match(Evolution.EvolutionSources.Record, files: new TestFile(Evolution.EvolutionSources.File, Evolution.EvolutionSources.Snapshot));

    [Fact]
    public void QueriesOfASession() => Match(Queries.QuerySources.Queries);

    private static void Match(string source, [System.Runtime.CompilerServices.CallerMemberName] string name = "", params IEnumerable<Microsoft.CodeAnalysis.AdditionalText> files) =>
        Snapshots.AssertMatches(GeneratorTestHost.Run(source, files: files).AssertClean().Files, name);
}
