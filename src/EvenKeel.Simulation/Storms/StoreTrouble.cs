using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls the store: writes that fail before or after they were done, rows that cannot be read, an
/// outage.</summary>
internal sealed class StoreTrouble(World world, Dice dice)
{
    private Instant _outUntil;

    private bool IsOut => dice.Blows && world.Time.Now < _outUntil;

    public void Begin()
    {
        world.Store.WriteFate = _ => IsOut || dice.Strikes(Fault.WriteLost) ? StoreFate.FailsBefore
            : dice.Strikes(Fault.WriteUnheard) ? StoreFate.FailsAfter
            : StoreFate.Done;
        world.Store.WriteLate = () => dice.Strikes(Fault.WriteSlow)
            ? dice.Span(Fault.WriteSlow, 20, 2_000)
            : TimeSpan.Zero;
        world.Store.AppendFate = () => IsOut ? StoreFate.FailsBefore
            : !dice.Strikes(Fault.AppendLost) ? StoreFate.Done
            : dice.Span(Fault.AppendLost, 0, 1) == TimeSpan.Zero ? StoreFate.FailsBefore
            : StoreFate.FailsAfter;
        world.Store.ReadFate = () => IsOut || dice.Strikes(Fault.ReadFails) ? ReadFate.Fails
            : dice.Strikes(Fault.RowCorrupt) ? ReadFate.Corrupt
            : dice.Strikes(Fault.RowNewer) ? ReadFate.Newer
            : ReadFate.Done;
    }

    public void Fail(Trigger trigger)
    {
        var span = trigger.Span(1_000, 10_000);
        _outUntil = world.Time.Now + span;
        dice.Strike(Fault.StoreOutage, span);
    }
}
