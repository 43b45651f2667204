using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Funding;

public sealed class RoundTripCostTests
{
    private static readonly TopOfBook Flat = new(new(100m), new(100m), default);

    [Fact]
    public void Takers_pay_their_fees_on_both_legs_in_and_out() =>
        Assert.Equal(new Rate(0.0031m), RoundTripCost.FeesOnly(Plan(s => s)));

    [Fact]
    public void A_patient_leading_leg_enters_as_a_maker()
    {
        var patient = Plan(s => s with { Style = EntryStyle.Patient, Lead = Market.Linear });
        Assert.Equal(new Rate(0.0031m - 0.00055m + 0.0002m), RoundTripCost.FeesOnly(patient));
    }

    [Fact]
    public void Half_a_spread_is_paid_four_times()
    {
        var wide = new TopOfBook(new(99.9m), new(100.1m), default);
        var cost = RoundTripCost.Of(Plan(s => s), CarryDirection.Positive, Quantity.Zero, wide, Flat, new(1m));
        Assert.Equal(new Rate(0.002m), cost.Slippage);
    }

    [Fact]
    public void A_walk_into_the_book_costs_half_the_cap_at_most()
    {
        // a tenth of the depth at a cap of 10 bp: 0.5 bp on each of four ways
        Assert.Equal(0.0002m, Walk(0.1m));
        Assert.Equal(0.002m, Walk(1m));
        Assert.Equal(0.002m, Walk(5m));

        static decimal Walk(decimal size) => RoundTripCost.Of(
            Plan(s => s), CarryDirection.Positive, new(size), Flat, Flat, new(1m)).Slippage.Value;
    }

    [Theory]
    [InlineData(CarryDirection.Positive, "99.6", "0.004")]
    [InlineData(CarryDirection.Positive, "100.4", "0")]
    [InlineData(CarryDirection.Negative, "99.6", "0")]
    [InlineData(CarryDirection.Negative, "100.4", "0.004")]
    public void Only_a_basis_that_is_against_us_costs(CarryDirection direction, string perp, string basis)
    {
        var mid = decimal.Parse(perp);
        var cost = RoundTripCost.Of(
            Plan(s => s), direction, Quantity.Zero, Flat, new(new(mid), new(mid), default), new(1m));
        Assert.Equal(decimal.Parse(basis), cost.Basis.Value);
        Assert.Equal(cost.Fees + cost.Slippage + cost.Basis, cost.Total);
    }

    [Fact]
    public void An_empty_book_costs_as_much_as_a_full_walk() => Assert.Equal(
        0.002m,
        RoundTripCost.Of(Plan(s => s), CarryDirection.Positive, new(1m), Flat, Flat, Quantity.Zero).Slippage.Value);

    private static ArbPlan Plan(Func<ArbSettings, ArbSettings> change)
    {
        var plan = new Scene().Plan;
        return plan with { Settings = change(plan.Settings) };
    }
}
