using CsCheck;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Grids;

/// <summary>Whatever a grid is in, holds and is told: it decides, or says why that cannot be; and what it orders is
/// always an order that could be sent.</summary>
public sealed class GridDeciderPropertyTests
{
    private const int Times = 20_000;

    private int _decided;
    private int _ordered;
    private int _cancelled;

    [Fact]
    public void A_grid_decides_in_every_phase_on_every_event()
    {
        Gen.Select(
            AnyGrid.Scenes.SelectMany(s => AnyGrid.Events(s).Select(e => (s, e))), Gen.OneOf([.. AnyGrid.Phases]),
            Gen.Int[0, 4], (met, phase, off) => (met.s, met.e, phase, off))
            .Check(drawn => Whole(drawn.s, drawn.e, drawn.phase, drawn.off), Times);

        // Else little was tried.
        Assert.InRange(_decided, Times / 2, Times);
        Assert.InRange(_ordered, Times / 20, Times);
        Assert.InRange(_cancelled, Times / 50, Times);
    }

    /// <param name="off">The ledger holds another position than the slots when this is zero.</param>
    private void Whole(GridScene scene, MachineEvent @event, GridPhase phase, int off)
    {
        var ledger = scene.Paid with { Perp = scene.Ledger.Perp + (off == 0 ? new(0.5m) : Quantity.Zero) };
        var grid = new Grid(
            phase, scene.Ladder, scene.Slots, GridTotals.None, scene.Plan.Settings, scene.Halted);
        var desk = new GridDesk(
            scene.Plan, ledger, scene.Journal, (@event as MachineEvent.Seen)?.View, scene.Now, scene.Now,
            TimeSpan.FromSeconds(1));
        Step<Grid> step;
        try
        {
            step = GridDecider.Decide(grid, desk, @event);
        }
        catch (UndecidedException e)
        {
            Assert.Matches("^[A-Z][A-Za-z]+ cannot happen while [A-Z][A-Za-z]+: .{12,}$", e.Message);
            return;
        }

        _decided++;
        var placed = step.Commands.OfType<MachineCommand.Place>().Select(p => p.Draft).ToList();
        var cancelled = step.Commands.OfType<MachineCommand.Cancel>().ToList();
        (_ordered, _cancelled) = (_ordered + Math.Sign(placed.Count), _cancelled + Math.Sign(cancelled.Count));
        Assert.Equal(placed.Select(d => d.Slot).Distinct(), placed.Select(d => d.Slot));
        Assert.All(placed, draft => CouldBeSent(scene, step.State, draft));
        Assert.All(cancelled, c => Assert.True(scene.Journal.Find(c.Order) is { IsOpen: true, CancelAsked: false }));
        Assert.Equal(step.State.Slots.Select(s => s.Key).Order(), step.State.Slots.Select(s => s.Key));
    }

    private static void CouldBeSent(GridScene scene, Grid next, OrderDraft draft)
    {
        var (on, at) = (scene.Plan.On, draft.Limit ?? draft.Mid);
        Assert.True(draft.Quantity > Quantity.Zero && on.RoundDown(draft.Quantity) == draft.Quantity, $"{draft}");
        Assert.True(draft.Quantity >= on.QuantityMin && at * draft.Quantity >= on.NotionalMin, $"{draft}");
        Assert.True(draft.Limit is { Value: > 0m } limit && on.RoundDown(limit) == limit, $"{draft}");
        Assert.False(draft.ReduceOnly && draft.Market == Market.Spot);
        if (draft.Slot is { } slot)
        {
            Assert.Null(scene.Journal.OpenAt(slot));
            Assert.True(next.Slots.IndexOf(slot) >= 0, $"no slot was kept for {draft}");
        }
    }
}
