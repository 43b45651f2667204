using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Risk;

public sealed class RiskIncreasingTests
{
    private static readonly Quantity Lot = new(0.01m);

    private static readonly Gen<(Legs Legs, OrderDraft Draft)> Orders = Gen.Select(
        Repeatably.Decimal(-500, 500, 2), Repeatably.Decimal(-500, 500, 2), Repeatably.Decimal(-200, 200, 2),
        Repeatably.Among(Market.Spot, Market.Linear), Repeatably.Among(Side.Buy, Side.Sell),
        Repeatably.Decimal(1, 1_500, 2),
        (spot, perp, inFlight, market, side, quantity) => (
            new Legs(
                new(spot), new(perp), new(market == Market.Spot ? inFlight : 0m),
                new(market == Market.Linear ? inFlight : 0m)),
            Draft(market, side, quantity)));

    [Theory]
    [InlineData("0", "0", Market.Spot, Side.Buy, "1", true)]
    [InlineData("0", "0", Market.Linear, Side.Sell, "1", true)]
    [InlineData("1", "0", Market.Linear, Side.Sell, "1", false)] // the hedge
    [InlineData("1", "0", Market.Linear, Side.Sell, "0.4", false)] // a part of it
    [InlineData("1", "0", Market.Linear, Side.Sell, "1.01", false)] // rounded up to a lot
    [InlineData("1", "0", Market.Linear, Side.Sell, "1.02", true)]
    [InlineData("1", "0", Market.Linear, Side.Sell, "2", true)] // as exposed the other way round
    [InlineData("1", "0", Market.Linear, Side.Buy, "1", true)]
    [InlineData("1", "0", Market.Spot, Side.Sell, "1", false)] // the unwind
    [InlineData("1", "-1", Market.Spot, Side.Sell, "1", false)] // either leg of an exit
    [InlineData("1", "-1", Market.Linear, Side.Buy, "1", false)]
    [InlineData("1", "-1", Market.Spot, Side.Buy, "1", true)] // the next slice
    [InlineData("-1", "1", Market.Spot, Side.Buy, "1", false)]
    [InlineData("-1", "1", Market.Spot, Side.Sell, "1", true)]
    [InlineData("-1", "0.4", Market.Linear, Side.Buy, "0.6", false)]
    [InlineData("1", "-0.5", Market.Linear, Side.Sell, "0.5", false)] // what an ADL took, hedged again
    public void It_is_defined_once_and_by_the_ledger(
        string spot, string perp, Market market, Side side, string quantity, bool raises) => Assert.Equal(
        raises,
        RiskGate.IsRiskIncreasing(
            Draft(market, side, decimal.Parse(quantity)), new(new(decimal.Parse(spot)), new(decimal.Parse(perp))), Lot,
            Rate.Zero));

    [Fact]
    public void What_does_not_raise_risk_lowers_its_own_leg_or_the_exposure() => Orders.Check(
        drawn =>
        {
            var (legs, draft) = drawn;
            if (RiskGate.IsRiskIncreasing(draft, legs, Lot, Rate.Zero))
            {
                return;
            }

            var change = draft.Quantity * draft.Side.Sign();
            var own = legs.Of(draft.Market);
            var exposure = legs.ExposureFor(draft.Market);
            Assert.True(
                (own + change).Abs() <= own.Abs()
                || ((exposure + change).Abs() < exposure.Abs() && change.Abs() <= exposure.Abs() + Lot));
        },
        times: 20_000);

    [Fact]
    public void A_chain_of_orders_that_raise_no_risk_never_ends_with_more_than_it_began() => Gen.Select(
        Repeatably.Decimal(-500, 500, 2), Repeatably.Decimal(-500, 500, 2),
        Gen.Select(
            Repeatably.Among(Market.Spot, Market.Linear), Repeatably.Among(Side.Buy, Side.Sell),
            Repeatably.Decimal(1, 1_000, 2)).Array[1, 20])
        .Check(drawn =>
        {
            var (spot, perp, orders) = drawn;
            var legs = new Legs(new(spot), new(perp));
            var most = Quantity.Max(legs.Base.Abs(), legs.Perp.Abs());
            foreach (var (market, side, quantity) in orders)
            {
                var draft = Draft(market, side, quantity);
                if (RiskGate.IsRiskIncreasing(draft, legs, Lot, Rate.Zero))
                {
                    continue;
                }

                var change = draft.Quantity * side.Sign();
                legs = market == Market.Spot
                    ? legs with { Base = legs.Base + change }
                    : legs with { Perp = legs.Perp + change };

                // A hedge may bring the other leg up to this one, and each by a lot more for its rounding.
                Assert.True(Quantity.Max(legs.Base.Abs(), legs.Perp.Abs()) <= most + (Lot * orders.Length));
            }
        });

    [Fact]
    public void Opening_a_leg_from_flat_always_raises_risk() => Orders.Check(drawn =>
    {
        var (_, draft) = drawn;
        Assert.True(RiskGate.IsRiskIncreasing(draft, new(Quantity.Zero, Quantity.Zero), Lot, Rate.Zero));
    });

    [Fact]
    public void Closing_a_leg_never_raises_risk() => Orders.Check(drawn =>
    {
        var (legs, draft) = drawn;
        var held = legs.Of(draft.Market);
        if (!held.IsZero)
        {
            var close = draft with { Side = Sides.Toward(-held), Quantity = held.Abs() };
            Assert.False(RiskGate.IsRiskIncreasing(close, legs, Lot, Rate.Zero));
        }
    });

    [Fact]
    public void A_hedge_on_spot_is_measured_by_what_arrives_after_its_fee()
    {
        // Given a long perpetual led, 1.001002 bought at 0.1 % leaves 1.000000998 of the 1 that is missing
        var legs = new Legs(Quantity.Zero, new(-1m));
        var draft = Draft(Market.Spot, Side.Buy, 1.001002m);
        Assert.False(RiskGate.IsRiskIncreasing(draft, legs, new(0.000001m), new(0.001m)));
        Assert.True(RiskGate.IsRiskIncreasing(draft, legs, new(0.000001m), Rate.Zero));
    }

    [Fact]
    public void A_hedge_that_is_on_its_way_is_not_needed_twice()
    {
        var legs = new Legs(new(1m), Quantity.Zero, PerpInFlight: new(-1m));
        Assert.True(RiskGate.IsRiskIncreasing(Draft(Market.Linear, Side.Sell, 1m), legs, Lot, Rate.Zero));
    }

    [Fact]
    public void What_the_other_leg_may_still_trade_needs_no_hedge_yet()
    {
        var legs = new Legs(Quantity.Zero, Quantity.Zero, SpotInFlight: new(1m));
        Assert.True(RiskGate.IsRiskIncreasing(Draft(Market.Linear, Side.Sell, 1m), legs, Lot, Rate.Zero));
    }

    private static OrderDraft Draft(Market market, Side side, decimal quantity) => new(
        0, market, new("ETHUSDT"), side, new(quantity), new(2_000m), TimeInForce.ImmediateOrCancel, false, false,
        new(2_000m));
}
