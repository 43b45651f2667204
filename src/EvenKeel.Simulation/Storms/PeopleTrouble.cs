using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What people do meanwhile: trade on the account, kill, change settings, want out.</summary>
internal abstract class PeopleTrouble(World world, Dice dice)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(3);

    public void Strike(Trigger trigger)
    {
        switch (trigger.Fault)
        {
            case Fault.PersonTrades:
                Trade(trigger);
                break;
            case Fault.Killed:
                dice.Strike(Fault.Killed);
                world.Mode = world.Mode with { Kill = true };
                break;
            case Fault.Reconfigured:
                dice.Strike(Fault.Reconfigured);
                Reconfigure();
                break;
            case Fault.LeaveAsked:
                dice.Strike(Fault.LeaveAsked);
                Turn(Storms.Turn.Asked);
                break;
            case Fault.FlattenAsked:
                dice.Strike(Fault.FlattenAsked);
                Turn(Storms.Turn.Flatten);
                break;
            case Fault.Resized:
                dice.Strike(Fault.Resized);
                Resize(trigger.Size);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(trigger), trigger.Fault, "not of people");
        }
    }

    /// <summary>Makes the machine leave.</summary>
    public abstract void Turn(Turn turn);

    /// <summary>The portfolio wants another size, where there is one.</summary>
    /// <param name="size">From half to twice. [0, 1000)</param>
    public virtual void Resize(int size)
    {
    }

    /// <summary>On which market a person would trade.</summary>
    protected abstract Market MarketOf(Trigger trigger);

    /// <summary>Other settings for what is entered next: what is held keeps its own.</summary>
    protected abstract void Reconfigure();

    /// <summary>Who asks gets no answer before the wish is stored, and so asks again.</summary>
    /// <param name="ask">Asks once, and says whether it is to be asked again.</param>
    protected void Ask(Func<bool> ask)
    {
        if (ask())
        {
            world.Time.At(world.Time.Now + s_again, () => Ask(ask));
        }
    }

    private void Trade(Trigger trigger)
    {
        var market = MarketOf(trigger);
        if (world.Row.Baseline is null || !world.Venue.Trades(market, world.Symbol))
        {
            return;
        }

        // Found by the next reminder, if the push of it is lost.
        dice.Strike(Fault.PersonTrades);
        // An odd number of thousandths, from −0.197 to 0.201: never nothing.
        world.Act(venue => venue.OutsideTrade(
            market, world.Symbol, new(0.001m * ((trigger.Size / 5) + 1 - 100) * 2m + 0.001m), world.Market.Price));
    }
}
