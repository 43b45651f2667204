using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>What the venue traded beyond its word and no row has booked at its price, as nobody could. It cancels out,
/// which leaves the position as it was: only a push could have told of it, and whoever was told may have died. Or it is
/// of an order that left the row, among many that ended, before a reminder had it asked after.</summary>
/// <param name="quote">The coin that everything settles in.</param>
internal sealed class Untold(Coin quote, Journals journals)
{
    /// <summary>The next reminder has the orders in the row asked after, also when no push tells of one.</summary>
    private static readonly TimeSpan s_asked = TimeSpan.FromSeconds(60 + 12);

    private readonly Dictionary<ClientOrderId, (Market Market, Quantity Moved, Amount Paid)> _filled = [];
    private readonly Dictionary<ClientOrderId, Instant> _beyond = [];
    private readonly HashSet<ClientOrderId> _gone = [];
    private IMachineRow? _row;
    private Quantity? _baseline;

    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Filled { Fill: var fill }:
                var (_, moved, paid) = _filled.GetValueOrDefault(fill.Order);
                var fee = fill.FeeCoin == quote ? new Amount(fill.Fee) : Amount.Zero;
                var signed = fill.Quantity * fill.Side.Sign();
                _filled[fill.Order] = (fill.Market, moved + signed, paid - (fill.Price * signed) - fee);
                break;
            case Happening.BeyondPromise { Order: var order }:
                _beyond[order] = happening.At;
                SeeRow(happening.At);
                break;
            case Happening.Stored { Row: var row }:
                _row = row;
                _baseline ??= row.Baseline?.Coins;
                SeeRow(happening.At);
                break;
            default:
                break;
        }
    }

    /// <summary>What it has brought in, fees and all; with coins that came so and were taken for a person's.
    /// [quote]</summary>
    /// <param name="coin">What a coin is worth now.</param>
    public Amount Money(Price coin)
    {
        var (spot, perp, all, gone) = (Quantity.Zero, Quantity.Zero, Amount.Zero, Amount.Zero);
        foreach (var id in _beyond.Keys)
        {
            if (journals.Find(id) is not { Done: var done, Draft.Side: var side })
            {
                continue;
            }

            var (market, moved, paid) = _filled.GetValueOrDefault(id);
            var more = moved - (done.Quantity * side.Sign());
            (spot, perp) = market == Market.Spot ? (spot + more, perp) : (spot, perp + more);
            var money = paid - (done.Amount * -side.Sign()) + done.FeeQuote;
            all += money;
            gone += _gone.Contains(id) ? money : Amount.Zero;
        }

        if (spot.IsZero && perp.IsZero)
        {
            return all;
        }

        var persons = (_row?.Baseline?.Coins ?? Quantity.Zero) - (_baseline ?? Quantity.Zero);
        return _gone.Count > 0 ? gone + (coin * persons) : gone;
    }

    private void SeeRow(Instant at)
    {
        foreach (var (order, beyond) in _beyond)
        {
            if (_row?.Journal.Find(order) is null && at <= beyond + s_asked)
            {
                _gone.Add(order);
            }
        }
    }
}
