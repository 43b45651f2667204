using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Storms.Wrongs;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>A grid whose own decisions failed was brought down by orders of no slot: what its next owner makes of
/// it.</summary>
public sealed class GridQuarantineTests
{
    [Theory]
    [InlineData(Market.Linear, Boundary.Before)]
    [InlineData(Market.Linear, Boundary.OnItsWay)]
    [InlineData(Market.Linear, Boundary.Done)]
    [InlineData(Market.Spot, Boundary.Before)]
    [InlineData(Market.Spot, Boundary.OnItsWay)]
    [InlineData(Market.Spot, Boundary.Done)]
    public void An_order_of_no_slot_that_is_open_at_a_restart_is_taken_out_of_the_slots(
        Market market, Boundary boundary)
    {
        var inQuarantine = false;
        var world = GridWorlds.Begin(market, market == Market.Spot ? GridMode.Long : GridMode.Neutral, parts: new()
        {
            Machine = (_, machine) => new Quarantined(machine, () => inQuarantine),
        }).Run(20).Move(market == Market.Spot ? 49_694m : 49_794m);
        Assert.Equal(2, world.Row.State.Slots.Count(s => s.Held.Sign > 0));
        // What an unwinder does, no slot is told of: it comes out right with the owner after it.
        world.History.Watched = _ => { };
        world.Crossing = crossing =>
        {
            if (inQuarantine && crossing.Boundary == boundary
                && crossing.Need is Need.Ask { Request: VenueRequest.PlaceOrder { Order.Item.Draft.Slot: null } })
            {
                inQuarantine = false;
                world.Crash("its silo starts anew");
            }
        };

        inQuarantine = true;
        world.Crash("its decisions fail");
        world.Run(60);

        Assert.False(inQuarantine);
        var (row, sold) = (world.Row, boundary != Boundary.Before);
        Assert.DoesNotContain(row.Journal.Open, i => i.Draft.Slot is null);
        Assert.Equal(sold, row.State.Halted is not null);
        Assert.Equal(sold ? 0 : 2, row.State.Slots.Count(s => !s.Closable(world.GridPlan.On).IsZero));
        AddsUp(row, market);
        Assert.True(world.IsAtRest);
    }

    [Fact]
    public void Until_an_order_of_no_slot_is_over_nothing_is_placed_beside_it()
    {
        var scene = Unwinding(done: 0m);

        Assert.Empty(Decide(scene, new MachineEvent.Seen(scene.View)).Commands);
    }

    [Fact]
    public void What_an_order_of_no_slot_has_traded_comes_out_of_the_slots_farthest_from_the_price()
    {
        var scene = Unwinding(done: 1.5m);
        var intent = scene.Journal.Intents[0];
        foreach (var told in new MachineEvent[]
        {
            new MachineEvent.Moved(intent),
            new MachineEvent.Ended(intent.End(IntentStatus.CancelledPartial, "cancelled")),
            new MachineEvent.Seen(scene.View),
        })
        {
            var step = Decide(scene, told);

            // Of 1 that was bought at 97 and is closed at 98 a half stays; 1 that was bought at 99 is gone: 98.5 × 1.5
            // came in for what had cost 147.5.
            var left = Assert.Single(step.State.Slots, s => !s.IsIdle);
            Assert.Equal((-3, new Quantity(0.5m)), (left.Key.Index, left.Held));
            Assert.Equal(new Amount(0.25m), step.State.Totals.Matched);
            Assert.NotNull(step.State.Halted);
            Assert.Single(step.Commands.OfType<MachineCommand.Alarm>());
        }
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("running")]
    [InlineData("stopped")]
    public void One_that_has_traded_nothing_changes_nothing(string phase)
    {
        var scene = Unwinding(done: 0m);
        var intent = scene.Journal.Intents[0].End(IntentStatus.CancelledZero, "nobody took it");

        var step = Decide(scene, new MachineEvent.Ended(intent), phase switch
        {
            "waiting" => new GridPhase.Waiting("new"),
            "stopped" => new GridPhase.Stopped("asked"),
            _ => new GridPhase.Running(),
        });

        Assert.Empty(step.Commands);
        Assert.Equal(scene.Slots, step.State.Slots);
        Assert.Null(step.State.Halted);
    }

    [Fact]
    public void What_was_bought_and_sold_behind_the_slots_is_booked_though_the_position_is_the_same()
    {
        var scene = new GridScene().Filled(-1, 1m) with { Cash = new(-99.75m) };

        var step = Decide(scene, new MachineEvent.Seen(scene.View));

        Assert.Equal(new(-0.75m), step.State.Totals.Matched);
        Assert.NotNull(step.State.Halted);
    }

    [Fact]
    public void A_grid_that_waits_and_books_only_money_has_no_ladder_yet()
    {
        var scene = new GridScene() with { Cash = new(-3m) };

        var back = new VenueFlow(
            "there and back", scene.Now, VenueFlowKind.OutsideTrade, Market.Linear, new("USDT"), new(1m), new(97m),
            Rate.Zero, 0m);

        var step = Decide(
            scene, new MachineEvent.Disturbed("a person traded to and fro", [back]), new GridPhase.Waiting("new"));

        Assert.Null(step.State.Ladder);
        Assert.Equal(new(-3m), step.State.Totals.Matched);
    }

    private static void AddsUp(MachineRow<Grid> row, Market market)
    {
        Assert.Equal(row.Ledger.Of(market), GridMachine.SlotsOf(row).Held);
        Assert.Equal(row.Ledger.Cash, GridMachine.ProfitOf(row, default).Profit);
    }

    /// <summary>Two slots hold 1 each, and an order of no slot to sell both has traded so much.</summary>
    private static GridScene Unwinding(decimal done)
    {
        var scene = new GridScene { Price = 98.5m }.Filled(-3, 1m).Filled(-1, 1m);
        var draft = new OrderDraft(
            46_655, Market.Linear, scene.Plan.Symbol, Side.Sell, new(2m), new(97m), TimeInForce.ImmediateOrCancel,
            ReduceOnly: true, OnMargin: false, new(98.5m));
        var id = ClientOrderId.Of(new(Realm.Test, "scene"), WorkflowId.Of("scene", 0), draft.Step, 0);
        return scene with
        {
            Journal = OrderJournal.Empty.Add(new(
                id, draft, 0, GridScene.Start, TimeSpan.FromSeconds(1), false, IntentStatus.Acknowledged)
            {
                Done = new(new(done), new(done * 98.5m), Quantity.Zero, Amount.Zero, Amount.Zero),
            }),
        };
    }

    private static Step<Grid> Decide(GridScene scene, MachineEvent @event, GridPhase? phase = null)
    {
        var laid = phase is null or GridPhase.Running;
        var grid = new Grid(
            phase ?? new GridPhase.Running(), laid ? scene.Ladder : null, scene.Slots, GridTotals.None,
            scene.Plan.Settings);
        var done = scene.Journal.Intents.IsEmpty ? default : scene.Journal.Intents[0].Done;
        var paid = scene.Paid;
        var ledger = paid with
        {
            Perp = paid.Perp - done.Quantity,
            Cash = (scene.Cash == Amount.Zero ? paid.Cash : scene.Cash) + done.Amount,
        };
        return GridDecider.Decide(
            grid, new(
                scene.Plan, ledger, scene.Journal, (@event as MachineEvent.Seen)?.View, scene.Now, scene.Now,
                TimeSpan.FromSeconds(1)),
            @event);
    }

    /// <summary>A machine and its unwinder: whose turn it is, the test says.</summary>
    private sealed class Quarantined(IMachine<Grid> right, Func<bool> isOn) : Imitation<Grid>(right)
    {
        private readonly IMachine<Grid> _right = right;
        private readonly Unwinder<Grid> _unwinder = new(right);

        public override Step<Grid> Decide(MachineRow<Grid> row, MachineEvent @event, Instant now) =>
            isOn() ? _unwinder.Decide(row, @event, now) : _right.Decide(row, @event, now);
    }
}
