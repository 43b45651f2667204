using System.Collections.Immutable;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Tests.Grids;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>What the checker of the storm says of bookings: an order by what the venue executed, a rung by the orders
/// that bear its name. One grid at 100 with whole steps.</summary>
public sealed class SlotRuleTests
{
    private const string Machine = "grid/ABCUSDT";

    private readonly Verdict _verdict = new();
    private readonly Journals _journals = new((_, _) => false);
    private readonly Readings _readings = new(market => new(null, market.Mark));
    private readonly BookingRule _booking;
    private readonly SlotRule _slots;
    private readonly OrderIntent _below = Opening(-1);
    private MachineRow<Grid> _row = MachineRow<Grid>.New(
        Machine, Grid.New with { Phase = new GridPhase.Running(), Ladder = new(1, new(100m), new(1m)) },
        GridScene.Start);

    public SlotRuleTests()
    {
        var on = GridScene.Linear;
        _booking = new(_verdict, on.Base, _journals);
        _slots = new(
            _verdict, Machine, World.Deployment, Market.Linear, _booking, () => on, () => on, _readings);
    }

    private IEnumerable<string> Broken => _verdict.Violations.Select(v => v.Invariant).Distinct();

    [Fact]
    public void What_the_venue_filled_of_a_rung_is_in_it()
    {
        Written().Filled(1m).Stored(1m, [Ended(1m)], Held(-1, 1m));
        Assert.Empty(Broken);
    }

    [Fact]
    public void A_fill_in_the_wrong_rung_is_noticed_though_the_slots_add_up()
    {
        Written().Filled(1m).Stored(1m, [Ended(1m)], Held(-2, 1m));
        Assert.Equal(["G3"], Broken);
    }

    [Fact]
    public void An_order_that_is_booked_for_another_rung_than_its_name_says_is_noticed()
    {
        var strange = Ended(1m) with { Draft = _below.Draft with { Slot = new(1, -2) } };
        Written().Filled(1m).Stored(1m, [strange], Held(-2, 1m));
        Assert.Contains("G1", Broken);
    }

    [Fact]
    public void More_than_the_venue_executed_is_no_booking()
    {
        Written().Filled(0.6m).Stored(0.7m, [Ended(0.7m)], Held(-1, 0.7m));
        Assert.Equal(["I6"], Broken);
    }

    [Fact]
    public void A_part_is_booked_only_as_the_venue_executed_it()
    {
        Written().Filled(0.6m).Filled(0.4m).Stored(0.6m, [_below with { Done = Done(0.6m) }], Held(-1, 0m));
        Assert.Empty(Broken);
        Stored(0.8m, [_below with { Done = Done(0.8m) }], Held(-1, 0m));
        Assert.Equal(["I6"], Broken);
    }

    [Fact]
    public void A_ledger_that_moves_by_itself_is_noticed()
    {
        Written().Stored(0.5m, [_below], Held(-1, 0.5m));
        Assert.Contains("I6", Broken);
    }

    [Fact]
    public void What_moves_a_leg_from_outside_explains_its_ledger_and_one_rung()
    {
        Written().See(new Happening.MovedOutside(GridScene.Start, Market.Linear, new(0.5m)))
            .Stored(0.5m, [_below], Held(-1, 0m), Held(2, 0.5m));
        Assert.Empty(Broken);
    }

    [Fact]
    public void Dust_may_go_into_another_rung_and_nothing_else_may()
    {
        Written().Filled(0.04m).Filled(0.96m).Stored(0.04m, [Ended(0.04m)], Held(-1, 0.04m))
            .Stored(0.04m, [Ended(0.04m)], Held(0, 0.04m));
        Assert.Empty(Broken);
        Stored(0.04m, [Ended(0.04m)], Held(0, 0.03m), Held(1, 0.01m));
        Assert.Equal(["G3"], Broken);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Only_a_grid_that_leaves_may_put_together_what_is_worth_no_order_at_once(bool leaves, bool kept)
    {
        // 0.05 is worth the least of an order at its exit, and not where it would be closed at once.
        Written().Filled(0.05m).Filled(0.95m).Sees(100m).Stored(0.05m, [Ended(0.05m)], Held(-1, 0.05m));
        _row = leaves ? _row with { State = _row.State with { Phase = new GridPhase.Leaving("asked") } } : _row;
        Stored(0.05m, [Ended(0.05m)], Held(0, 0.05m));
        Assert.Equal(kept ? ["G3"] : [], Broken);
    }

    [Fact]
    public void A_close_beyond_what_the_orders_of_its_rung_have_left_in_it_is_noticed()
    {
        Written().Filled(1m).Stored(1m, [Ended(1m)], Held(-1, 1m)).Accepted(Closing(1m));
        Assert.Empty(Broken);
        Accepted(Closing(1.01m));
        Assert.Equal(["G4"], Broken);
    }

    [Fact]
    public void What_has_filled_and_is_not_booked_counts_for_a_close()
    {
        Written().Filled(1m).Accepted(Closing(1m));
        Assert.Empty(Broken);
    }

    [Fact]
    public void A_grid_that_stops_with_something_in_its_rungs_is_noticed()
    {
        Written().Filled(1m).Stopped(1m, Held(-1, 1m));
        Assert.Equal(["G5"], Broken);
    }

    [Fact]
    public void A_grid_may_stop_with_rungs_that_hold_against_each_other()
    {
        var above = Opening(1, Side.Sell);
        Stored(0m, [_below, above], Held(-1, 0m), Held(1, 0m)).Filled(1m).Filled(1m, above);
        _row = _row with { State = _row.State with { Phase = new GridPhase.Stopped("asked") } };
        var sold = above with { Status = IntentStatus.Filled, Done = Done(1m) };
        Stored(0m, [Ended(1m), sold], Held(-1, 1m), Held(1, -1m));
        Assert.Empty(Broken);
    }

    private static Slot Held(int index, decimal held) =>
        new(new(1, index), new(held), new(held * (100m + index)), new(101m + index));

    private static OrderIntent Opening(int index, Side side = Side.Buy) =>
        Intent(index, side, 1m, TimeInForce.PostOnly, 0);

    private static OrderIntent Closing(decimal quantity) =>
        Intent(-1, Side.Sell, quantity, TimeInForce.GoodTillCancel, 1);

    private static OrderIntent Intent(int index, Side side, decimal quantity, TimeInForce force, int attempt)
    {
        var draft = new OrderDraft(
            GridSteps.Of(index, side), Market.Linear, GridScene.Linear.Symbol, side, new(quantity), new(100m + index),
            force, ReduceOnly: false, OnMargin: false, new(100m), new SlotKey(1, index));
        var id = ClientOrderId.Of(World.Deployment, WorkflowId.Of(Machine, 1), draft.Step, attempt);
        return new(id, draft, attempt, GridScene.Start, TimeSpan.FromSeconds(1), true);
    }

    private static Execution Done(decimal quantity) =>
        new(new(quantity), new(quantity * 99m), Quantity.Zero, Amount.Zero, Amount.Zero);

    private OrderIntent Ended(decimal done) =>
        _below with { Status = IntentStatus.CancelledPartial, Done = Done(done) };

    private SlotRuleTests Written() => Stored(0m, [_below], Held(-1, 0m));

    private SlotRuleTests Filled(decimal quantity, OrderIntent? of = null)
    {
        var (id, draft) = ((of ?? _below).Id, (of ?? _below).Draft);
        return See(new Happening.Filled(GridScene.Start, new(
            "x", id, Market.Linear, draft.Symbol, draft.Side, new(99m), new(quantity), new("USDT"), 0m, Maker: true,
            GridScene.Start)));
    }

    private SlotRuleTests Sees(decimal price) => See(new Happening.Heard(
        GridScene.Start, new VenueRequest.ReadMarket(GridScene.Linear.Symbol),
        new VenueReply.MarketRead(
            GridScene.ViewAt(GridScene.Linear.Symbol, price, GridScene.Start, RiskMode.Normal).Market),
        HandMade.First));

    private SlotRuleTests Accepted(OrderIntent intent) => See(new Happening.Answered(
        GridScene.Start, new VenueRequest.PlaceOrder(new(intent)), new VenueReply.Accepted("v")));

    private SlotRuleTests Stopped(decimal position, params ImmutableArray<Slot> slots)
    {
        _row = _row with { State = _row.State with { Phase = new GridPhase.Stopped("asked") } };
        return Stored(position, [Ended(1m)], slots);
    }

    private SlotRuleTests Stored(decimal position, OrderIntent[] intents, params ImmutableArray<Slot> slots)
    {
        var entry = OutboxEntry.Of(Machine, _row.Version + 1, GridScene.Start, "by hand", _row.LastHash, []);
        _row = _row with
        {
            Version = entry.Version,
            State = _row.State with { Slots = slots },
            Journal = new([.. intents], 0),
            Ledger = _row.Ledger with { Perp = new(position) },
            Outbox = [entry],
            LastHash = entry.Hash,
        };
        return See(new Happening.Stored(GridScene.Start, _row, HandMade.First));
    }

    private SlotRuleTests See(Happening happening)
    {
        _readings.See(happening);
        _journals.See(happening);
        _booking.See(happening);
        _slots.See(happening);
        return this;
    }
}
