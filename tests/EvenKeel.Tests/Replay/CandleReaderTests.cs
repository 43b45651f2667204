using System.Globalization;
using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

public sealed class CandleReaderTests
{
    private const string First = "2025-01-01T00:00:00Z,93571.01,93730.08,93534.94,93662.83,81.629351";

    [Fact]
    public void A_row_is_read_digit_by_digit()
    {
        var candle = Assert.Single(Recording.Read(Recording.Csv(Recording.Traded, First)));

        Assert.Equal(
            (Instant.At(2025, 1, 1), 93571.01m, 93730.08m, 93534.94m, 93662.83m, 81.629351m),
            (candle.OpenTime, candle.Open.Value, candle.High.Value, candle.Low.Value, candle.Close.Value,
                candle.Volume.Value));
    }

    [Fact]
    public void A_mark_has_no_volume()
    {
        var csv = Recording.Csv(Recording.Marked, "2023-12-18T05:00:00Z,41390.46,41477.88,41202.96,41387.49");

        var mark = Assert.Single(Recording.Read(csv, new("mark", TapeSteps.Mark, Volume: false)));

        Assert.Equal((Instant.At(2023, 12, 18, 5), 41390.46m), (mark.OpenTime, mark.Open.Value));
        Assert.Throws<TapeException>(() => Recording.Read(csv, new("spot", TapeSteps.Mark, Volume: true)));
    }

    [Theory]
    [InlineData("1234567890123456789012345678", "a number longer than a long")]
    [InlineData("0.000000000000000000000000001", "a scale of 27")]
    [InlineData("123456789012345678", "as many digits as the fast way takes")]
    [InlineData("1234567890123456789", "one more")]
    [InlineData("007.50", "zeros at both ends")]
    public void A_number_is_exact_however_long_it_is(string number, string because)
    {
        var row = $"2025-01-01T00:00:00Z,{number},{number},{number},{number},0";

        var candle = Assert.Single(Recording.Read(Recording.Csv(Recording.Traded, row)));

        Assert.True(candle.Close.Value == decimal.Parse(number, CultureInfo.InvariantCulture), because);
    }

    [Fact]
    public void Any_decimal_is_read_back_as_it_was_written() =>
        Gen.Select(Repeatably.Decimal(1, 9_999_999_999_999, 5), Gen.Int[0, 20]).Check(drawn =>
        {
            var price = drawn.Item1 + new decimal(1, 0, 0, false, (byte)drawn.Item2);
            var text = price.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(price, Recording.Read(Recording.Csv(
                Recording.Traded, $"2025-01-01T00:00:00Z,{text},{text},{text},{text},{text}"))[0].Volume.Value);
        });

    [Fact]
    public void Any_time_is_read_back_as_it_was_written() => Gen.Long[0, 253_402_300_799L].Check(seconds =>
    {
        var at = new Instant(seconds * 1000);
        Assert.Equal(at, Recording.Read(
            Recording.Csv(Recording.Traded, Recording.Candle(at)), new("tape", TimeSpan.FromSeconds(1)))[0].OpenTime);
    });

    [Fact]
    public void The_batch_changes_nothing()
    {
        var csv = Recording.Csv(Bars(100).Prepend(Recording.Traded));

        var all = Recording.Read(csv, batch: 1000);

        Assert.Equal(100, all.Count);
        Assert.All([1, 7, 99, 100], batch => Assert.Equal(all, Recording.Read(csv, batch: batch)));
    }

    [Fact]
    public void Rows_may_lie_across_the_ends_of_the_buffer_and_of_reads()
    {
        var bars = 3 * TapeLines.LineMax / First.Length;
        var csv = Recording.Csv(Bars(bars).Prepend(Recording.Traded));
        using var reader = new CandleReader(new DrippingStream(csv), new("tape", TapeSteps.Bar));

        var candles = Recording.ReadAll(reader);

        Assert.Equal(bars, candles.Count);
        Assert.Equal(bars - 1, (candles[^1].OpenTime - candles[0].OpenTime) / TapeSteps.Bar);
    }

    [Fact]
    public void Lines_may_end_as_on_windows() => Assert.Single(
        Recording.Read(Recording.Csv(Recording.Traded, First).Replace("\n", "\r\n", StringComparison.Ordinal)));

    [Fact]
    public void A_row_allocates_nothing()
    {
        using var reader = new CandleReader(
            Recording.Bytes(Recording.Csv(Bars(12_000).Prepend(Recording.Traded))), new("tape", TapeSteps.Bar));
        var batch = new Candle[1000];
        Assert.Equal(1000, reader.Read(batch));

        var read = 0;
        Assert.Equal(0, Allocated.By(() => read += reader.Read(batch)));

        Assert.True(read >= 1000);
    }

    private static IEnumerable<string> Bars(int count) => Enumerable.Range(0, count)
        .Select(i => Recording.Candle(Instant.At(2025, 1, 1) + (TapeSteps.Bar * i), 100 + i));

    /// <summary>Gives a few bytes at a time, as a decompressor may.</summary>
    private sealed class DrippingStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, 13));
    }
}
