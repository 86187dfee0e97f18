using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests;

/// <summary>Types that hold themselves: those that end are generated, and those that never do are one error, never the end of the compiler.</summary>
public sealed class RecursionTests
{
    [Theory]
    [InlineData("Tree<int>", "class Tree<T> { public T? Value { get; set; } public Tree<Tree<T>>? Next { get; set; } }")]
    [InlineData("Tree<int>", "class Tree<T> { public List<Tree<List<T>>>? Next { get; set; } }")]
    [InlineData("Tree<int>", "class Tree<T> { public Tree<T[]>? Next { get; set; } }")]
    [InlineData("Tree<int>", "class Tree<T> { public Dictionary<string, Tree<JsonColumn<T>>>? Next { get; set; } }")]
    [InlineData("A<int>", "class A<T> { public B<List<T>>? Next { get; set; } } public class B<T> { public A<List<T>>? Next { get; set; } }")]
    [InlineData("A<int>", "class A<T> : B<A<A<T>>>; public class B<T> { public T? Next { get; set; } }")]
    [InlineData("Pair<int, int>", "class Pair<T, U> { public Pair<Pair<T, U>, U>? Left { get; set; } public Pair<T, Pair<T, U>>? Right { get; set; } public Pair<U, T[]>? Other { get; set; } }")]
    [InlineData("Turn<int, int>", "class Turn<T, U> { public Turn<U, T[]>? Next { get; set; } }")]
    [InlineData("Outer<int>.Inner", "class Outer<T> { public class Inner { public Outer<Outer<T>>.Inner? Next { get; set; } } }")]
    [InlineData("Given<int>", "record Given<T>(T? Value, Given<Given<T>>? Next);")]
    [InlineData("Link<int>", "struct Link<T> { public List<Link<T?[]>>? Next { get; set; } }")]
    public void TypesThatGrowWithoutEnd(string member, string type)
    {
        GeneratorResult result = Run(member, "public " + type);

        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal("AGS0100", error.Id);
        Assert.Contains("(its type arguments grow without end)", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.DoesNotContain(result.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("Node", "class Node { public Node? Next { get; set; } public Node[]? All { get; set; } public Dictionary<string, List<Node[]>>? Named { get; set; } }")]
    [InlineData("Tree<int>", "class Tree<T> { public T? Value { get; set; } public Tree<T>? Next { get; set; } public List<Tree<T>>? Others { get; set; } }")]
    [InlineData("Tree<int>", "class Tree<T> { public Tree<string>? Text { get; set; } public Tree<List<string>>? Lines { get; set; } public T? Value { get; set; } }")]
    [InlineData("List<List<List<List<List<List<List<int>>>>>>>", "class Unused;")]
    [InlineData("Wrap<Wrap<Wrap<Wrap<Wrap<Wrap<int>>>>>>", "class Wrap<T> { public T? Value { get; set; } public List<T>? Others { get; set; } }")]
    [InlineData("A", "class A { public B? Next { get; set; } } public class B { public A? Next { get; set; } }")]
    public void TypesThatEnd(string member, string type) => Run(member, "public " + type).AssertNoWarnings();

    [Fact]
    public void AChainOfManyTypesIsOneErrorAtMost()
    {
        const int Length = 3000;
        string types = string.Concat(Enumerable.Range(0, Length).Select(number => $"public sealed class C{number} {{ public C{number + 1}? Next {{ get; set; }} }}\n"));
        GeneratorResult result = Run("C0", $"{types} public sealed class C{Length};");

        Assert.Null(result.Run.Exception);
        Assert.InRange(result.Diagnostics.Length, 0, 1);
        Assert.All(result.Diagnostics, diagnostic => Assert.Equal("AGS0100", diagnostic.Id));
    }

    private static GeneratorResult Run(string member, string types)
    {
        GeneratorResult result = GeneratorTestHost.Run($$"""
            using System.Collections.Generic;
            using Agno.Storage;
            #pragma warning disable CS1591
            namespace Demo;
            [SessionRecord(StorageMode.Agent)]
            public sealed partial class Session { public {{member}}? Memory { get; set; } }
            {{types}}
            """);
        Assert.Null(result.Run.Exception);
        return result;
    }
}
