using CsCheck;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Grids;

/// <summary>Whatever fills, cancels, outside events and restarts come in whatever order: after every event the slots
/// are the position, the profit is the ledger's, and the windows hold. What is told twice or late never reaches a grid:
/// the runner stands before it.</summary>
public sealed class GridPropertyTests
{
    private static readonly GridPlan s_plan = new GridScene().Plan;

    private static readonly Gen<(int Kind, int Which, int Part, int Away)[]> s_events =
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 99], Gen.Int[0, 100], Gen.Int[-12, 12]).Array[20, 120];

    private static readonly Gen<GridPlan> s_plans = Gen.Select(
        Gen.Bool, Gen.Enum<GridMode>(), Gen.Enum<GridSpacing>(), Gen.Int[1, 6], Gen.Int[1, 6], Gen.Bool,
        (spot, mode, spacing, below, above, skewed) => s_plan with
        {
            On = spot ? GridScene.Spot : GridScene.Linear,
            Settings = s_plan.Settings with
            {
                Mode = spot ? GridMode.Long : mode,
                Spacing = spacing,
                StepShare = new(0.01m),
                LevelsBelow = below,
                LevelsAbove = above,
                Skew = new(skewed ? 0.03m : 0m),
            },
        });

    [Fact]
    public void Slots_are_the_position_whatever_comes() => Gen.Select(s_plans, s_events).Check(
        drawn =>
        {
            var run = new GridRun(drawn.Item1) { Range = 1m };
            run.Look(100m);
            foreach (var (kind, which, part, away) in drawn.Item2)
            {
                Happen(run, kind, which, part, away);
            }

            WindUp(run);
        },
        times: 1_500);

    private static void Happen(GridRun run, int kind, int which, int part, int away)
    {
        var order = run.Open.Count == 0 ? null : run.Open[which % run.Open.Count];
        switch (kind)
        {
            case 0 when order is not null:
                run.Filled(order);
                break;
            case 1 or 2 when order is not null:
                run.Traded(order, run.Plan.On.RoundDown(order.Draft.Quantity * (part / 100m)).Value);
                break;
            case 3 when order is not null:
                run.Ended(order, part % 2 == 0 ? IntentStatus.CancelledZero : IntentStatus.Refused);
                break;
            case 4 when order is { CancelAsked: true }:
                run.Ended(order);
                break;
            case 5:
                run.Acknowledge();
                break;
            case 6:
                run.Restart();
                break;
            case 7:
                run.Range = 0.5m + (part / 20m);
                break;
            case 8:
                run.Mode = new(Kill: part > 80, ReduceOnly: part is > 60 and <= 80, Blind: part is > 40 and <= 60);
                break;
            case 9 when part > 90 && run.Plan.Market == Market.Linear && !run.Row.Ledger.Perp.IsZero:
                run.Deleverage(run.Row.Ledger.Perp.Abs().Value / 2m, run.Price);
                break;
            default:
                run.After(part).Look(Math.Max(20m, run.Price + (away / 4m)));
                break;
        }
    }

    /// <summary>Asked to leave, it comes to rest with nothing but dust.</summary>
    private static void WindUp(GridRun run)
    {
        run.Mode = RiskMode.Normal;
        run.Tell(new MachineEvent.LeaveAsked("the end", Emergency: false));
        for (var i = 0; i < 40 && run.Row.State.Phase is not GridPhase.Stopped; i++)
        {
            run.Look();
            foreach (var order in run.Open)
            {
                if (order.CancelAsked)
                {
                    run.Ended(order);
                }
                else
                {
                    run.Filled(order);
                }
            }
        }

        Assert.IsType<GridPhase.Stopped>(run.Row.State.Phase);
        Assert.All(run.Slots.All.ToArray(), s => Assert.True(
            s.Held.Abs() < Quantity.Max(
                run.Plan.On.TradableResidue(new(run.Price * 0.99m)), run.Plan.On.TradableResidue(s.Exit)),
            $"{s.Key} holds {s.Held}"));
    }
}
