using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Agno.Storage.Generators.Tests;

/// <summary>What leaves the parser is plain data: a symbol or syntax node in a model would keep whole compilations alive and defeat caching.</summary>
public sealed class ModelShapeTests
{
    private static readonly Assembly Generators = typeof(SessionRecordGenerator).Assembly;

    private static readonly Type[] Roots =
    [
        Generators.GetType("Agno.Storage.Generators.Parser.ParsedRecord", throwOnError: true)!,
        .. Generators.GetTypes().Where(type => type.Namespace == "Agno.Storage.Generators.Model" && !type.ContainsGenericParameters),
    ];

    [Fact]
    public void OnlyPlainDataIsReachable()
    {
        var seen = new HashSet<Type>();
        var queue = new Queue<(Type Type, string Path)>(Roots.Select(type => (type, type.Name)));
        while (queue.TryDequeue(out var next))
        {
            if (!seen.Add(next.Type) || next.Type.IsPrimitive || next.Type.IsEnum || next.Type == typeof(string))
                continue;
            Assert.False(IsForbidden(next.Type), $"{next.Path} is a {next.Type}");
            if (next.Type.IsArray)
                queue.Enqueue((next.Type.GetElementType()!, next.Path + "[]"));
            foreach (FieldInfo field in Fields(next.Type))
                queue.Enqueue((field.FieldType, $"{next.Path}.{field.Name}"));
        }
        Assert.True(seen.Count > 10, "The walk found too few types to mean anything.");
    }

    [Fact]
    public void EveryModelIsEquatableAndSealed()
    {
        foreach (Type type in Roots.Where(type => !type.IsEnum && !(type.IsAbstract && type.IsSealed)))
        {
            Assert.True(type.IsSealed || type.IsAbstract, $"{type} is not sealed");
            Assert.True(typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type), $"{type} is not equatable");
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy);

    private static bool IsForbidden(Type type) =>
        typeof(ISymbol).IsAssignableFrom(type)
        || typeof(SyntaxNode).IsAssignableFrom(type)
        || typeof(SyntaxReference).IsAssignableFrom(type)
        || typeof(SyntaxTree).IsAssignableFrom(type)
        || typeof(Compilation).IsAssignableFrom(type)
        || typeof(Location).IsAssignableFrom(type)
        || typeof(Diagnostic).IsAssignableFrom(type)
        || typeof(AttributeData).IsAssignableFrom(type)
        || type == typeof(SemanticModel)
        || typeof(Delegate).IsAssignableFrom(type)
        || type == typeof(object);
}
