using System.Text.Json;
using EvenKeel.Cli.Storms;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Storms.Wrongs;
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
        var (_, one) = StormCampaign.Random(1, 200, 1, seed => StormPlan.Of(seed), _ => { });
        var (_, four) = StormCampaign.Random(1, 200, 4, seed => StormPlan.Of(seed), _ => { });
        var (_, other) = StormCampaign.Random(2, 200, 4, seed => StormPlan.Of(seed), _ => { });
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
    public void One_run_of_the_systematic_campaign_is_lived_by_its_behaviour_and_its_deaths()
    {
        var (exit, output, _) = Shelled.Run(
            "storm", "--machine", "entry", "--behaviour", "RequestLost of order 2", "--deaths", "17,3", "--json");
        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement.GetProperty("runs").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("crashes").GetInt32());
        var lost = json.RootElement.GetProperty("faults").GetProperty(nameof(Fault.RequestLost));
        Assert.Equal(1, lost.GetProperty("strikes").GetInt32());
    }

    [Theory]
    [InlineData("--behaviour \"Nominal\" needs --machine", "--behaviour", "Nominal")]
    [InlineData("--behaviour \"Rain\" must be one of: Nominal; ", "--machine", "entry", "--behaviour", "Rain")]
    [InlineData("--deaths 3 needs --behaviour", "--deaths", "3")]
    [InlineData("--deaths 0 must be", "--machine", "entry", "--behaviour", "Nominal", "--deaths", "0")]
    [InlineData(
        "--deaths 3,9999: 9999 must be at most", "--machine", "entry", "--behaviour", "Nominal", "--deaths", "3,9999")]
    [InlineData("--deep needs --systematic", "--deep")]
    [InlineData("--seeds 0 must be at least 1", "--seeds", "0")]
    public void What_names_no_run_is_refused(string because, params string[] options)
    {
        var (exit, _, error) = Shelled.Run(["storm", .. options]);
        Assert.Equal(2, exit);
        Assert.Contains(because, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_systematic_run_that_breaks_a_promise_is_told_with_the_command_that_repeats_it_alone()
    {
        var nominal = Behaviour.OfGrids[0].On(StormPlan.Calm(1, Errand.GridTrip)) with { Deaths = [17, 3] };
        var wrong = WrongGrids.Of(WrongGrid.ClosesAtEveryTick);
        var outcome = new GridStormRun(nominal, VenueSettings.Default, wrong).Live();
        var (broken, _) = StormCampaign.Live(1, 1, _ => outcome, _ => { });
        var report = StormReport.Of(
            StormCampaign.None, new(new(), broken, ""), [], null, null, StormScope.Parse("grid"), TimeSpan.Zero);
        Assert.Equal(
            "evenkeel storm --machine GridTrip --behaviour \"Nominal\" --deaths 17,3",
            Assert.Single(report.Violations).Repeat);
    }

    [Fact]
    public void Carries_and_grids_have_a_table_each()
    {
        var (exit, output, _) = Shelled.Run("storm", "--seeds", "20");
        Assert.Equal(0, exit);
        Assert.Matches("(?s)of carries.*random runs +. +20 .*of grids.*random runs +. +2 ", output);
        Assert.Contains("No quota is held: they are of 10,000 random runs or more", output, StringComparison.Ordinal);
        Assert.Contains("Every promise was kept.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_that_did_not_live_have_no_table() => Assert.DoesNotContain(
        "of grids", Shelled.Run("storm", "--seeds", "9").Output, StringComparison.Ordinal);

    [Fact]
    public void The_first_run_that_breaks_a_promise_is_told_with_what_happened_last_and_the_least_that_still_breaks_it()
    {
        var endless = StormPlan.Of(7) with { Deaths = [100_000] };
        var (broken, _) = StormCampaign.Live(
            1, 1, _ => StormRun.Of(endless, VenueSettings.Default).Live(), _ => { });
        var first = Retold.Of([StormCampaign.None, new(new(), broken, "")], last: 3)!;
        Assert.Equal(3, first.Events.Count);
        Assert.StartsWith("The least that still breaks plan: ", first.Least, StringComparison.Ordinal);
        Assert.EndsWith("; death at boundary 100000", first.Least, StringComparison.Ordinal);
        Assert.Null(Retold.Of([StormCampaign.None], last: 3));
    }

    [Fact]
    public void One_errand_alone_is_held_to_no_quota()
    {
        var (calm, _) = StormCampaign.Live(Quota.OfCarries.RunsMin, 2, _ => Calm, _ => { });
        Assert.Empty(Report(StormScope.Parse("entry")).QuotasMissed);
        Assert.NotEmpty(Report(StormScope.All).QuotasMissed);

        StormReport Report(StormScope scope) => StormReport.Of(
            new(calm, new(), ""), StormCampaign.None, [], null, null, scope, TimeSpan.Zero);
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
