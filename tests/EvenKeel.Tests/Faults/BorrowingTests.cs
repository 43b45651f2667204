using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>What a negative carry may borrow, what that costs, and what of it is bought back.</summary>
public sealed class BorrowingTests
{
    private static readonly Symbol s_pair = new("BTCUSDT");

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.31, true)]
    public void What_cannot_be_borrowed_is_not_entered(double limit, bool enters)
    {
        var world = Borrowing(b => b with { Limit = new((decimal)limit) }).Begin().Run(TimeSpan.FromMinutes(2));
        Assert.Equal(enters ? new Quantity(-0.3m) : Quantity.Zero, world.Sound().Held.Coin);
        Assert.Equal(enters, world.History.Accepted.Any());
    }

    [Theory]
    [InlineData(0.00003, false)]
    [InlineData(0.00002, true)]
    public void What_costs_more_to_borrow_than_it_earns_is_not_entered(double hourly, bool enters)
    {
        // It earns 43.8 % a year; borrowing costs 26.3 or 17.5 %, and 20 % are to be left.
        var world = Borrowing(b => b with { HourlyRate = new((decimal)hourly) }, minApr: 0.2m)
            .Begin().Run(TimeSpan.FromMinutes(2));
        Assert.Equal(enters ? new Quantity(-0.3m) : Quantity.Zero, world.Sound().Held.Coin);
    }

    [Fact]
    public void A_coin_that_grows_too_dear_to_borrow_while_it_is_held_is_given_back()
    {
        var world = Worlds.Negative.Hold();
        // 43.8 % less 61.3 % is below the 5 % that a carry may cost.
        world.Wire.Retell = (_, reply) => reply is VenueReply.MarketRead { Market: { Borrow: { } borrow } market }
            ? new VenueReply.MarketRead(market with { Borrow = borrow with { HourlyRate = new(0.00007m) } })
            : reply;
        world.UntilPhase<CarryPhase.Flat>(600);
        Assert.Equal(Quantity.Zero, world.Sound().Row.Ledger.Debt);
    }

    [Fact]
    public void The_interest_of_what_was_borrowed_is_bought_back_with_it_and_so_is_the_fee_of_that()
    {
        var world = Borrowing(b => b with { HourlyRate = new(0.00002m) }).Hold();
        world.Run(TimeSpan.FromHours(10));
        var debt = world.Sound().Row.Ledger.Debt;
        // Ten hours of 0.002 % of 0.3 are 60 of the spot leg's lots.
        Assert.InRange(debt.Value, 0.30006m, 0.30007m);

        world.TurnAgainst(new(0.001m));
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();
        var bought = world.History.Of<Happening.Filled>().Select(f => f.Fill)
            .Where(f => f is { Market: Market.Spot, Side: Side.Buy }).ToList();
        var net = bought.Aggregate(Quantity.Zero, (sum, f) => sum + f.Quantity - new Quantity(f.Fee));
        Assert.All(bought, f => Assert.Equal(new Coin("BTC"), f.FeeCoin));
        // All that is owed, and less than a slice's few lots more.
        Assert.InRange((net - debt).Value, 0m, 0.00002m);
        Assert.Equal(Quantity.Zero, world.Row.Ledger.Debt);
        Assert.InRange(world.Held.Coin.Value, 0m, 0.00002m);
    }

    private static CarryWorldPlan Borrowing(Func<BorrowTerms, BorrowTerms> change, decimal minApr = 0.1m)
    {
        var pair = Worlds.Negative.Venue.Find(s_pair)!;
        var changed = pair with { Borrow = Worlds.Assumed(change(pair.Borrow!.Value)) };
        return Worlds.Negative.WithVenue(v => v.With(changed)).With(s => s with { MinApr = new(minApr) });
    }
}
