using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

public sealed class MarketTapeTests
{
    private static readonly Instant Start = Instant.At(2025, 1, 1, 7, 50);
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Symbol Eth = new("ETHUSDT");

    [Fact]
    public void Both_legs_of_all_pairs_pass_side_by_side_and_a_gap_stays_a_gap()
    {
        var source = new Recording()
            .With(TapeSeries.Spot, "BTCUSDT", Bar(0), Bar(2))
            .With(TapeSeries.Linear, "BTCUSDT", Bar(0), Bar(1), Bar(5))
            .With(TapeSeries.Linear, "ETHUSDT", Bar(1), Bar(2));

        Assert.Equal(
            [
                (Bar(0), "BTC spot, BTC perp"),
                (Bar(1), "BTC perp, ETH perp"),
                (Bar(2), "BTC spot, ETH perp"),
                (Bar(5), "BTC perp"),
            ],
            Walk(source, Bar(0), Bar(9)));
    }

    [Fact]
    public void A_settlement_and_a_mark_pass_at_their_own_time_also_where_no_bar_does()
    {
        var source = new Recording()
            .With(TapeSeries.Linear, "BTCUSDT", Bar(0))
            .With(TapeSeries.Linear, "ETHUSDT")
            .With(TapeSeries.Mark, "BTCUSDT", Instant.At(2025, 1, 1, 8), Instant.At(2025, 1, 1, 9))
            .Settling("BTCUSDT,2025-01-01T08:00:00Z,0.0001", "ETHUSDT,2025-01-01T08:00:00Z,-0.0002");

        Assert.Equal(
            [
                (Bar(0), "BTC perp"),
                (Bar(2), "BTC mark 100, BTC settles 0.0001, ETH settles -0.0002"),
                (Bar(14), "BTC mark 100"),
            ],
            Walk(source, Bar(0), Bar(99)));
    }

    [Fact]
    public void The_range_holds_its_start_and_not_its_end()
    {
        var source = new Recording()
            .With(TapeSeries.Spot, "BTCUSDT", Enumerable.Range(0, 1200).Select(Bar))
            .With(TapeSeries.Linear, "BTCUSDT", Enumerable.Range(0, 1200).Select(Bar))
            .With(TapeSeries.Linear, "ETHUSDT")
            .Settling("BTCUSDT,2025-01-01T08:00:00Z,0.0001", "BTCUSDT,2025-01-01T16:00:00Z,0.0002");

        using var tape = new MarketTape(source, [Btc, Eth], Instant.At(2025, 1, 1, 8), Instant.At(2025, 1, 1, 16));
        var times = new List<Instant>();
        while (tape.Next())
        {
            times.Add(tape.Now);
        }

        Assert.Equal((Instant.At(2025, 1, 1, 8), Instant.At(2025, 1, 1, 15, 55)), (times[0], times[^1]));
        Assert.Equal((96, 192L, 1L), (times.Count, tape.Bars, tape.Settlements));
        Assert.False(tape.Next());
    }

    [Fact]
    public void The_calendar_knows_what_was_before_the_range()
    {
        var source = new Recording()
            .With(TapeSeries.Linear, "BTCUSDT", Bar(2))
            .Settling("BTCUSDT,2024-12-31T16:00:00Z,0.0003", "BTCUSDT,2025-01-01T00:00:00Z,0.0002");

        using var tape = new MarketTape(source, [Btc], Bar(0), Bar(9));

        Assert.Equal(new Rate(0.0002m), tape.Pairs[0].Funding.LastSettled(Bar(0))?.Rate);
        Assert.Equal((false, false), tape.Pairs[0].Recorded);
    }

    [Fact]
    public void A_pair_without_a_perpetual_is_refused_by_name()
    {
        var refused = Assert.Throws<TapeException>(() => new MarketTape(new Recording(), [Btc], Bar(0), Bar(1)));

        Assert.Contains("symbol \"BTCUSDT\": must have five-minute bars", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_allocates_nothing()
    {
        var bars = Enumerable.Range(0, 4000).Select(Bar).ToList();
        var source = new Recording().With(TapeSeries.Spot, "BTCUSDT", bars).With(TapeSeries.Linear, "BTCUSDT", bars);
        using var tape = new MarketTape(source, [Btc], Bar(0), Bar(4000));
        Assert.True(tape.Next());

        var close = 0m;
        var allocated = Allocated.By(() =>
        {
            for (var bars = 0; bars < 300 && tape.Next(); bars++)
            {
                close += tape.Pairs[0].Spot.Close.Value + tape.Pairs[0].Linear.Close.Value;
            }
        });

        Assert.Equal(0, allocated);
        Assert.True(close >= 300 * 200m);
    }

    private static List<(Instant, string)> Walk(ITapeSource source, Instant from, Instant to)
    {
        using var tape = new MarketTape(source, [Btc, Eth], from, to);
        var seen = new List<(Instant, string)>();
        while (tape.Next())
        {
            seen.Add((tape.Now, string.Join(", ", tape.Pairs.ToArray().SelectMany(Seen))));
        }

        return seen;
    }

    private static IEnumerable<string> Seen(PairTape pair)
    {
        var coin = pair.Symbol.Name[..3];
        return
        [
            .. pair.HasSpot ? [$"{coin} spot"] : Array.Empty<string>(),
            .. pair.HasLinear ? [$"{coin} perp"] : Array.Empty<string>(),
            .. pair.Mark is { } mark ? [$"{coin} mark {mark}"] : Array.Empty<string>(),
            .. pair.Settlement is { } settled ? [$"{coin} settles {settled.Rate}"] : Array.Empty<string>(),
        ];
    }

    private static Instant Bar(int index) => Start + (TapeSteps.Bar * index);
}
