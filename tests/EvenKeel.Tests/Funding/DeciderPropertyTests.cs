using CsCheck;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Funding;

/// <summary>Whatever a carry is in, holds and is told: it decides, or says why that cannot be; and what it orders is
/// always an order that could be sent.</summary>
public sealed class DeciderPropertyTests
{
    private const int Times = 20_000;

    private int _decided;
    private int _ordered;

    [Fact]
    public void An_entry_decides_in_every_state_on_every_event()
    {
        Meeting(Gen.OneOf([.. Any.Entries])).Check(
            drawn => Whole(drawn.Scene, () => SpotPerpEntryDecider.Decide(
                drawn.Order, drawn.State, drawn.Scene.Book(drawn.Event), drawn.Event, drawn.Wanted)),
            Times);
        Busy();
    }

    [Fact]
    public void An_exit_decides_in_every_state_on_every_event()
    {
        Gen.Select(Meeting(Gen.OneOf([.. Any.Exits])), Any.ExitOrders).Check(
            drawn => Whole(drawn.Item1.Scene, () => SpotPerpExitDecider.Decide(
                drawn.Item2, drawn.Item1.State, drawn.Item1.Scene.Book(drawn.Item1.Event), drawn.Item1.Event)),
            Times);
        Busy();
    }

    [Fact]
    public void A_carry_decides_in_every_phase_on_every_event()
    {
        Meeting(Any.Carries(Gen.OneOf([.. Any.Phases]))).Check(
            drawn => Whole(
                drawn.Scene, () => CarryDecider.Decide(drawn.State, drawn.Scene.Book(drawn.Event), drawn.Event)),
            Times);
        Busy();
    }

    /// <summary>A third at least is decided, and orders are among it: else little was tried.</summary>
    private void Busy()
    {
        Assert.InRange(_decided, Times / 3, Times);
        Assert.InRange(_ordered, Times / 50, Times);
    }

    private static Gen<Met<TState>> Meeting<TState>(Gen<TState> states) => Gen.Select(
        Any.Scenes.SelectMany(s => Any.Events(s).Select(e => (s, e))), states, Any.EntryOrders, Gen.Bool,
        (met, state, order, wanted) => new Met<TState>(met.s, state, met.e, order, wanted));

    /// <summary>A decision is whole when each order of it could be sent as it stands; that there is none is
    /// explained.</summary>
    private void Whole<TState>(CarryScene scene, Func<Step<TState>> decide)
    {
        Step<TState> step;
        try
        {
            step = decide();
        }
        catch (UndecidedException e)
        {
            Assert.Matches("^[A-Z][A-Za-z]+ cannot happen while [A-Z][A-Za-z]+: .{12,}$", e.Message);
            return;
        }

        var placed = step.Commands.OfType<MachineCommand.Place>().Select(p => p.Draft).ToList();
        (_decided, _ordered) = (_decided + 1, _ordered + Math.Sign(placed.Count));
        Assert.Equal(placed.Select(d => d.Market).Distinct(), placed.Select(d => d.Market));
        Assert.All(placed, draft =>
        {
            var on = scene.Plan.Of(draft.Market);
            Assert.Null(scene.Journal.OpenOn(draft.Market));
            Assert.True(draft.Quantity > Quantity.Zero && on.RoundDown(draft.Quantity) == draft.Quantity);
            Assert.True(draft.Quantity >= on.QuantityMin && draft.Mid * draft.Quantity >= on.NotionalMin);
            Assert.True(draft.Limit is { Value: > 0m } limit && on.RoundDown(limit) == limit);
            Assert.False(draft.ReduceOnly && draft.Market == Market.Spot);
        });
        Assert.All(
            step.Commands.OfType<MachineCommand.Cancel>(), c => Assert.True(scene.Journal.Find(c.Order)!.IsOpen));
        Assert.All(step.Commands.OfType<MachineCommand.Repay>(), r => Assert.True(r.Amount > Quantity.Zero));
    }

    private sealed record Met<TState>(
        CarryScene Scene, TState State, MachineEvent Event, EntryOrder Order, bool Wanted);
}
