using System.Text;
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
}
