using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>What the venue traded beyond its word, so that it cancels out, and no row has booked: the position is as it
/// was, so only a push could have told of it, and whoever was told may have died.</summary>
/// <param name="quote">The coin that everything settles in.</param>
internal sealed class Untold(Coin quote)
{
    private readonly Dictionary<ClientOrderId, (Market Market, Quantity Moved, Amount Paid)> _filled = [];
    private readonly Dictionary<ClientOrderId, OrderIntent> _beyond = [];
    private IMachineRow? _row;

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
            case Happening.BeyondPromise { Order: var order } when _row?.Journal.Find(order) is { } intent:
                _beyond[order] = intent;
                break;
            case Happening.Stored { Row: var row }:
                _row = row;
                foreach (var intent in _beyond.Count == 0 ? [] : row.Journal.Intents)
                {
                    if (_beyond.ContainsKey(intent.Id))
                    {
                        _beyond[intent.Id] = intent;
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary>What it has brought in, fees and all; zero unless it cancels out on each market. [quote]</summary>
    public Amount Money()
    {
        var (spot, perp, money) = (Quantity.Zero, Quantity.Zero, Amount.Zero);
        foreach (var (id, intent) in _beyond)
        {
            var (market, moved, paid) = _filled.GetValueOrDefault(id);
            var (done, sign) = (intent.Done, intent.Draft.Side.Sign());
            var more = moved - (done.Quantity * sign);
            (spot, perp) = market == Market.Spot ? (spot + more, perp) : (spot, perp + more);
            money += paid - (done.Amount * -sign) + done.FeeQuote;
        }

        return spot.IsZero && perp.IsZero ? money : Amount.Zero;
    }
}
