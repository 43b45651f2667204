using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Grains.Funding;

/// <summary>What became of a carry with one write, in sentences for people.</summary>
internal static class CarryStory
{
    public static IEnumerable<string> Of(MachineRow<Carry> before, MachineRow<Carry> after)
    {
        var (was, now) = (before.State.Phase, after.State.Phase);
        switch (now)
        {
            case CarryPhase.Entering entering when was is not CarryPhase.Entering:
                var order = entering.Order;
                yield return $"enters {order.Direction} carry of {order.Target}: {order.Because}";
                break;
            case CarryPhase.Holding holding when was is not CarryPhase.Holding:
                yield return $"holds spot {after.Ledger.Base}, perp {after.Ledger.Perp}: {holding.Because}";
                break;
            case CarryPhase.Leaving leaving when was is not CarryPhase.Leaving:
                yield return $"leaves, down to {leaving.Order.PerpTo.Abs()}: {leaving.Order.Because}";
                break;
            case CarryPhase.Flat flat when was is not CarryPhase.Flat:
                yield return $"is flat: {flat.Because}";
                break;
        }

        if (after.Ledger.Funding - before.Ledger.Funding is var funding && funding != Amount.Zero)
        {
            var verb = funding > Amount.Zero ? "received" : "paid";
            yield return $"{verb} funding {funding}, {after.Ledger.Funding} in all";
        }
    }
}
