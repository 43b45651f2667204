using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What people and the portfolio do meanwhile: trade on the account, kill, change settings and sizes, want
/// out.</summary>
internal sealed class PeopleTrouble(CarryWorld world, Dice dice)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(3);
    private static readonly Rate s_cost = new(0.001m);

    public void Strike(Trigger trigger)
    {
        switch (trigger.Fault)
        {
            case Fault.PersonTrades when world.Row.Baseline is not null
                && world.Venue.Trades(Market.Linear, world.ArbPlan.Symbol):
                // Found by the next reminder, if the push of it is lost.
                dice.Strike(Fault.PersonTrades, TimeSpan.FromSeconds(60 + 12));
                world.Venue.AdvanceTo(world.Time.Now);
                world.Venue.OutsideTrade(
                    Market.Linear, world.ArbPlan.Symbol, new(0.001m * ((trigger.Size / 5) + 1 - 100) * 2m + 0.001m),
                    world.Market.Price);
                world.WatchVenue();
                break;
            case Fault.Killed:
                dice.Strike(Fault.Killed, TimeSpan.Zero);
                world.Mode = world.Mode with { Kill = true };
                break;
            case Fault.Reconfigured:
                dice.Strike(Fault.Reconfigured, TimeSpan.Zero);
                Reconfigure();
                break;
            case Fault.Resized:
                dice.Strike(Fault.Resized, TimeSpan.Zero);
                Resize(trigger.Size);
                break;
            case Fault.LeaveAsked:
                dice.Strike(Fault.LeaveAsked, TimeSpan.Zero);
                Turn(Storms.Turn.Asked);
                break;
            case Fault.FlattenAsked:
                dice.Strike(Fault.FlattenAsked, TimeSpan.Zero);
                Turn(Storms.Turn.Flatten);
                break;
            default:
                break;
        }
    }

    /// <summary>The portfolio wants another size.</summary>
    /// <param name="size">From half to twice. [0, 1000)</param>
    public void Resize(int size) => world.ArbPlan = world.ArbPlan with
    {
        Notional = world.Plan.Settings.Notional * (0.5m + (1.5m * size / 1000m)),
    };

    /// <summary>Makes the carry leave.</summary>
    public void Turn(Turn turn)
    {
        switch (turn)
        {
            case Storms.Turn.Costly:
                var rate = world.Plan.Rate.Value > 0m ? -s_cost : s_cost;
                world.Market.Settle(rate);
                world.Time.At(world.Time.Now + TimeSpan.FromMilliseconds(20), () =>
                {
                    world.Market.Settle(rate);
                    world.Wake();
                });
                break;
            case Storms.Turn.Asked or Storms.Turn.Flatten:
                world.ArbPlan = world.ArbPlan with { Ranked = false };
                Ask(turn == Storms.Turn.Flatten);
                break;
            default:
                break;
        }
    }

    /// <summary>Who asks gets no answer before the wish is stored, and so asks again.</summary>
    private void Ask(bool emergency)
    {
        if (world.Row.State.Phase is CarryPhase.Leaving or CarryPhase.Flat && !world.Row.Journal.Open.Any())
        {
            return;
        }

        if (world.Row.State.Phase is not CarryPhase.Leaving)
        {
            world.Owner.Tell(new MachineEvent.LeaveAsked("a person", emergency));
        }

        world.Time.At(world.Time.Now + s_again, () => Ask(emergency));
    }

    /// <summary>Other settings for the next position: what is held keeps its own.</summary>
    private void Reconfigure() => world.ArbPlan = world.ArbPlan with
    {
        Settings = world.ArbPlan.Settings with
        {
            SliceMax = world.ArbPlan.Settings.SliceMax * 0.6m,
            NormalCap = world.ArbPlan.Settings.NormalCap * 1.5m,
            HedgeTriesMax = 2,
        },
    };
}
