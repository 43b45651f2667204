using System.Net;
using System.Text.Json;
using EvenKeel.Host.Tests.Processes;

namespace EvenKeel.Host.Tests.Api;

/// <summary>What the service answers about its grids.</summary>
public sealed class GridRoutesTests
{
    [Fact]
    public async Task A_grid_is_shown_beside_the_pairs_with_every_number_a_string_and_an_unknown_one_is_named()
    {
        using var folder = new ServiceFolder();
        using var service = ServiceProcess.Start(
            folder, "--Service:Grids=SOLUSDT", "--Grid:LevelsBelow=3", "--Grid:LevelsAbove=3");
        var grid = await service.GridAsync(
            "SOLUSDT", g => g["slots"]!.AsArray().Count(s => s!["order"] is not null) == 3 && g["profit"] is not null);

        // What stands where, and what for
        Assert.Equal("running", grid["grid"]!["state"]!.GetValue<string>());
        Assert.Equal("Spot", grid["grid"]!["market"]!.GetValue<string>());
        Assert.Equal("1", grid["ladder"]!["generation"]!.GetValue<string>());
        Assert.All(grid["slots"]!.AsArray(), s => Assert.Contains("empty", s!["status"]!.GetValue<string>()));
        Assert.Equal("0", grid["profit"]!["profit"]!.GetValue<string>());
        Assert.Null(grid["profit"]!["profitApr"]);

        // Nothing in either answer is a JSON number, so no reader can round it
        foreach (var path in new[] { "/api/v1/grids", "/api/v1/grids/solusdt" })
        {
            using var answer = JsonDocument.Parse(await (await service.GetAsync(path)).Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken));
            Assert.DoesNotContain(
                PairRoutesTests.Values(answer.RootElement), v => v.ValueKind == JsonValueKind.Number);
        }

        // The pairs are those of the carries, as before
        await service.PairAsync("BTCUSDT", p => p["legs"]!.AsArray().Count == 2);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/api/v1/pairs/SOLUSDT")).StatusCode);

        using var unknown = await service.GetAsync("/api/v1/grids/BTCUSDT");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var problem = JsonDocument.Parse(await unknown.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));
        Assert.Equal(
            "BTCUSDT has no grid here; the grids are SOLUSDT.",
            problem.RootElement.GetProperty("detail").GetString());
    }
}
