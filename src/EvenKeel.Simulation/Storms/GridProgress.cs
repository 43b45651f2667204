using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Rungs that were filled, round trips that were made, and the ways on of a grid.</summary>
internal sealed class GridProgress(GridWorld world) : Progress
{
    private readonly HashSet<SlotKey> _foundFilled = [];
    private readonly HashSet<ClientOrderId> _filledAtOnce = [];
    private Instant _filledAt;
    private MachineRow<Grid>? _before;

    public override void See(Happening happening)
    {
        base.See(happening);
        if (happening is Happening.Filled { Fill: var fill })
        {
            if (fill.At != _filledAt)
            {
                _filledAtOnce.Clear();
                _filledAt = fill.At;
            }

            _filledAtOnce.Add(fill.Order);
            Take(Branch.GapFilledTen, _filledAtOnce.Count >= GridTrouble.RungsOfGap);
        }
    }

    protected override void Begin(IMachineRow row)
    {
        if (row is MachineRow<Grid> { Version: > 0 } grid)
        {
            _foundFilled.UnionWith(grid.State.Slots.Where(s => !s.Held.IsZero).Select(s => s.Key));
        }
    }

    protected override void See(IMachineRow row)
    {
        if (row is not MachineRow<Grid> grid)
        {
            return;
        }

        var (now, before) = (grid.State, _before?.State);
        Exits = (int)now.Totals.Trips;
        Take(
            Branch.Relaid,
            before?.Ladder is { } laid && now.Ladder is { } next && next.Generation > laid.Generation
                && now.Slots.Any(s => !s.Held.IsZero));
        Take(Branch.RestedAway, now.Phase is GridPhase.Running && IsAnyAway(grid));
        Take(Branch.Halted, now.Halted is not null);
        Take(
            Branch.ClosedAll,
            now.Phase is GridPhase.Leaving
                && grid.Journal.Open.Any(i => i.Draft.TimeInForce == TimeInForce.ImmediateOrCancel));
        Take(
            Branch.EndedItself,
            now.Phase is GridPhase.Leaving { Because: var why }
                && (why.StartsWith("stop-loss", StringComparison.Ordinal)
                    || why.StartsWith("take-profit", StringComparison.Ordinal)
                    || why.Contains("out of range", StringComparison.Ordinal)));
        Take(Branch.Stopped, before?.Phase is GridPhase.Leaving && now.Phase is GridPhase.Stopped);
        _before = grid;
    }

    protected override void See(OrderIntent? before, OrderIntent intent)
    {
        base.See(before, intent);
        var ended = !intent.IsOpen && before is not { IsOpen: false };
        var closes = GridRest.IsClosing(intent.Draft);
        Entries += Counts && ended && !closes && !intent.Done.Quantity.IsZero ? 1 : 0;
        Take(Branch.KeptPart, ended && !closes && intent.Status == IntentStatus.CancelledPartial);
        Take(Branch.ClosedInPart, ended && closes && intent.Status == IntentStatus.CancelledPartial);
        Take(
            Branch.ClosedAfterRestart,
            ended && closes && intent is { Status: IntentStatus.Filled, Draft.Slot: { } slot }
                && _foundFilled.Contains(slot));
    }

    /// <summary>Whether as many closings rest as its window takes, and a filled rung has none.</summary>
    private bool IsAnyAway(MachineRow<Grid> row)
    {
        foreach (var side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
        {
            var filled = row.State.Slots.Count(s => s.Held.Sign == -side.Sign()
                && world.GridPlan.On.RoundDown(s.Held.Abs()) >= world.GridPlan.On.TradableResidue(s.Exit));
            if (filled > GridRest.Window(row, world.GridPlan, side))
            {
                return true;
            }
        }

        return false;
    }
}
