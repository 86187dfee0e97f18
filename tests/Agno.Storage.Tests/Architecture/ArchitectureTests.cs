namespace Agno.Storage.Tests.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void No_folder_names_a_type_of_a_folder_above_it()
    {
        SourceTree.Reference[] references = [.. SourceTree.Of(Repository.PathOf("src", "Agno.Storage")).References()];

        Assert.Contains(references, reference => reference is { File: "ISessionStore.cs", Type: "ISessionRecord" });
        Assert.Empty(Upward(references));
    }

    [Theory]
    [InlineData("Schema/A.cs", "class A { Upper field; }", "Sessions/Upper.cs")]
    [InlineData("Records/A.cs", "class A { int x = Upper.Value; }", "Store.cs")]
    [InlineData("Declaration/A.cs", "class A<T> where T : Upper;", "Json/Upper.cs")]
    public void An_upward_name_is_noticed(string path, string text, string upperPath)
    {
        var sources = new SourceTree([(path, text), (upperPath, "class Upper { public static int Value; }")]);

        Assert.Contains(Upward(sources.References()), line => line.StartsWith($"{path}:1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Agno_Storage_references_no_engine()
    {
        string[] referenced = [.. typeof(SessionRecordAttribute).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)];

        Assert.NotEmpty(referenced);
        Assert.All(referenced, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("generators")]
    public void Source_files_stay_short(string folder)
    {
        const int longest = 420;
        string[] files = Directory.GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, path => Assert.InRange(File.ReadLines(path).Count(), 1, longest));
    }

    private static IEnumerable<string> Upward(IEnumerable<SourceTree.Reference> references) =>
        from reference in references
        let lower = Layer.OfFile(reference.File)
        let upper = Layer.OfFile(reference.DeclaredIn)
        where Layer.Height(lower) < Layer.Height(upper)
        select $"{reference.File}:{reference.Line} ({lower}) names {reference.Type} ({upper})";
}
