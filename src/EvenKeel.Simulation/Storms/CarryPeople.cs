using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>People and portfolio around a carry.</summary>
internal sealed class CarryPeople(CarryWorld world, Dice dice) : PeopleTrouble(world, dice)
{
    private static readonly Rate s_cost = new(0.001m);

    public override void Resize(int size) => world.ArbPlan = world.ArbPlan with
    {
        Notional = world.Plan.Settings.Notional * (0.5m + (1.5m * size / 1000m)),
    };

    public override void Turn(Turn turn)
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
                Ask(() => AskOnce(turn == Storms.Turn.Flatten));
                break;
            default:
                break;
        }
    }

    protected override Market MarketOf(Trigger trigger) => Market.Linear;

    protected override void Reconfigure() => world.ArbPlan = world.ArbPlan with
    {
        Settings = world.ArbPlan.Settings with
        {
            SliceMax = world.ArbPlan.Settings.SliceMax * 0.6m,
            NormalCap = world.ArbPlan.Settings.NormalCap * 1.5m,
            HedgeTriesMax = 2,
        },
    };

    private bool AskOnce(bool emergency)
    {
        if (world.Row.State.Phase is CarryPhase.Leaving or CarryPhase.Flat && !world.Row.Journal.Open.Any())
        {
            return false;
        }

        if (world.Row.State.Phase is not CarryPhase.Leaving)
        {
            world.Owner.Tell(new MachineEvent.LeaveAsked("a person", emergency));
        }

        return true;
    }
}
