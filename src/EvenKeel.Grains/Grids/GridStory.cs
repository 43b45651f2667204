using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Grains.Grids;

/// <summary>What became of a grid with one write, in sentences for people.</summary>
internal static class GridStory
{
    public static IEnumerable<string> Of(MachineRow<Grid> before, MachineRow<Grid> after) =>
        [.. Standing(before.State, after.State), .. Earned(before, after)];

    private static IEnumerable<string> Standing(Grid was, Grid now)
    {
        if (now.Phase is GridPhase.Waiting waiting && was.Phase != now.Phase)
        {
            yield return $"waits: {waiting.Because}";
        }

        if (now.Ladder is { } ladder && ladder.Generation != was.Ladder?.Generation)
        {
            var rungs = ladder.IsGeometric ? $"each {ladder.Ratio} times the one below" : $"{ladder.Step} apart";
            yield return $"lays ladder {ladder.Generation} around {ladder.Anchor}, its rungs {rungs}";
        }

        if (now.Halted is { } halted && was.Halted is null)
        {
            yield return $"opens nothing any more: {halted}";
        }

        if (now.Phase is GridPhase.Leaving leaving && was.Phase is not GridPhase.Leaving)
        {
            yield return $"closes all that it holds: {leaving.Because}";
        }

        if (now.Phase is GridPhase.Stopped stopped && was.Phase is not GridPhase.Stopped)
        {
            yield return $"has stopped: {stopped.Because}";
        }
    }

    private static IEnumerable<string> Earned(MachineRow<Grid> before, MachineRow<Grid> after)
    {
        var (was, now) = (before.State.Totals, after.State.Totals);
        if (now.Trips > was.Trips)
        {
            yield return $"has closed a rung: earned {now.Matched - was.Matched} before fees, " +
                $"{now.Matched} in {now.Trips} round trips";
        }

        if (after.Ledger.Funding - before.Ledger.Funding is var funding && funding != Amount.Zero)
        {
            var verb = funding > Amount.Zero ? "received" : "paid";
            yield return $"{verb} funding {funding.Abs()}, received {after.Ledger.Funding} in all";
        }
    }
}
