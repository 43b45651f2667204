using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Measures a replay from the outside, hour by hour: equity, exposure, basis and notional.</summary>
internal sealed class ReplayMeters(SimulatedVenue venue, IReadOnlyList<CarryReplay> pairs)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private Instant _sampled;

    public EquityCurve Equity { get; } = new();

    public List<PairSample> Samples { get; } = [];

    /// <summary>Σ perpetual notional × hours, by the mark of each full hour. [quote·h]</summary>
    public decimal NotionalHours { get; private set; }

    public Amount UnhedgedNotionalMax => new(pairs.Max(p => p.Meter.NotionalMax.Value));

    public TimeSpan UnhedgedMax => pairs.Max(p => p.Meter.StretchMax);

    /// <summary>Measures at the first moment of each hour; true when it did.</summary>
    public bool Sampled(Instant now)
    {
        if (now < _sampled + s_hour)
        {
            return false;
        }

        _sampled = now.Floor(s_hour);
        if (venue.Figures is { } figures)
        {
            Equity.Add(now, figures.Equity);
        }

        foreach (var pair in pairs)
        {
            var position = venue.Position(pair.Symbol);
            if (!position.IsZero && venue.MarkOf(pair.Symbol) is { } mark)
            {
                NotionalHours += (mark * position.Abs()).Value;
            }

            Samples.Add(new(pair.Symbol, now, pair.Basis, pair.Meter.Exposure, pair.Ledger.Funding, position));
        }

        return true;
    }

    /// <summary>The last measurement: what all is worth now.</summary>
    public Amount Close(Instant now)
    {
        foreach (var pair in pairs)
        {
            pair.Meter.Close(now);
        }

        var figures = venue.Figures
            ?? throw new InvalidOperationException($"at {now} something that is held has no price, so no worth");
        Equity.Add(now, figures.Equity);
        return figures.Equity;
    }

    public IReadOnlyList<StaleLeg> Stale(TimeSpan span) =>
    [
        .. pairs.SelectMany(p => new StaleLeg[]
        {
            new(p.Symbol, Market.Spot, span - (p.SpotBars * BacktestPlan.Bar)),
            new(p.Symbol, Market.Linear, span - (p.LinearBars * BacktestPlan.Bar)),
        }),
    ];
}
