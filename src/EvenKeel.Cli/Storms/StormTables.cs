using System.Globalization;
using Spectre.Console;

namespace EvenKeel.Cli.Storms;

/// <summary>A storm for people.</summary>
internal static class StormTables
{
    public static void Write(IAnsiConsole console, StormReport report)
    {
        console.Write(Figures(report));
        console.Write(Strikes(report));
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

        foreach (var missed in report.QuotasMissed)
        {
            console.WriteLine($"quota missed: {missed}");
        }

        console.WriteLine(report.Ok ? "Every promise was kept." : "NOT every promise was kept.");
    }

    private static Table Figures(StormReport report)
    {
        var table = new Table().AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        Row(table, "random runs", report.Runs);
        Row(table, "systematic runs", report.SystematicRuns);
        Row(table, "crashes", report.Crashes);
        Row(table, "of these while an order was open", report.CrashesUponOrders);
        Row(table, "requests sent", report.Sends);
        Row(table, "second owners", report.DuplicateOwners);
        Row(table, "zombies", report.Zombies);
        Row(table, "entries completed", report.EntriesCompleted);
        Row(table, "exits completed", report.ExitsCompleted);
        Row(table, "runs without any order", report.Refused);
        Row(table, "stormy runs", report.StormyRuns);
        Text(table, "of these entered", report.StormyEntered.ToString("P1", CultureInfo.InvariantCulture));
        Text(table, "of these left", report.StormyLeft.ToString("P1", CultureInfo.InvariantCulture));
        Text(table, "notional-hours held", report.NotionalHours.ToString("N0", CultureInfo.InvariantCulture));
        Text(table, "funding earned", report.FundingEarned.ToString("N2", CultureInfo.InvariantCulture));
        Text(table, "simulated days", report.SimulatedDays.ToString("N1", CultureInfo.InvariantCulture));
        Row(table, "runs per second", report.RunsPerSecond);
        if (report.UnhedgedMs is { } times)
        {
            Text(table, "unhedged, no fault: p50 / p99 / max", Show(times.NoFault));
            Text(table, "unhedged, the hedge refused", Show(times.HedgeRefused));
            Text(table, "unhedged, a request lost", Show(times.LostRequest));
            Text(table, "unhedged, one crash", Show(times.OneCrash));
        }

        Text(table, "trace", report.TraceHash);
        return table;
    }

    private static string Show(Simulation.Storms.Unhedged times) => $"{times.P50} / {times.P99} / {times.Max} ms";

    private static Table Strikes(StormReport report)
    {
        var table = new Table().AddColumn("fault").AddColumn("strikes").AddColumn("runs upon an order")
            .AddColumn("way on").AddColumn("runs");
        var (faults, branches) = (report.Faults.ToList(), report.Branches.ToList());
        for (var i = 0; i < faults.Count; i++)
        {
            table.AddRow(
                faults[i].Key, Number(faults[i].Value.Strikes), Number(faults[i].Value.RunsUponOrders),
                i < branches.Count ? branches[i].Key : "", i < branches.Count ? Number(branches[i].Value) : "");
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

    private static void Row(Table table, string name, long value) => Text(table, name, Number(value));

    private static void Text(Table table, string name, string value) => table.AddRow(name, value);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
