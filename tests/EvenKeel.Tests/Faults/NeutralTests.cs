using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Entries against the simulated venue: neutral at every instant, whatever fills, when, and what is lost on
/// the way.</summary>
public sealed class NeutralTests
{
    private static readonly TimeSpan s_hedgeTime = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_nominal_entry_ends_level_with_three_slices_and_three_hedges()
    {
        var world = Worlds.Plan.Hold().Sound();
        Assert.Equal(new(-0.3m), world.Held.Position);
        Assert.Equal(3, world.Orders(Market.Spot).Count);
        Assert.Equal(3, world.Orders(Market.Linear).Count);
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.FromMilliseconds(1), s_hedgeTime);
    }

    [Fact]
    public void A_spot_leg_that_fills_by_42_percent_is_hedged_by_exactly_that_less_its_fee()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilSent(Market.Spot);
        world.Market.SpotAsks = [new(0.042m)];
        world.Market.Quote();
        world.UntilFilled(Market.Spot);
        world.Market.SpotAsks = [];
        world.UntilPhase<CarryPhase.Holding>();

        // 0.042 less 0.1 % is 0.041958, and the perpetual trades thousandths.
        Assert.Equal((new Quantity(0.041958m), new Quantity(-0.041m)), world.Sound().Held);
        Assert.Equal(new(0.041m), Assert.Single(world.Orders(Market.Linear)).Quantity);
    }

    [Fact]
    public void A_spot_leg_that_fills_in_ten_steps_over_a_minute_is_hedged_step_by_step()
    {
        var slowly = Worlds.Assumed(new SlowFill(10, TimeSpan.FromMinutes(1)));
        var world = Worlds.Patient.WithVenue(v => v with { SlowFill = slowly }).Begin();
        world.Until<Happening.Stored>(s => s.Row.Journal.Open.Any());
        world.Run(TimeSpan.FromSeconds(1));
        world.Market.Price = new(49_990m);
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        Assert.Equal(10, world.History.Of<Happening.Filled>().Count(f => f.Fill.Market == Market.Spot));
        Assert.Equal(10, world.Exposure.Stretches.Count);
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.FromMilliseconds(1), s_hedgeTime);
        Assert.InRange(world.Exposure.NotionalMax.Value, 1m, 50_000m * (0.0101m + 0.001m));
        Assert.Single(world.Orders(Market.Spot));
    }

    [Fact]
    public void An_order_that_is_acknowledged_empty_and_fills_later_is_hedged_later()
    {
        var late = Worlds.Assumed(DelaySpan.Of(3_000));
        var world = Worlds.OneSlice.WithDelays(d => d with { Match = late }).Hold().Sound();
        Assert.Single(world.Orders(Market.Spot));
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void A_fill_between_a_cancel_and_its_answer_is_hedged_exactly()
    {
        var world = Worlds.Patient.With(s => s with { PatientTime = TimeSpan.FromSeconds(10) })
            .WithDelays(d => d with { Cancel = Worlds.Assumed(DelaySpan.Of(800)) }).Begin();
        world.Until<Happening.Answered>(a => a is { Request: VenueRequest.CancelOrder, Reply: VenueReply.Accepted });
        world.Market.SpotAsks = [new(0.03m)];
        world.Market.Price = new(49_990m);
        world.UntilFilled(Market.Spot);
        world.Market.SpotAsks = [];
        world.UntilPhase<CarryPhase.Holding>();

        Assert.Equal((new Quantity(0.02997m), new Quantity(-0.029m)), world.Sound().Held);
        Assert.Single(world.Ended(IntentStatus.CancelledPartial));
    }

    [Fact]
    public void A_hedge_that_fills_in_part_is_followed_by_the_rest()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilSent(Market.Spot);
        world.Market.PerpBids = [new(0.06m)];
        world.UntilPhase<CarryPhase.Holding>();

        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
        Assert.True(world.Orders(Market.Linear).Count > 1);
        Assert.Single(world.Orders(Market.Spot));
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.Zero, 2 * s_hedgeTime);
    }

    [Fact]
    public void A_hedge_that_is_refused_ends_with_only_its_part_taken_back()
    {
        var world = Worlds.Plan.Begin();
        world.UntilFilled(Market.Linear);
        world.Until<Happening.Filled>(f => f.Fill.Market == Market.Spot);
        world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        Assert.Equal(new(-0.1m), world.Held.Position);
        Assert.InRange(world.Row.Ledger.Exposure.Abs().Value, 0m, 0.000999m);
        var back = world.Orders(Market.Spot).Where(d => d.Side == Side.Sell);
        Assert.Equal(new(0.1m), Assert.Single(back).Quantity);
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.Zero, 2 * s_hedgeTime);
    }

    [Fact]
    public void A_first_hedge_that_is_refused_ends_flat_and_naked_of_nothing()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilFilled(Market.Spot);
        world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
        world.UntilPhase<CarryPhase.Flat>();
        world.Sound();

        Assert.Equal(Quantity.Zero, world.Held.Position);
        var flat = Assert.IsType<CarryPhase.Flat>(world.Row.State.Phase);
        Assert.StartsWith("unwound", flat.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hedge_whose_answer_is_lost_is_found_by_its_id_and_nothing_is_taken_back()
    {
        var world = Worlds.OneSlice.Begin();
        world.Befall(Market.Linear, 1, new(AnswerLost: true));
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        Assert.Single(world.Orders(Market.Linear));
        Assert.Single(world.Orders(Market.Spot));
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.Zero, s_hedgeTime);
    }

    [Fact]
    public void A_hedge_whose_request_is_lost_is_proven_never_to_have_arrived_and_sent_under_a_new_id()
    {
        var world = Worlds.OneSlice.Begin();
        world.Befall(Market.Linear, 1, new(RequestLost: true));
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        Assert.Single(world.Ended(IntentStatus.NeverArrived));
        Assert.Single(world.Orders(Market.Linear));
        // The hedge's own time, the lease, the visibility, and two questions a second apart.
        var most = s_hedgeTime + TimeSpan.FromSeconds(1 + 5 + 2);
        Assert.InRange(world.Exposure.StretchMax, TimeSpan.FromSeconds(7), most);
    }

    [Fact]
    public void A_request_that_arrives_three_times_is_one_order()
    {
        var world = Worlds.OneSlice.Begin();
        world.Wire.Fate = _ => new(Copies: 2);
        world.UntilPhase<CarryPhase.Holding>();
        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
        Assert.Single(world.Orders(Market.Spot));
        Assert.Single(world.Orders(Market.Linear));
    }

    [Fact]
    public void A_request_that_is_late_beyond_its_lease_is_refused_by_the_venue_and_tried_again()
    {
        var world = Worlds.OneSlice.Begin();
        world.Befall(Market.Linear, 1, new(RequestLate: TimeSpan.FromSeconds(1.5)));
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();
        Assert.Single(world.Ended(IntentStatus.NeverArrived));
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void When_neither_way_out_is_open_it_goes_on_trying_and_tells()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilFilled(Market.Spot);
        var symbol = world.ArbPlan.Symbol;
        world.Venue.Halt(Market.Linear, symbol);
        world.Venue.Halt(Market.Spot, symbol);
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Contains(world.Alarms(), a => a.Contains("neither hedge nor unwind", StringComparison.Ordinal));
        Assert.IsType<SpotPerpEntry.Exposed>(Assert.IsType<CarryPhase.Entering>(world.Row.State.Phase).Step);

        world.Venue.Resume(Market.Linear, symbol);
        world.UntilPhase<CarryPhase.Holding>();
        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
    }

    [Fact]
    public void What_the_perpetual_cannot_trade_is_kept_as_dust_and_its_least_worth_counts_as_a_step()
    {
        var pair = Worlds.Plan.Venue.Find(new("BTCUSDT"))!;
        var coarse = pair with { Linear = pair.Linear! with { NotionalMin = Worlds.Assumed(new Amount(200m)) } };
        var world = Worlds.OneSlice.WithVenue(v => v.With(coarse)).Begin();
        world.UntilSent(Market.Spot);
        world.Market.SpotAsks = [new(0.0039m)];
        world.Market.Quote();
        world.UntilFilled(Market.Spot);
        world.Market.SpotAsks = [];
        world.UntilPhase<CarryPhase.Flat>();

        Assert.Empty(world.Sound().Orders(Market.Linear));
        Assert.Equal(new(0.0038961m), world.Row.Ledger.Exposure);
    }

    [Fact]
    public void Twice_the_latency_means_more_exposed_time()
    {
        var (once, twice) = (Exposed(Worlds.Plan), Exposed(Worlds.Plan with { LatencyFactor = 2m }));
        Assert.True(twice > 1.5 * once, $"{once} against {twice}");

        static TimeSpan Exposed(CarryWorldPlan plan)
        {
            var stretches = plan.Hold().Sound().Exposure.Stretches;
            return stretches.Aggregate((a, b) => a + b);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_history_and_another_seed_another()
    {
        Assert.Equal(Told(Worlds.Plan), Told(Worlds.Plan));
        Assert.NotEqual(Told(Worlds.Plan), Told(Worlds.Plan with { Seed = 2 }));

        static string Told(CarryWorldPlan plan) => plan.Hold().History.Tail(int.MaxValue);
    }
}
