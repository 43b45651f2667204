using System.Text.Json;
using EvenKeel.Cli.Storms;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Cli;

/// <summary>The storm as its users call it.</summary>
public sealed class StormCommandTests
{
    [Fact]
    public void The_storm_prints_one_object_with_what_it_came_to()
    {
        var (exit, output, _) = Shelled.Run("storm", "--seeds", "150", "--json");
        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        string[] keys =
        [
            "runs", "systematicRuns", "crashes", "sends", "duplicateOwners", "zombies", "entriesCompleted",
            "exitsCompleted", "refused", "faults", "branches", "violations", "mutants", "unhedgedMs", "simulatedDays",
            "runsPerSecond", "traceHash",
        ];
        Assert.All(keys, key => Assert.True(json.RootElement.TryGetProperty(key, out _), key));
        Assert.Equal(150, json.RootElement.GetProperty("runs").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("violations").GetArrayLength());
    }

    [Fact]
    public void A_seed_has_one_trace_however_many_threads_there_are()
    {
        var (_, one) = StormCampaign.Random(1, 200, 1, null, _ => { });
        var (_, four) = StormCampaign.Random(1, 200, 4, null, _ => { });
        var (_, other) = StormCampaign.Random(2, 200, 4, null, _ => { });
        Assert.Equal(one, four);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void An_unknown_machine_is_refused_by_name()
    {
        var (exit, _, error) = Shelled.Run("storm", "--machine", "nonsense");
        Assert.Equal(2, exit);
        Assert.Contains("--machine \"nonsense\" must be one of all, grid, Entry", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_campaign_that_meets_too_little_is_red()
    {
        var tally = new Tally();
        var (calm, _) = StormCampaign.Live(
            Quota.OfCarries.RunsMin, 2, _ => Calm, _ => { });
        tally.Add(calm);
        var missed = Quota.OfCarries.Missed(tally);
        var lost = $"{Fault.RequestLost} upon an open order: 0";
        Assert.Contains(missed, m => m.StartsWith(lost, StringComparison.Ordinal));
        Assert.Contains(missed, m => m.StartsWith("Repaid: 0", StringComparison.Ordinal));
    }

    private static StormOutcome Calm { get; } = StormRun.Of(
        StormPlan.Calm(1, Errand.Entry),
        VenueSettings.Default).Live();
}
