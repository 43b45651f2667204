using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>People around a grid.</summary>
internal sealed class GridPeople(GridWorld world, Dice dice) : PeopleTrouble(world, dice)
{
    public override void Turn(Turn turn)
    {
        switch (turn)
        {
            case Storms.Turn.Flatten:
                world.Mode = world.Mode with { Flatten = true };
                world.Wake();
                break;
            case Storms.Turn.Asked:
                Ask(AskOnce);
                break;
            default:
                break;
        }
    }

    protected override Market MarketOf(Trigger trigger) => trigger.Size % 2 == 0 ? world.Plan.Market : Market.Linear;

    protected override void Reconfigure() => world.GridPlan = world.GridPlan with
    {
        Settings = world.GridPlan.Settings with
        {
            LevelsBelow = world.GridPlan.Settings.LevelsBelow + 3,
            LevelsAbove = world.GridPlan.Settings.LevelsAbove + 3,
            Step = new(40m),
            QuotePerLevel = world.GridPlan.Settings.QuotePerLevel * 2m,
        },
    };

    private bool AskOnce()
    {
        if (world.Row.State.Phase is GridPhase.Leaving or GridPhase.Stopped)
        {
            return false;
        }

        world.Owner.Tell(new MachineEvent.LeaveAsked("a person", Emergency: false));
        return true;
    }
}
