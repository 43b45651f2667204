using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>What the tape has of one pair at the moment that the tape stands on.</summary>
/// <remarks>A candle that opens now tells nothing yet: its high, low and close belong to the five minutes to come. The
/// mark and the settlement of now are known now.</remarks>
public sealed class PairTape : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly CandleCursor _spot;
    private readonly CandleCursor _linear;
    private readonly CandleCursor _mark;
    private readonly Instant _to;
    private int _settled;

    internal PairTape(ITapeSource source, Symbol symbol, FundingCalendar funding, Instant from, Instant to)
    {
        (Symbol, Funding, _to) = (symbol, funding, to);
        var linear = source.Candles(TapeSeries.Linear, symbol) ?? throw new TapeException(new(
            $"{source.Label} tape", 0, "symbol", symbol.Name, "must have five-minute bars of its perpetual",
            TapeFlawKind.Unreadable));
        var spot = source.Candles(TapeSeries.Spot, symbol);
        var mark = source.Candles(TapeSeries.Mark, symbol);
        Recorded = (spot is not null, mark is not null);
        _spot = new(spot, from, to);
        _linear = new(linear, from, to);
        _mark = new(mark, from, to);
        _settled = funding.CountUntil(from - TimeSpan.FromMilliseconds(1));
        NextAt = Earliest();
    }

    public Symbol Symbol { get; }

    /// <summary>The whole calendar, from before the first bar on.</summary>
    public FundingCalendar Funding { get; }

    /// <summary>Which series the source has at all, in whatever range; the perpetual's bars it always has.</summary>
    public (bool Spot, bool Mark) Recorded { get; }

    /// <summary>Whether a bar of a market is still to come.</summary>
    public bool Trades(Market market) => (market == Market.Spot ? _spot : _linear).At < Instant.Never;

    public bool HasSpot { get; private set; }

    /// <summary>The spot candle that opens now; only while <see cref="HasSpot"/>.</summary>
    public ref readonly Candle Spot => ref _spot.Current;

    public bool HasLinear { get; private set; }

    /// <summary>The perpetual's candle that opens now; only while <see cref="HasLinear"/>.</summary>
    public ref readonly Candle Linear => ref _linear.Current;

    public bool HasMark { get; private set; }

    /// <summary>Full hours so far at which the perpetual traded and no mark was recorded.</summary>
    public int MarksMissing { get; private set; }

    /// <summary>The mark at this full hour, or null between hours and where it was not recorded.</summary>
    public Price? Mark => HasMark ? _mark.Current.Open : null;

    public bool HasSettlement { get; private set; }

    /// <summary>The settlement due now, or null.</summary>
    public Settlement? Settlement => HasSettlement ? Funding.All[_settled] : null;

    /// <summary>When the tape has something of this pair after now; <see cref="Instant.Never"/> at the end.</summary>
    internal Instant NextAt { get; private set; }

    private Instant SettlementAt =>
        _settled < Funding.All.Length && Funding.All[_settled].At < _to ? Funding.All[_settled].At : Instant.Never;

    public void Dispose()
    {
        _spot.Dispose();
        _linear.Dispose();
        _mark.Dispose();
    }

    /// <summary>Leaves the moment it stands on.</summary>
    internal void Leave()
    {
        if (HasSpot)
        {
            _spot.Advance();
        }

        if (HasLinear)
        {
            _linear.Advance();
        }

        if (HasMark)
        {
            _mark.Advance();
        }

        if (HasSettlement)
        {
            _settled++;
        }

        (HasSpot, HasLinear, HasMark, HasSettlement) = (false, false, false, false);
        NextAt = Earliest();
    }

    /// <summary>Comes to a moment at or before <see cref="NextAt"/>.</summary>
    internal void Enter(Instant at)
    {
        HasSpot = _spot.At == at;
        HasLinear = _linear.At == at;
        HasMark = _mark.At == at;
        HasSettlement = SettlementAt == at;
        if (HasLinear && !HasMark && at == at.Floor(s_hour))
        {
            MarksMissing++;
        }
    }

    private Instant Earliest() =>
        Instant.Earlier(Instant.Earlier(_spot.At, _linear.At), Instant.Earlier(_mark.At, SettlementAt));
}
