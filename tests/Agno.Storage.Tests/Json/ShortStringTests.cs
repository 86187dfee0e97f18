using System.Text;
using System.Text.Json;
using Agno.Storage.Json;

namespace Agno.Storage.Tests.Json;

/// <summary>Short strings are given again where they come again; each is the one that the text has.</summary>
public sealed class ShortStringTests
{
    [Fact]
    public void WhatComesAgainIsTheSameObject()
    {
        List<string> read = Read("""["user","assistant","user","","user","assistant","a string of more than sixteen"]""");
        Assert.Equal(["user", "assistant", "user", "", "user", "assistant", "a string of more than sixteen"], read);
        Assert.Same(read[0], read[2]);
        Assert.Same(read[0], read[4]);
        Assert.Same(read[1], read[5]);
    }

    [Fact]
    public void ManyThatAreAlikeAreToldApart() => RandomSeed.Run(seed =>
    {
        // More than are remembered, over few characters, in every length and with what needs an escape or more than a byte.
        var random = new Random(seed);
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(_ => Text(random))];
        List<string> read = Read(JsonSerializer.Serialize(texts));
        Assert.True(texts.SequenceEqual(read));
    });

    private static string Text(Random random)
    {
        const string Characters = "aaaaaaaabbbbé\"\\\u0001";
        return string.Create(random.Next(20), random, static (span, random) =>
        {
            foreach (ref char c in span)
                c = Characters[random.Next(random.Next(3) == 0 ? Characters.Length : 12)];
        });
    }

    private static List<string> Read(string text)
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(text));
        var read = new List<string>();
        json.ReadStartArray();
        while (json.ReadElement())
            read.Add(json.ReadString());
        json.ReadEnd();
        json.Dispose();
        return read;
    }
}
