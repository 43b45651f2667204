using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Grids;

/// <summary>When a grid closes all that it holds, and how.</summary>
public sealed class GridEndTests
{
    private static readonly GridScene s_held = new GridScene().Filled(-1, 1m).Filled(-2, 2m);

    [Theory]
    [InlineData(-327, Move.Hold)]
    [InlineData(-328, Move.Exit)]
    public void A_loss_beyond_the_stop_closes_all(int cash, Move move)
    {
        // Held 3 at 99: worth 297; 10 % of the 300 that may be put in are 30.
        var scene = s_held.With(s => s with { StopLoss = new(0.1m) }) with { Price = 99m, Cash = new(cash) };
        Assert.Equal(move, scene.Target.Move);
    }

    [Theory]
    [InlineData(-267, Move.Hold)]
    [InlineData(-266, Move.Exit)]
    public void A_profit_beyond_the_aim_closes_all(int cash, Move move)
    {
        var scene = s_held.With(s => s with { TakeProfit = new(0.1m) }) with { Price = 99m, Cash = new(cash) };
        Assert.Equal(move, scene.Target.Move);
    }

    [Fact]
    public void Without_a_stop_no_loss_closes() =>
        Assert.Equal(Move.Hold, (s_held with { Cash = new(-1_000_000m) }).Target.Move);

    [Theory]
    [InlineData(OutOfRange.Wait, Move.Hold)]
    [InlineData(OutOfRange.Trail, Move.Hold)]
    [InlineData(OutOfRange.Close, Move.Exit)]
    public void A_price_out_of_range_closes_all_where_that_was_asked_for(OutOfRange policy, Move move)
    {
        var scene = s_held.With(s => s with { OutOfRange = policy }) with
        {
            Ladder = new(1, new(97m), new(1m), 0m, new(97m), new(103m)),
            Price = 95.9m,
        };
        Assert.Equal(move, scene.Target.Move);
        Assert.Equal(Move.Hold, (scene with { Price = 96.1m }).Target.Move);
    }

    [Fact]
    public void A_person_who_asks_for_flat_gets_every_slot_closed_at_once_within_a_cap()
    {
        var target = (s_held with { Mode = new(Flatten: true) }).Target;
        Assert.All(target.Orders, o => Assert.True(o.Takes && o.ReduceOnly && o.Side == Side.Sell));
        Assert.Equal([new(2m), new(1m)], target.Orders.Select(o => o.Quantity));
        // Bid 99.99 less half a percent, down to the tick.
        Assert.All(target.Orders, o => Assert.Equal(new(99.49m), o.Price));
    }

    [Fact]
    public void While_it_leaves_no_opening_stays()
    {
        var scene = s_held.Open(-3, Side.Buy, 97m, 1.03m) with { Leaving = "asked" };
        Assert.Equal(-3, Assert.Single(scene.Moves.OfType<Difference.Cancel>()).Order.Slot.Index);
        Assert.Equal(2, scene.Moves.OfType<Difference.Place>().Count(p => p.Order.Takes));
    }

    [Fact]
    public void A_position_that_is_booked_after_a_grid_was_left_before_its_ladder_is_closed()
    {
        var scene = new GridScene();
        var machine = new GridMachine(scene.Plan, TimeSpan.FromSeconds(1));
        var row = MachineRow<Grid>.New("grid/ABCUSDT", Grid.New, GridScene.Start);
        var left = machine.Decide(row, new MachineEvent.LeaveAsked("a person", false), scene.Now);
        Assert.IsType<GridPhase.Stopped>(left.State.Phase);
        row = row with { State = left.State, Ledger = scene.Ledger with { Perp = new(-0.5m) } };
        var told = machine.Decide(row, new MachineEvent.Disturbed("unexplained", []), scene.Now);
        Assert.Equal(scene.Now, told.LookAt);

        var seen = machine.Decide(row with { State = told.State }, new MachineEvent.Seen(scene.View), scene.Now);

        Assert.Equal(new(-0.5m), Assert.Single(seen.State.Slots).Held);
        Assert.IsType<GridPhase.Leaving>(seen.State.Phase);
    }

    [Fact]
    public void An_order_that_takes_is_left_alone_until_it_has_ended()
    {
        var scene = new GridScene { Leaving = "asked" }.Filled(-1, 1m);
        var wanted = Assert.Single(scene.Target.Orders);
        var open = scene.Open(-1, Side.Sell, wanted.Price.Value, 1m, opens: false);
        var takes = open.Journal.Intents[0].Draft with { TimeInForce = TimeInForce.ImmediateOrCancel };
        var journal = OrderJournal.Empty.Add(open.Journal.Intents[0] with { Draft = takes });
        Assert.Empty((open with { Journal = journal, Price = 90m }).Moves);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_rest_that_is_worth_an_order_at_its_exit_and_not_at_once_is_closed_with_the_others(int more, int less)
    {
        // At least 0.05 at the exit, 0.06 where it is closed at once.
        var run = new GridRun(new GridScene().Plan).Settle(100m);
        run.Traded(run.Open[more], 0.05m).Traded(run.Open[less], 0.01m);
        foreach (var order in run.Open)
        {
            run.Ended(order);
        }

        var close = Assert.Single(run.Tell(new MachineEvent.LeaveAsked("a person", Emergency: false)).Look().Open);
        Assert.Equal((Side.Sell, new Quantity(0.06m)), (close.Draft.Side, close.Draft.Quantity));
        Assert.IsType<GridPhase.Stopped>(run.Filled(close).Look().Row.State.Phase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rests_that_can_be_traded_together_are_closed_before_it_stops(bool quoted)
    {
        // Five quote must be traded at least, 0.05 at 100: neither rest is worth that, both are.
        var run = new GridRun(new GridScene().Plan).Settle(100m);
        run.Traded(run.Open[0], 0.03m).Traded(run.Open[1], 0.03m);
        foreach (var order in run.Open)
        {
            run.Ended(order);
        }

        if (quoted)
        {
            run.Mode = new(Flatten: true);
            run.Look();
        }
        else
        {
            run.Tell(new MachineEvent.LeaveAsked("a person", Emergency: false)).LookWithoutQuote();
        }

        Assert.IsType<GridPhase.Leaving>(run.Row.State.Phase);
        var close = Assert.Single(run.Look().Open);
        Assert.Equal((Side.Sell, new Quantity(0.06m)), (close.Draft.Side, close.Draft.Quantity));
        Assert.IsType<GridPhase.Stopped>(run.Filled(close).Look().Row.State.Phase);
    }
}
