using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Exits against the simulated venue: by slices, one leg failing, at once, and with what was
/// borrowed.</summary>
public sealed class LeavingTests
{
    [Fact]
    public void A_carry_that_turns_is_left_by_slices_and_ends_flat()
    {
        var world = Worlds.Plan.Hold();
        world.TurnAgainst();
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();

        Assert.Equal(Quantity.Zero, world.Held.Position);
        Assert.True(world.Orders(Market.Linear).Where(d => d.Side == Side.Buy).All(d => d.ReduceOnly));
        Assert.Equal(3, world.Orders(Market.Linear).Count(d => d.Side == Side.Buy));
    }

    [Fact]
    public void A_leg_that_fails_does_not_hold_back_the_slice_of_the_other_and_is_tried_until_it_is_flat()
    {
        var world = Worlds.Plan.Hold();
        world.Wire.Fate = request => request is VenueRequest.PlaceOrder { Order.Item.Draft.Market: Market.Linear }
            ? new(Instead: new VenueReply.Refused(RefusalKind.Funds, "110007", "ab not enough for new order"))
            : default;
        world.TurnAgainst();
        world.Run(TimeSpan.FromMinutes(2));
        var sold = world.Orders(Market.Spot).Where(d => d.Side == Side.Sell).ToList();
        Assert.InRange(Assert.Single(sold).Quantity.Value, 0.09m, 0.11m);
        Assert.Equal(new(-0.3m), world.Held.Position);
        Assert.Contains(world.Alarms(), a => a.Contains("cannot be closed", StringComparison.Ordinal));

        world.Wire.Fate = _ => default;
        world.UntilPhase<CarryPhase.Flat>();
        Assert.Equal(Quantity.Zero, world.Sound().Held.Position);
    }

    [Fact]
    public void While_one_leg_does_not_trade_an_exit_waits_hedged()
    {
        var world = Worlds.Plan.Hold();
        world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
        world.TurnAgainst();
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal((new Quantity(0.300000699m), new Quantity(-0.3m)), world.Held);
        Assert.Contains("waits hedged", Assert.Single(world.Alarms()), StringComparison.Ordinal);

        world.Venue.Resume(Market.Linear, world.ArbPlan.Symbol);
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();
    }

    [Fact]
    public void While_an_exit_waits_hedged_the_account_is_watched()
    {
        var world = Worlds.Plan.Hold();
        world.Venue.Halt(Market.Spot, world.ArbPlan.Symbol);
        world.TurnAgainst();
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(new(-0.3m), world.Held.Position);

        world.Wire.Retell = (_, reply) => reply is VenueReply.AccountRead { Account: var account }
            ? new VenueReply.AccountRead(account with { AdjustedEquity = account.MaintenanceMargin })
            : reply;
        world.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(Quantity.Zero, world.Held.Position);
        Assert.Contains(
            "account health", Assert.IsType<CarryPhase.Leaving>(world.Row.State.Phase).Order.Because,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_exit_that_is_asked_for_measures_its_slices_by_the_price_of_now()
    {
        var world = Worlds.Plan.Hold();
        world.Mode = new RiskMode(Kill: true);
        world.Market.Price = new(200_000m);
        world.Run(TimeSpan.FromSeconds(5));
        world.Owner.Tell(new MachineEvent.LeaveAsked("enough", Emergency: false));
        world.UntilPhase<CarryPhase.Flat>();

        Assert.All(
            world.Orders(Market.Linear).Where(d => d.Side == Side.Buy),
            d => Assert.InRange((d.Mid * d.Quantity).Value, 0m, 5_000m));
    }

    [Fact]
    public void In_an_emergency_each_leg_goes_to_flat_by_itself()
    {
        var world = Worlds.Plan.Hold();
        world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
        world.Mode = new RiskMode(Flatten: true);
        world.Owner.Tick();
        world.Run(TimeSpan.FromMinutes(1));
        Assert.InRange(world.Held.Coin.Value, 0m, 0.0001m);
        Assert.Equal(new(-0.3m), world.Held.Position);

        world.Venue.Resume(Market.Linear, world.ArbPlan.Symbol);
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();
    }

    [Fact]
    public void A_second_emergency_in_one_life_acts_like_the_first()
    {
        var world = Worlds.OneSlice.Hold();
        for (var i = 0; i < 2; i++)
        {
            world.Mode = new RiskMode(Flatten: true);
            world.Owner.Tick();
            world.UntilPhase<CarryPhase.Flat>();
            Assert.Equal(Quantity.Zero, world.Sound().Held.Position);
            world.Mode = RiskMode.Normal;
            world.Owner.Tick();
            world.UntilPhase<CarryPhase.Holding>();
        }

        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
    }

    [Fact]
    public void A_negative_carry_borrows_pays_its_interest_buys_it_back_and_repays()
    {
        var world = Worlds.Negative.Hold().Sound();
        Assert.Equal((new Quantity(-0.3m), new Quantity(0.3m)), world.Held);
        Assert.True(world.Orders(Market.Spot).All(d => d.OnMargin));

        world.Run(TimeSpan.FromHours(3));
        world.Sound();
        Assert.True(world.Row.Ledger.Interest > Amount.Zero);
        Assert.True(world.Row.Ledger.Debt > new Quantity(0.3m));
        world.TurnAgainst(new(0.001m));
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();

        Assert.InRange(world.Row.Ledger.Debt.Value, 0m, 0.0001m);
        Assert.InRange(world.Held.Coin.Abs().Value, 0m, 0.0001m);
        Assert.Contains(
            world.History.Of<Happening.Answered>(),
            a => a is { Request: VenueRequest.RepayDebt, Reply: VenueReply.Accepted });
        Assert.Equal(3, world.History.Flows.Count(f => f.Kind == FlowKind.Interest));
    }

    [Fact]
    public void A_repayment_that_the_venue_does_not_take_now_is_asked_for_until_it_does()
    {
        var world = Worlds.Negative.Hold();
        world.Run(TimeSpan.FromMinutes(54));
        world.TurnAgainst(new(0.001m));
        world.UntilPhase<CarryPhase.Flat>(600);
        world.Sound();
        var asked = world.History.Of<Happening.Answered>().Where(a => a.Request is VenueRequest.RepayDebt).ToList();
        Assert.Contains(asked, a => a.Reply is VenueReply.Refused);
        Assert.Empty(world.Alarms());
        Assert.IsType<VenueReply.Accepted>(asked[^1].Reply);
    }

    [Fact]
    public void Half_of_a_position_that_is_deleveraged_is_found_by_the_reminder_alone_and_matched()
    {
        var world = (Worlds.Plan with { PushTakes = null }).Hold();
        world.Venue.AdvanceTo(world.Time.Now);
        world.Venue.Deleverage(world.ArbPlan.Symbol, new(0.15m), world.Market.Price);
        world.Exposure.Moved(new(0.15m), world.Market.Price, world.Time.Now);
        world.Until<Happening.Alarmed>(a => a.Text.Contains("Deleveraged", StringComparison.Ordinal), 70);
        world.UntilPhase<CarryPhase.Holding>();

        Assert.Equal(new(-0.15m), world.Sound().Held.Position);
        Assert.InRange(world.Held.Coin.Value, 0.15m, 0.151m);
        Assert.NotNull(world.Row.State.Stopped);
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public void When_the_perpetual_is_delisted_the_coin_that_it_hedged_is_sold()
    {
        var world = Worlds.Plan.Hold();
        world.Venue.Delist(Worlds.Plan.Symbol, world.Market.Price);
        world.UntilPhase<CarryPhase.Flat>();
        Assert.Equal(Quantity.Zero, world.Sound().Row.Ledger.Perp);
        Assert.True(world.Row.Ledger.Base.Abs() < world.Residue, $"{world.Row.Ledger.Base} is left");
    }

    [Fact]
    public void A_short_perpetual_that_is_taken_over_because_of_a_loss_elsewhere_leaves_no_coin_unhedged()
    {
        var world = Worlds.Plan.Hold();
        var figures = world.Venue.Figures!.Value;
        world.Lose(figures.Adjusted - figures.Maintenance + new Amount(1m));
        world.UntilPhase<CarryPhase.Flat>();
        Assert.True(world.Sound().Row.Ledger.Base.Abs() < world.Residue, $"{world.Row.Ledger.Base} is left");
        Assert.Contains(world.Alarms(), a => a.Contains("Liquidated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Market.Linear, 0.005)]
    [InlineData(Market.Linear, 0.0001)]
    [InlineData(Market.Spot, 0.002)]
    public void A_position_whose_lot_has_changed_is_closed_to_what_still_trades(Market market, double lot)
    {
        var world = Worlds.Plan.Hold();
        world.Venue.ChangeLot(market, Worlds.Plan.Symbol, new((decimal)lot));
        world.ReadRules();
        world.TurnAgainst();
        world.UntilPhase<CarryPhase.Flat>();
        Assert.True(world.Sound().Row.Ledger.Perp.Abs() < world.Residue, $"{world.Row.Ledger.Perp} is left");
    }

    [Fact]
    public void A_position_that_a_person_closes_in_the_middle_of_an_exit_ends_flat()
    {
        var world = Worlds.Plan.Hold();
        world.TurnAgainst();
        world.UntilFilled(Market.Linear);
        world.Venue.AdvanceTo(world.Time.Now);
        world.Venue.OutsideTrade(Market.Linear, world.ArbPlan.Symbol, -world.Held.Position, world.Market.Price);
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();
        Assert.Equal(Quantity.Zero, world.Held.Position);
        Assert.NotNull(world.Row.State.Stopped);
    }
}
