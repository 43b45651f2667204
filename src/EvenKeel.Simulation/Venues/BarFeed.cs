using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Gives the bars of one leg.</summary>
public sealed class BarFeed
{
    private readonly Floor _floor;
    private readonly MarginWatch _watch;
    private readonly Pair _pair;
    private readonly Market _market;
    private readonly BarBook _book;

    internal BarFeed(Floor floor, MarginWatch watch, Pair pair, Market market, BarBook book) =>
        (_floor, _watch, _pair, _market, _book) = (floor, watch, pair, market, book);

    /// <summary>Gives the bar that begins now or next, in order and at most one ahead.</summary>
    public void Open(in Candle bar, TimeSpan duration)
    {
        _book.Open(in bar, duration, _floor.Now);
        if (_market == Market.Linear)
        {
            _pair.Marks.Meets(bar.OpenTime, _pair.Linear!.Terms.Round(bar.Open, bar.OpenTime));
        }

        _watch.Meets(_pair, _market, in bar);
    }
}
