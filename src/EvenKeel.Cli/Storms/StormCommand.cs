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
    private const int WrongSeeds = 20_000;

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
        var watch = Stopwatch.StartNew();
        var (swarm, trace) = terminal.Watch("Storm", progress => StormCampaign.Swarm(
            order.Seed, order.Seeds, order.Threads, order.Errand, progress));
        var systematic = new Tally();
        if (order.Systematic)
        {
            var plans = terminal.Watch(
                "Boundaries", _ => Systematic.Plans(VenueSettings.Default, order.Errand, order.Deep).ToList());
            (systematic, var other) = terminal.Watch("Systematic", progress => StormCampaign.Live(
                plans.Count, order.Threads, i => new StormRun(plans[i], VenueSettings.Default).Live(), progress));
            trace = $"{trace}-{other}";
        }

        var took = watch.Elapsed;
        var mutants = order.Mutants
            ? terminal.Watch("Wrong protocols", p => WrongCampaign.Play(order.Seed, WrongSeeds, order.Threads, p))
            : [];
        var unhedged = order.Seeds > 1 ? terminal.Watch("Unhedged", _ => Measure()) : null;
        var option = order.Errand is { } errand ? $" --machine {errand}" : string.Empty;
        var report = StormReport.Of(swarm, systematic, mutants, unhedged, option, took, trace);
        if (order.Json)
        {
            terminal.Json(report);
        }
        else
        {
            StormTables.Write(terminal.Out, report);
            Retell(order, swarm, terminal);
        }

        return (int)(report.Ok ? ExitCode.Ok : ExitCode.Broken);
    }

    private static UnhedgedTimes Measure()
    {
        var venue = VenueSettings.Default;
        return new(
            Unhedged.Of(Unhedged.NoFault, MeasuredRuns, venue), Unhedged.Of(Unhedged.LostRequest, MeasuredRuns, venue),
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
        var run = new StormRun(plan, VenueSettings.Default, keeps: true);
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
        new StormRun(plan, VenueSettings.Default).Live().Violations.Any(v => v.Invariant == invariant);
}
