using System.CommandLine;
using System.Diagnostics;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

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
                "Storm", order.Seeds, order, scope.OfCarry, scope.Of(Errands.Carry), terminal)
            : StormCampaign.None;
        var grids = scope.Grids
            ? StormCampaign.Play(
                "Storm of grids", scope.GridsOf(order.Seeds), order, scope.OfGrid, scope.Of(Errands.Grid), terminal)
            : StormCampaign.None;
        var took = watch.Elapsed;
        var mutants = order.Mutants
            ? terminal.Watch("Wrong protocols", p => WrongCampaign.Play(scope, order.Seed, order.Threads, p))
            : [];
        var unhedged = scope.Carries && order.Seeds > 1 ? terminal.Watch("Unhedged", _ => Measure()) : null;
        var first = terminal.Watch("Telling", _ => Retold.Of([carries, grids], order.Last));
        var report = StormReport.Of(carries, grids, mutants, unhedged, first, scope, took);
        if (order.Json)
        {
            terminal.Json(report);
        }
        else
        {
            StormTables.Write(terminal.Out, report, scope);
        }

        return (int)Judge(report);
    }

    /// <summary>What the command ends with.</summary>
    internal static ExitCode Judge(StormReport report) => report.Ok ? ExitCode.Ok : ExitCode.Broken;

    private static UnhedgedTimes Measure()
    {
        var venue = VenueSettings.Default;
        return new(
            Unhedged.Of(Unhedged.NoFault, MeasuredRuns, venue), Unhedged.Of(Unhedged.HedgeRefused, MeasuredRuns, venue),
            Unhedged.Of(Unhedged.LostRequest, MeasuredRuns, venue),
            Unhedged.Of(Unhedged.OneDeath, MeasuredRuns, venue));
    }
}
