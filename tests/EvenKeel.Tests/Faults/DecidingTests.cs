using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Decisions that need the whole machine: what blocks new risk and nothing else, what is ours, and what is
/// only noise.</summary>
public sealed class DecidingTests
{
    public static TheoryData<string> Blocks => ["kill", "breaker", "reduce-only", "blind", "stale", "rate"];

    [Fact]
    public void One_noisy_print_is_not_a_reversal_and_two_settlements_are()
    {
        var world = Worlds.OneSlice.Hold();
        world.Venue.Foretell(world.ArbPlan.Symbol, Worlds.Costly);
        world.Run(TimeSpan.FromMinutes(5));
        world.UntilPhase<CarryPhase.Holding>();
        Assert.Equal(new(-0.1m), world.Held.Position);

        world.TurnAgainst();
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();
    }

    [Fact]
    public void Before_the_first_price_of_both_legs_nothing_is_sent()
    {
        var world = new CarryWorld(Worlds.OneSlice);
        (world.Market.PerpBids, world.Market.PerpAsks) = ([], []);
        world.Market.Quote();
        world.Start().Run(TimeSpan.FromMinutes(3));
        Assert.Empty(world.History.Accepted);

        (world.Market.PerpBids, world.Market.PerpAsks) = ([new(100m)], [new(100m)]);
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void What_blocks_new_risk_blocks_an_entry(string block)
    {
        var world = new CarryWorld(Blocking(Worlds.OneSlice, block, orders: 0));
        Block(world, block);
        world.Start().Run(TimeSpan.FromMinutes(3));
        Assert.Empty(world.Orders(Market.Spot));
        Assert.IsType<CarryPhase.Flat>(world.Row.State.Phase);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void What_blocks_new_risk_never_blocks_a_hedge_nor_an_exit(string block)
    {
        var world = Blocking(Worlds.Plan, block, orders: 1).Begin();
        world.UntilFilled(Market.Spot);
        Block(world, block);
        world.UntilPhase<CarryPhase.Holding>();
        var held = world.Sound().Held.Position;
        Assert.True(held < Quantity.Zero && held >= new Quantity(-0.3m));

        world.TurnAgainst();
        world.UntilPhase<CarryPhase.Flat>();
        Assert.Equal(Quantity.Zero, world.Sound().Held.Position);
    }

    [Fact]
    public void A_kill_takes_a_resting_order_of_an_entry_away()
    {
        var world = Worlds.Patient.Begin();
        world.Until<Happening.Answered>(a => a is { Request: VenueRequest.PlaceOrder, Reply: VenueReply.Accepted });
        world.Mode = new RiskMode(Kill: true);
        world.UntilPhase<CarryPhase.Flat>(20);
        Assert.Single(world.Sound().Ended(IntentStatus.CancelledZero));
    }

    [Fact]
    public void Health_that_is_missing_is_told_and_neither_entered_nor_left_on()
    {
        var world = new CarryWorld(Worlds.OneSlice);
        world.Wire.Retell = WithoutHealth;
        world.Start().Run(TimeSpan.FromMinutes(2));
        Assert.Empty(world.Orders(Market.Spot));
        Assert.Contains("health unknown", Assert.Single(world.Alarms()), StringComparison.Ordinal);

        world.Wire.Retell = (_, reply) => reply;
        world.UntilPhase<CarryPhase.Holding>();
        world.Wire.Retell = WithoutHealth;
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
        Assert.Contains(world.Alarms().Skip(1), a => a.Contains("health unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void An_open_pair_is_resized_up_and_down_when_the_plan_moves()
    {
        var world = Worlds.Plan.Hold();
        foreach (var (notional, position) in new[] { (30_000m, -0.6m), (7_500m, -0.15m), (15_000m, -0.3m) })
        {
            world.ArbPlan = world.ArbPlan with { Notional = new(notional) };
            world.Owner.Tick();
            world.Holds(
                world.RunUntil(w => w.IsAtRest && w.Held.Position == new Quantity(position), TimeSpan.FromMinutes(2)),
                () => $"not resized to {position}");
            world.Sound();
        }
    }

    [Fact]
    public void A_warning_of_health_halves_the_position_once_in_its_cool_down_and_again_after_it()
    {
        var world = Worlds.Plan.With(s => s with { ReduceCoolDown = TimeSpan.FromMinutes(30) }).Hold();
        // 1 − 1.2 × 0.3 is 0.64: a warning, and no emergency.
        world.Wire.Retell = (_, reply) => reply is VenueReply.AccountRead { Account: var account }
            ? new VenueReply.AccountRead(account with { MaintenanceMargin = account.AdjustedEquity * 0.3m })
            : reply;
        Reduced(-0.15m, TimeSpan.FromMinutes(3));
        Reduced(-0.15m, TimeSpan.FromMinutes(26));
        Reduced(-0.075m, TimeSpan.FromMinutes(3));
        Assert.IsType<CarryPhase.Holding>(world.Row.State.Phase);

        void Reduced(decimal position, TimeSpan after)
        {
            world.Run(after);
            world.UntilPhase<CarryPhase.Holding>();
            Assert.Equal(new(position), world.Held.Position);
            world.Holds(world.Row.Ledger.Exposure.Abs() < world.Residue, () => $"{world.Row.Ledger.Exposure}");
        }
    }

    [Fact]
    public void Coins_that_were_there_before_are_neither_counted_nor_sold()
    {
        var world = (Worlds.OneSlice with { Wallet = [(new("USDT"), 1_000_000m), (new("BTC"), 2m)] }).Hold().Sound();
        Assert.Equal(new(2m), world.Row.Baseline!.Coins);
        world.Venue.AdvanceTo(world.Time.Now);
        world.Venue.OutsideTrade(Market.Spot, world.ArbPlan.Symbol, new(-0.5m), world.Market.Price);
        world.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(new(1.5m), world.Row.Baseline!.Coins);
        Assert.Null(world.Row.State.Stopped);

        world.TurnAgainst();
        world.UntilPhase<CarryPhase.Flat>();
        Assert.InRange((world.Held.Coin - new Quantity(1.5m)).Value, 0m, 0.0001m);
    }

    [Fact]
    public void A_position_that_was_there_before_refuses_the_start_and_is_left_alone()
    {
        var world = new CarryWorld(Worlds.OneSlice);
        world.Venue.OutsideTrade(Market.Linear, world.ArbPlan.Symbol, new(0.5m), world.Market.Price);
        world.Start().Run(TimeSpan.FromMinutes(5));

        Assert.Equal(new(0.5m), world.Held.Position);
        Assert.Empty(world.History.Accepted);
        Assert.Contains("does not start: a position of 0.5", Assert.Single(world.Alarms()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_debt_that_was_there_before_refuses_the_start_and_is_not_repaid()
    {
        var world = new CarryWorld(Worlds.Negative);
        world.Wire.Retell = (_, reply) => reply is VenueReply.AccountRead { Account: var account }
            ? new VenueReply.AccountRead(account with { BaseDebt = new(0.5m), BaseBalance = new(2m) })
            : reply;
        world.Start().Run(TimeSpan.FromMinutes(5));

        Assert.Empty(world.History.Accepted);
        Assert.DoesNotContain(world.History.Of<Happening.Sent>(), s => s.Request is VenueRequest.RepayDebt);
        Assert.Contains("does not start: a debt of 0.5 BTC", Assert.Single(world.Alarms()), StringComparison.Ordinal);
    }

    private static VenueReply WithoutHealth(VenueRequest request, VenueReply reply) =>
        reply is VenueReply.AccountRead { Account: var a }
        ? new VenueReply.AccountRead(a with { AdjustedEquity = null, MaintenanceMargin = null, InitialMargin = null })
        : reply;

    /// <summary>A budget for new risk of so many orders a second: the block that is in the plan from the
    /// start.</summary>
    private static CarryWorldPlan Blocking(CarryWorldPlan plan, string block, int orders) => block == "rate"
        ? plan with { Limits = plan.Limits with { OrdersPerSecondMax = orders + 1, OrdersPerSecondReserve = 1 } }
        : plan;

    private static void Block(CarryWorld world, string block)
    {
        world.Mode = block switch
        {
            "kill" => new(Kill: true),
            "breaker" => new(Breaker: true),
            "reduce-only" => new(ReduceOnly: true),
            "blind" => new(Blind: true),
            _ => RiskMode.Normal,
        };
        if (block == "stale")
        {
            world.Wire.Retell = (_, reply) => reply is VenueReply.MarketRead { Market: var m }
                ? new VenueReply.MarketRead(m with { Spot = Old(m.Spot), Perp = Old(m.Perp) })
                : reply;
        }

        static TopOfBook? Old(TopOfBook? quote) =>
            quote is { } q ? q with { At = q.At - TimeSpan.FromSeconds(10) } : null;
    }
}
