using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Equity over time as the venue states it, and the two figures that people read off it.</summary>
public sealed class EquityCurve
{
    private readonly List<(Instant At, Amount Equity)> _points = [];
    private Amount _peak;

    public IReadOnlyList<(Instant At, Amount Equity)> Points => _points;

    /// <summary>The deepest fall from a peak, as a share of the peak. [1]</summary>
    public decimal DrawdownMax { get; private set; }

    public void Add(Instant at, Amount equity)
    {
        _points.Add((at, equity));
        _peak = Amount.Max(_peak, equity);
        if (_peak > Amount.Zero)
        {
            DrawdownMax = Math.Max(DrawdownMax, (_peak - equity).Value / _peak.Value);
        }
    }

    /// <summary>Mean ÷ deviation of the daily returns, per year (× √365), without a riskless rate; null when there are
    /// fewer than two days or none differs from another.</summary>
    public double? Sharpe()
    {
        var returns = DailyReturns();
        if (returns.Count < 2)
        {
            return null;
        }

        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Count - 1));
        return deviation == 0 ? null : mean / deviation * Math.Sqrt(365);
    }

    private List<double> DailyReturns()
    {
        var returns = new List<double>();
        (Instant Day, Amount Equity)? last = null;
        foreach (var (at, equity) in _points)
        {
            var day = at.Floor(TimeSpan.FromDays(1));
            if (last is { } before && day > before.Day)
            {
                returns.Add((double)((equity - before.Equity).Value / before.Equity.Value));
                last = (day, equity);
            }

            last ??= (day, equity);
        }

        return returns;
    }
}
