using System.Globalization;
using EvenKeel.Simulation.Storms;
using Spectre.Console;

namespace EvenKeel.Cli.Storms;

/// <summary>A storm for people.</summary>
internal static class StormTables
{
    public static void Write(IAnsiConsole console, StormReport report, StormScope scope)
    {
        if (scope.Carries)
        {
            console.Write(Figures(report));
            console.Write(Strikes(report.Faults, report.Branches));
        }

        if (report.Grid is { } grid && grid.Lives + grid.SystematicRuns > 0)
        {
            console.Write(Figures(grid));
            console.Write(Strikes(grid.Faults, grid.Branches));
        }

        if (report.Mutants.Count > 0)
        {
            console.Write(Wrongs(report));
        }

        foreach (var broken in report.Violations)
        {
            console.WriteLine($"{broken.Invariant} broken by seed {broken.Seed}, {broken.Errand}, at event " +
                $"{broken.Event} ({broken.At}): {broken.What}");
            console.WriteLine($"  {broken.Repeat}");
        }

        if (report.First is { } first)
        {
            Write(console, first);
        }

        foreach (var missed in report.QuotasMissed)
        {
            console.WriteLine($"quota missed: {missed}");
        }

        if (scope.Errand is not null || report.Runs < scope.Quota.RunsMin)
        {
            console.WriteLine(
                $"No quota is held: they are of {Number(scope.Quota.RunsMin)} random runs or more, of all errands.");
        }

        console.WriteLine(report.Ok ? "Every promise was kept." : "NOT every promise was kept.");
    }

    private static void Write(IAnsiConsole console, Retold first)
    {
        console.WriteLine("What happened last in the first of them:");
        foreach (var happening in first.Events)
        {
            console.WriteLine($"  {happening}");
        }

        console.WriteLine(first.Least);
    }

    private static Table Figures(StormReport report)
    {
        var table = Of(
            "of carries", report.Runs, report.SystematicRuns, report.Crashes, report.CrashesUponOrders);
        Row(table, "requests sent", report.Sends);
        Row(table, "second owners", report.DuplicateOwners);
        Row(table, "zombies", report.Zombies);
        Row(table, "entries completed", report.EntriesCompleted);
        Row(table, "exits completed", report.ExitsCompleted);
        Row(table, "runs without any order", report.Refused);
        Row(table, "stormy runs", report.StormyRuns);
        Share(table, "of these entered", report.StormyEntered);
        Share(table, "of these to the target", report.StormyEnteredWhole);
        Share(table, "of these left", report.StormyLeft);
        Text(table, "notional-hours held", report.NotionalHours.ToString("N0", CultureInfo.InvariantCulture));
        Text(table, "funding earned", report.FundingEarned.ToString("N2", CultureInfo.InvariantCulture));
        if (report.UnhedgedMs is { } times)
        {
            Text(table, "unhedged, no fault: p50 / p99 / max", Show(times.NoFault));
            Text(table, "unhedged, the hedge refused", Show(times.HedgeRefused));
            Text(table, "unhedged, a request lost", Show(times.LostRequest));
            Text(table, "unhedged, one crash", Show(times.OneCrash));
        }

        Days(table, report.SimulatedDays);
        Text(table, "trace", report.TraceHash);
        Row(table, "runs per second, of all machines", report.RunsPerSecond);
        return table;
    }

    private static Table Figures(GridFigures grid)
    {
        var table = Of("of grids", grid.Lives, grid.SystematicRuns, grid.Crashes, grid.CrashesUponOrders);
        Row(table, "orders sent", grid.Orders);
        Row(table, "rungs filled", grid.RungsFilled);
        Row(table, "round trips", grid.RoundTrips);
        Row(table, "runs without any order", grid.Refused);
        Row(table, "stormy runs", grid.StormyRuns);
        Share(table, "of these filled a rung", grid.StormyFilled);
        Share(table, "of these made a round trip", grid.StormyTripped);
        Days(table, grid.SimulatedDays);
        Text(table, "trace", grid.TraceHash);
        return table;
    }

    private static string Show(Unhedged times) => $"{times.P50} / {times.P99} / {times.Max} ms";

    private static Table Strikes(
        IReadOnlyDictionary<string, FaultCount> faults, IReadOnlyDictionary<string, long> branches)
    {
        var table = new Table().AddColumn("fault").AddColumn("strikes").AddColumn("runs upon an order")
            .AddColumn("way on").AddColumn("runs");
        var (struck, taken) = (faults.ToList(), branches.ToList());
        for (var i = 0; i < Math.Max(struck.Count, taken.Count); i++)
        {
            string[] fault = i < struck.Count
                ? [struck[i].Key, Number(struck[i].Value.Strikes), Number(struck[i].Value.RunsUponOrders)]
                : ["", "", ""];
            string[] branch = i < taken.Count ? [taken[i].Key, Number(taken[i].Value)] : ["", ""];
            table.AddRow([.. fault, .. branch]);
        }

        return table;
    }

    private static Table Wrongs(StormReport report)
    {
        var table = new Table().AddColumn("wrong protocol").AddColumn("caught after").AddColumn("by").AddColumn("what");
        foreach (var wrong in report.Mutants)
        {
            table.AddRow(
                wrong.Name, wrong.Caught ? $"{wrong.SeedsToCatch} seeds" : "NOT CAUGHT", wrong.Invariant ?? "",
                Markup.Escape(wrong.What is { Length: > 100 } what ? what[..100] : wrong.What ?? ""));
        }

        return table;
    }

    private static Table Of(string whom, long random, long systematic, long crashes, long upon)
    {
        var table = new Table().AddColumn(whom).AddColumn(new TableColumn("value").RightAligned());
        Row(table, "random runs", random);
        Row(table, "systematic runs", systematic);
        Row(table, "crashes", crashes);
        Row(table, "of these while an order was open", upon);
        return table;
    }

    private static void Share(Table table, string name, decimal share) =>
        Text(table, name, share.ToString("P1", CultureInfo.InvariantCulture));

    private static void Days(Table table, decimal days) =>
        Text(table, "simulated days", days.ToString("N1", CultureInfo.InvariantCulture));

    private static void Row(Table table, string name, long value) => Text(table, name, Number(value));

    private static void Text(Table table, string name, string value) => table.AddRow(name, value);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
