using System.CommandLine;
using System.Diagnostics;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;
using Spectre.Console;

namespace EvenKeel.Cli.Storms;

/// <summary><c>storm</c>: the machines that trade, among everything that can go wrong.</summary>
internal static class StormCommand
{
    private const int MeasuredRuns = 300;

    public static Command Create()
    {
        var options = new StormOptions();
        var command = new Command("storm", "Prove on seeded runs that nothing is lost, doubled or left naked.");
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), new Terminal(parsed)));
        return command;
    }

    private static int Run(StormOrder order, Terminal terminal)
    {
        var (watch, scope) = (Stopwatch.StartNew(), order.Scope);
        var carries = scope.Carries
            ? StormCampaign.Play(
                "Storm", order.Seeds, order, scope.Errand, scope.Errand is { } carry ? [carry] : Errands.Carry,
                terminal)
            : StormCampaign.None;
        var grids = scope.Grids
            ? StormCampaign.Play(
                "Storm of grids", scope.GridsOf(order.Seeds), order, scope.Errand ?? Errand.GridLife,
                scope.Errand is { } grid ? [grid] : Errands.Grid, terminal)
            : StormCampaign.None;
        var took = watch.Elapsed;
        var mutants = order.Mutants
            ? terminal.Watch("Wrong protocols", p => WrongCampaign.Play(scope, order.Seed, order.Threads, p))
            : [];
        var unhedged = scope.Carries && order.Seeds > 1 ? terminal.Watch("Unhedged", _ => Measure()) : null;
        var report = StormReport.Of(carries, grids, mutants, unhedged, scope, took);
        if (order.Json)
        {
            terminal.Json(report);
        }
        else
        {
            StormTables.Write(terminal.Out, report);
            Retell(order, scope.Carries ? carries.Swarm : grids.Swarm, terminal);
        }

        return (int)(report.Ok ? ExitCode.Ok : ExitCode.Broken);
    }

    private static UnhedgedTimes Measure()
    {
        var venue = VenueSettings.Default;
        return new(
            Unhedged.Of(Unhedged.NoFault, MeasuredRuns, venue), Unhedged.Of(Unhedged.HedgeRefused, MeasuredRuns, venue),
            Unhedged.Of(Unhedged.LostRequest, MeasuredRuns, venue),
            Unhedged.Of(Unhedged.OneDeath, MeasuredRuns, venue));
    }

    /// <summary>A single run that broke something tells what happened last, and what is left of it when all is taken
    /// away that does not matter.</summary>
    private static void Retell(StormOrder order, Tally swarm, Terminal terminal)
    {
        if (order.Seeds != 1 || swarm.Broken.Count == 0)
        {
            return;
        }

        var (plan, violation) = (swarm.Broken[0].Plan, swarm.Broken[0].Violations[0]);
        var run = StormRun.Of(plan, VenueSettings.Default, keeps: true);
        run.Live();
        foreach (var happening in run.World.History.All.Take(violation.Event).TakeLast(order.Last))
        {
            terminal.Out.WriteLine($"  {happening}");
        }

        var least = Shrinker.Shrink(plan, p => IsBroken(p, violation.Invariant));
        terminal.Out.WriteLine($"The least that still breaks {violation.Invariant}: {least.Errand}, " +
            $"{least.Span.TotalSeconds:0.#} s, {least.Turn}; {string.Join(", ", Shrinker.Tell(least))}");
    }

    private static bool IsBroken(StormPlan plan, string invariant) =>
        StormRun.Of(plan, VenueSettings.Default).Live().Violations.Any(v => v.Invariant == invariant);
}
