using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>What a backtest found. Costs are positive; every amount is in quote coin.</summary>
/// <param name="Bars">Closed bars of both legs that were replayed.</param>
/// <param name="NotionalHours">Σ perpetual notional × hours held. [quote·h]</param>
/// <param name="EquityStart">The venue's own figure, before the first bar. [quote]</param>
/// <param name="EquityEnd">The venue's own figure, after the last bar; what is open is valued, not closed.
/// [quote]</param>
/// <param name="IdentityError">Change of the venue's equity less what the ledgers' flows and holdings are worth at the
/// venue's marks: exactly zero, or something was booked wrong. [quote]</param>
public sealed record BacktestReport(
    long Bars, long Settlements, int Entries, int Exits, decimal NotionalHours, ProfitAndLoss ProfitAndLoss,
    Amount EquityStart, Amount EquityEnd, Amount IdentityError, Amount UnhedgedNotionalMax, TimeSpan UnhedgedMax,
    IReadOnlyList<StaleLeg> Stale, OrderList Orders, EquityCurve Equity, IReadOnlyList<Episode> Episodes,
    IReadOnlyList<PairSample> Samples, IReadOnlyList<string> Alarms);

/// <summary>How long a leg had no price between the first and the last bar of the run.</summary>
public sealed record StaleLeg(Symbol Pair, Market Market, TimeSpan Stale);

/// <summary>One position from its first fill to its end.</summary>
/// <param name="Closed">Null: still open when the replay ended.</param>
/// <param name="Size">Perpetual size at its largest, unsigned. [base]</param>
public sealed record Episode(
    Symbol Pair, CarryDirection Direction, Instant Opened, Instant? Closed, Quantity Size, string Entered, string? Left,
    Amount Funding, Amount Fees);

/// <summary>A point of the report's plots.</summary>
/// <param name="Basis">(perp − spot) ÷ spot; null while a leg has no price. [1]</param>
/// <param name="Exposure">Base held + perpetual, as the venue has it. [base]</param>
/// <param name="Funding">Received so far. [quote]</param>
public readonly record struct PairSample(
    Symbol Pair, Instant At, Rate? Basis, Quantity Exposure, Amount Funding, Quantity Position);
