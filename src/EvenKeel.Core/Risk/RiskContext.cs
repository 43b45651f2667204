using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Risk;

/// <summary>What a machine holds on its two legs, from its ledger and journal: never from the plan.</summary>
/// <param name="Base">Net base coin, debt with interest subtracted. [base]</param>
/// <param name="Perp">Signed perpetual position. [base]</param>
/// <param name="SpotInFlight">What open spot orders may still change, signed. [base]</param>
/// <param name="PerpInFlight">What open orders on the perpetual may still change, signed. [base]</param>
/// <param name="Owed">Debt in the base coin with interest until it is repaid: what a buy-back has to cover.
/// [base]</param>
public readonly record struct Legs(
    Quantity Base, Quantity Perp, Quantity SpotInFlight = default, Quantity PerpInFlight = default,
    Quantity Owed = default)
{
    /// <summary>One leg with what is in flight on it. [base]</summary>
    public Quantity Of(Market market) => market == Market.Spot ? Base + SpotInFlight : Perp + PerpInFlight;

    /// <summary>Exposure as an order on this leg has to see it: what the other leg has in flight may never come.
    /// [base]</summary>
    public Quantity ExposureFor(Market market) => Of(market) + (market == Market.Spot ? Perp : Base);
}

/// <summary>Everything that the gate looks at besides the order.</summary>
/// <param name="Instrument">Of the order's market.</param>
/// <param name="Legs">Without the order that is checked.</param>
/// <param name="Mark">Of the perpetual; null is unknown.</param>
/// <param name="Quote">Of the order's market; null is unknown.</param>
/// <param name="AccountAt">When the account was last read; null: never.</param>
/// <param name="BuyingFee">Taken out of what a spot purchase receives. [1]</param>
/// <param name="OpenOrders">Of this machine, without the order that is checked.</param>
/// <param name="OrdersLastSecond">Sent by this machine within the last second.</param>
/// <param name="Journal">What this machine has sent before; the checked order may be in it.</param>
/// <param name="Now">Venue time.</param>
/// <param name="Whole">All that the machine holds on the order's market and may come to hold, where its legs are those
/// of one slot; null: the legs are all. [base]</param>
public sealed record RiskContext(
    Instrument Instrument, Legs Legs, Stated<Price>? Mark, TopOfBook? Quote, Instant? AccountAt, Rate BuyingFee,
    RiskMode Mode, RiskLimits Limits, int OpenOrders, int OrdersLastSecond, OrderJournal Journal, Instant Now,
    Quantity? Whole = null);
