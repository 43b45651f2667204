using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Replay;

/// <summary>What a grid's backtest found. Costs are positive; every amount is in quote coin.</summary>
/// <param name="Bars">Closed bars of both markets that were replayed.</param>
/// <param name="Traded">Bars of the market that the grid trades on.</param>
/// <param name="EquityStart">The venue's own figure, before the first bar. [quote]</param>
/// <param name="EquityEnd">The venue's own figure, after the last bar; what is held is valued, not sold.
/// [quote]</param>
/// <param name="IdentityError">Change of the venue's equity less the grid's profit, matched + unrealised − fees +
/// funding − interest: exactly zero, or something was booked wrong. [quote]</param>
/// <param name="IdentityErrorMax">The same, the worst of all checks: at each full hour, and ten seconds after each fill
/// unless another came meanwhile. [quote]</param>
/// <param name="IdentityChecks">How many checks that were.</param>
/// <param name="FillsChecked">How many fills they cover.</param>
/// <param name="InventoryMax">Most that was held at once, by the price of its last fill. [quote]</param>
/// <param name="RequestsPerMinuteMax">Most requests within a minute as the venue's rate limits count them: each order
/// of a batch is one.</param>
/// <param name="CallsPerMinuteMax">The same with a batch counted once.</param>
/// <param name="Row">As it was stored last.</param>
public sealed record GridBacktestReport(
    long Bars, BarCoverage Traded, GridProfit Profit, GridTotals Totals, int RoundTripsLastDay,
    Amount EquityStart, Amount EquityEnd, Amount IdentityError, Amount IdentityErrorMax, int IdentityChecks,
    int FillsChecked, int LiveOrdersMax, Amount InventoryMax, int RequestsPerMinuteMax, int CallsPerMinuteMax,
    OrderList Orders, EquityCurve Equity, IReadOnlyList<Candle> Candles, IReadOnlyList<Fill> Fills,
    IReadOnlyList<MatchedPair> Pairs,
    MachineRow<Grid> Row, IReadOnlyList<string> Alarms);

/// <summary>An opening and the close that it met.</summary>
/// <param name="Quantity">Signed: sold first is negative. [base]</param>
/// <param name="Earned">Before fees. [quote]</param>
public readonly record struct MatchedPair(
    Instant Opened, Instant Closed, Quantity Quantity, Price From, Price To, Amount Earned);
