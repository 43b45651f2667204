using System.Net;
using System.Text.Json;
using EvenKeel.Host.Tests.Processes;

namespace EvenKeel.Host.Tests.Api;

/// <summary>What the service answers over HTTP.</summary>
public sealed class PairRoutesTests
{
    [Fact]
    public async Task A_pair_is_shown_with_its_decimals_as_strings_and_an_unknown_one_is_named()
    {
        using var folder = new ServiceFolder();
        using var service = ServiceProcess.Start(folder);
        await service.PairAsync("BTCUSDT", p => p["state"]!.GetValue<string>() == "holding");

        // Nothing in either answer is a JSON number, so no reader can round it
        foreach (var path in new[] { "/api/v1/pairs", "/api/v1/pairs/BTCUSDT" })
        {
            using var answer = JsonDocument.Parse(await (await service.GetAsync(path)).Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken));
            Assert.DoesNotContain(Values(answer.RootElement), v => v.ValueKind == JsonValueKind.Number);
        }

        // An unknown pair is a problem that names it, and those that there are
        using var unknown = await service.GetAsync("/api/v1/pairs/DOGEUSDT");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await unknown.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));
        Assert.Equal(
            "DOGEUSDT is not traded here; the pairs are BTCUSDT.",
            problem.RootElement.GetProperty("detail").GetString());

        // And it says that it lives and serves
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/ready")).StatusCode);
    }

    internal static IEnumerable<JsonElement> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Values(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        _ => [element],
    };
}
