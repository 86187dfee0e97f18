using System.Text;
using System.Text.Json.Nodes;
using Agno.Storage.Json;
using Agno.Storage.Records;
using Agno.Storage.Schema;
using Xunit;

namespace Agno.Storage.Tests.Records;

[Collection(typeof(AloneCollection))]
public sealed class RowBufferTests
{
    [Fact]
    public void KeepsEveryKindOfValue()
    {
        using RowBuffer row = RowBuffer.Rent(8);
        row.WriteString(0, "größe 日本 \U0001F600\0end");
        row.WriteInt64(1, long.MinValue);
        row.WriteDouble(2, double.NegativeInfinity);
        row.WriteBlob(3, [0, 255]);
        row.WriteUtf8(4, "raw"u8);
        row.WriteFormatted(5, 12345.678m);
        row.WriteNull(6);

        Assert.Equal("größe 日本 \U0001F600\0end", Encoding.UTF8.GetString(row.GetBytes(0)));
        Assert.Equal(long.MinValue, row.GetInt64(1));
        Assert.Equal(double.NegativeInfinity, row.GetDouble(2));
        Assert.Equal("00FF", Convert.ToHexString(row.GetBytes(3)));
        Assert.Equal("raw", Encoding.UTF8.GetString(row.GetBytes(4)));
        Assert.Equal("12345.678", Encoding.UTF8.GetString(row.GetBytes(5)));
        Assert.Equal(
            [ValueKind.Text, ValueKind.Integer, ValueKind.Real, ValueKind.Blob, ValueKind.Text, ValueKind.Text, ValueKind.Null, ValueKind.Null],
            Enumerable.Range(0, 8).Select(row.GetKind));
    }

    [Fact]
    public void ValuesSurviveTheBuffersGrowth()
    {
        using RowBuffer row = RowBuffer.Rent(3);
        row.WriteString(0, "first");
        row.WriteString(1, new string('x', 1 << 20));
        JsonEmitter json = row.BeginJson();
        json.WriteString(new string('y', 1 << 20));
        row.EndJson(2, ref json);

        Assert.Equal("first", Encoding.UTF8.GetString(row.GetBytes(0)));
        Assert.Equal(1 << 20, row.GetBytes(1).Length);
        Assert.Equal((1 << 20) + 2, row.GetBytes(2).Length);
    }

    [Fact]
    public void ARentedRowIsEmpty()
    {
        using (RowBuffer first = RowBuffer.Rent(2))
        {
            first.WriteString(0, "secret");
            first.WriteInt64(1, 1);
        }
        using RowBuffer second = RowBuffer.Rent(2);

        Assert.Equal(2, second.Length);
        Assert.Equal(ValueKind.Null, second.GetKind(0));
        Assert.Equal(ValueKind.Null, second.GetKind(1));
    }

    [Fact]
    public void ALoneSurrogateIsRefusedAndSaysWhere()
    {
        using RowBuffer row = RowBuffer.Rent(1);

        var exception = Assert.Throws<ArgumentException>(() => row.WriteString(0, "ab\ud800cd"));

        Assert.Contains("lone surrogate at index 2", exception.Message);
        Assert.Equal(ValueKind.Null, row.GetKind(0));
    }

    [Fact]
    public void NaNIsRefusedBecauseItWouldBecomeNull()
    {
        using RowBuffer row = RowBuffer.Rent(1);
        Assert.Throws<ArgumentException>(() => row.WriteDouble(0, double.NaN));
    }

    [Fact]
    public void ARowThatIsDisposedOfTwiceGivesItsMemoryBackOnce()
    {
        RowBuffer row = RowBuffer.Rent(1);
        RowBuffer copy = row;
        row.Dispose();
        row.Dispose();
        copy.Dispose();

        // As many rows as the pool may hold: no two of them have one memory.
        RowBuffer[] others = [.. Enumerable.Range(0, 1000).Select(_ => RowBuffer.Rent(1))];
        for (int i = 0; i < others.Length; i++)
            others[i].WriteInt64(0, i);
        row.Dispose();
        copy.Dispose();
        Assert.Equal(Enumerable.Range(0, others.Length).Select(i => (long)i), others.Select(other => other.GetInt64(0)));
        Assert.Equal(others.Length, others.Distinct().Count());
        foreach (RowBuffer other in others)
            other.Dispose();
    }

    [Fact]
    public void ARowThatHasBeenDisposedSaysSoWhateverIsAskedOfIt()
    {
        RowBuffer row = RowBuffer.Rent(1);
        row.WriteString(0, "mine");
        row.Dispose();
        using RowBuffer other = RowBuffer.Rent(1);
        other.WriteString(0, "another's");

        foreach (Action<RowBuffer> use in (Action<RowBuffer>[])
        [
            row => _ = row.Length,
            row => _ = row.Size,
            row => _ = row.Next,
            row => row.GetKind(0),
            row => row.GetInt64(0),
            row => row.GetDouble(0),
            row => row.GetBytes(0),
            row => row.WriteNull(0),
            row => row.WriteInt64(0, 1),
            row => row.WriteDouble(0, 1),
            row => row.WriteString(0, "x"),
            row => row.WriteUtf8(0, "x"u8),
            row => row.WriteBlob(0, [1]),
            row => row.WriteFormatted(0, 1),
            row => row.BeginJson(),
            row => row.WriteJson(0, JsonValue.Create(1)!, JsonCodecs.Node),
        ])
        {
            Assert.Throws<ObjectDisposedException>(() => use(row));
            Assert.Throws<ObjectDisposedException>(() => use(default));
        }
        Assert.Equal("another's", Encoding.UTF8.GetString(other.GetBytes(0)));
    }

    [Fact]
    public void RowsOfManyThreadsStayApartHoweverOftenEachIsDisposedOf()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (int i = 0; i < 2000; i++)
            {
                RowBuffer row = RowBuffer.Rent(2);
                string text = $"{worker} {i}";
                row.WriteInt64(0, i);
                row.WriteString(1, text);
                Assert.Equal((i, text), (row.GetInt64(0), Encoding.UTF8.GetString(row.GetBytes(1))));
                Parallel.Invoke(row.Dispose, row.Dispose, row.Dispose);
            }
        });
    }

    [Fact]
    public void ARowKnowsWhichColumnIsNext()
    {
        using RowBuffer row = RowBuffer.Rent(4);
        Assert.Equal(0, row.Next);
        row.WriteString(0, "a");
        Assert.Throws<ArgumentException>(() => row.WriteString(1, "\ud800"));
        Assert.Equal(1, row.Next);
        row.WriteNull(1);
        row.WriteNestedJson(2, JsonValue.Create(1), JsonCodecs.Node);
        Assert.Equal(3, row.Next);
    }

    [Fact]
    public void AColumnBehindTheLastIsRefused()
    {
        using (RowBuffer.Rent(8))
        {
        }
        using RowBuffer row = RowBuffer.Rent(1);
        Assert.Throws<IndexOutOfRangeException>(() => row.WriteInt64(1, 1));
        Assert.Throws<IndexOutOfRangeException>(() => row.GetKind(1));
    }

    [Fact]
    public void ReusingARowAllocatesNothing()
    {
        // The pool gives its rows in turn: each of those that other tests left there grows once.
        for (int i = 0; i < 10_000; i++)
            Fill();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Fill();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Fill()
        {
            using RowBuffer row = RowBuffer.Rent(3);
            row.WriteString(0, "a session id");
            row.WriteFormatted(1, Guid.Empty);
            row.WriteDouble(2, 1.5);
        }
    }

    [Fact]
    public void MoreThanARowTakesIsRefusedBeforeThereIsMemoryForIt()
    {
        // Zeros that nobody has written take no memory.
        const int Characters = 1_200_000_000;
        using var zeros = new ZeroMemory(2L * Characters);
        using RowBuffer row = RowBuffer.Rent(2);

        foreach (int length in (int[])[1_100_000_000, Characters])
            Assert.Contains("1,000,000,000 bytes", Assert.Throws<ArgumentException>(() => row.WriteChars(0, zeros.Chars(length))).Message);
        row.WriteChars(0, "first");
        Assert.Contains("1,000,000,000 bytes", Assert.Throws<ArgumentException>(() => row.WriteBlob(1, zeros.Bytes(1_000_010_000))).Message);
        Assert.Equal("first", Encoding.UTF8.GetString(row.GetBytes(0)));
    }

    [Fact]
    public void ALongTextTakesTheMemoryThatItsBytesNeed()
    {
        // Above 715 million characters, three bytes for each are more than an int holds.
        const int Characters = 720_000_000;
        Assert.SkipWhen(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 4L << 30, "It takes 720 MB.");
        using var zeros = new ZeroMemory(2L * Characters);
        using (RowBuffer row = RowBuffer.Rent(1))
        {
            row.WriteChars(0, zeros.Chars(Characters));
            Assert.Equal(Characters, row.GetBytes(0).Length);
        }
        GC.Collect();
    }

    private sealed unsafe class ZeroMemory(long bytes) : IDisposable
    {
        private readonly void* _start = System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)bytes);

        public ReadOnlySpan<char> Chars(int length) => new(_start, length);

        public ReadOnlySpan<byte> Bytes(int length) => new(_start, length);

        public void Dispose() => System.Runtime.InteropServices.NativeMemory.Free(_start);
    }
}
