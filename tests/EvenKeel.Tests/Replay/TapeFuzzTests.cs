using System.IO.Compression;
using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

/// <summary>Whatever bytes a file has, it is read, or refused with a <see cref="TapeException"/>.</summary>
public sealed class TapeFuzzTests
{
    private static readonly byte[] Candles = Recording.Bytes(Recording.Csv(Enumerable.Range(0, 40)
        .Select(i => Recording.Candle(Instant.At(2025, 1, 1) + (TapeSteps.Bar * i), 100 + i))
        .Prepend(Recording.Traded))).ToArray();

    private static readonly byte[] Settlements = Recording.Bytes(Recording.Csv(Enumerable.Range(0, 40)
        .Select(i => $"BTCUSDT,{Instant.At(2025, 1, 1) + (TimeSpan.FromHours(8) * i)},-0.000{i}")
        .Prepend(Recording.Settled))).ToArray();

    [Fact]
    public void A_mutated_file_of_candles_is_read_or_refused() =>
        Mutated(Candles).Check(ReadCandles);

    [Fact]
    public void A_mutated_gzip_of_candles_is_read_or_refused() =>
        Mutated(Zipped(Candles)).Check(bytes => ReadCandles(Unzip(bytes)));

    [Fact]
    public void A_mutated_file_of_settlements_is_read_or_refused() =>
        Mutated(Settlements).Check(ReadSettlements);

    [Fact]
    public void A_gzip_that_was_cut_off_anywhere_is_refused()
    {
        var whole = Zipped(Candles);

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<TapeException>(() => Read(new CandleReader(Unzip(whole[..length]), Format))));
    }

    [Fact]
    public void A_bad_row_never_lets_a_wrong_candle_through() => Mutated(Candles).Check(bytes =>
    {
        using var reader = new CandleReader(new MemoryStream(bytes), Format, _ => { });
        var candles = new List<Candle>();
        try
        {
            candles = Recording.ReadAll(reader);
        }
        catch (TapeException e)
        {
            Assert.Equal(TapeFlawKind.Unreadable, e.Flaw.Kind);
        }

        Assert.All(candles, c => Assert.True(
            c.Low > default(Price) && c.Low <= c.Open && c.Low <= c.Close && c.High >= c.Open && c.High >= c.Close
            && c.Volume >= Quantity.Zero && c.OpenTime.Floor(TapeSteps.Bar) == c.OpenTime));
        Assert.Equal(candles.OrderBy(c => c.OpenTime).DistinctBy(c => c.OpenTime), candles);
    });

    /// <summary>The bytes that mean something in a recording.</summary>
    private static Gen<byte> Telling => Gen.Char["\n,.-eZ09\r\0"].Select(c => (byte)c);

    private static CandleFormat Format => new("fuzzed", TapeSteps.Bar);

    /// <summary>A few bytes changed, doubled or taken out.</summary>
    private static Gen<byte[]> Mutated(byte[] bytes) =>
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 2], Gen.OneOf(Gen.Byte, Telling))
            .Array[1, 4].Select(changes => changes.Aggregate(bytes, (now, change) => Change(now, change)));

    private static byte[] Change(byte[] bytes, (int At, int How, byte Value) change)
    {
        var at = Math.Min(change.At, bytes.Length - 1);
        return change.How switch
        {
            0 => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], change.Value, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes[(at + 1)..]],
        };
    }

    private static void ReadCandles(byte[] bytes) => ReadCandles(new MemoryStream(bytes));

    private static void ReadCandles(Stream csv) => ReadOrRefuse(() => Read(new CandleReader(csv, Format)));

    private static void ReadSettlements(byte[] bytes) => ReadOrRefuse(() =>
    {
        using var reader = new SettlementReader(new MemoryStream(bytes), "fuzzed");
        reader.Read();
    });

    private static void Read(CandleReader reader)
    {
        using (reader)
        {
            Recording.ReadAll(reader);
        }
    }

    private static void ReadOrRefuse(Action read)
    {
        try
        {
            read();
        }
        catch (TapeException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static byte[] Zipped(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static GZipStream Unzip(byte[] bytes) => new(new MemoryStream(bytes), CompressionMode.Decompress);
}
