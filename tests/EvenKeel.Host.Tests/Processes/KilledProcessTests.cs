using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Host.Tests.Processes;

/// <summary>The real process on SQLite, killed with -9 where it hurts, and started again on the same files.</summary>
public sealed class KilledProcessTests
{
    private const int Killed = 128 + 9;

    /// <summary>One slice, so that an entry is two orders; time to prove that a hedge never arrived before it is
    /// given up.</summary>
    private static readonly string[] s_oneSlice =
        ["--Carry:SliceMax=20000", "--Carry:VisibilityDelay=2s", "--Carry:HedgeTime=1m"];

    [Theory]
    [InlineData("BeforePlace", "Spot")]
    [InlineData("AfterPlace", "Spot")]
    [InlineData("BeforePlace", "Linear")]
    [InlineData("AfterPlace", "Linear")]
    public async Task A_process_killed_around_a_send_finishes_its_entry_without_a_second_order(
        string moment, string market)
    {
        // Given a process that dies around the send of the leading leg, or of its hedge
        using var folder = new ServiceFolder();
        using (var dying = ServiceProcess.StartCrashing(folder, moment, "BTCUSDT", market, 1, s_oneSlice))
        {
            Assert.Equal(Killed, await dying.EndAsync());
        }

        var atDeath = folder.VenueOrders;

        // When the service starts again
        using var service = ServiceProcess.Start(folder, s_oneSlice);
        var pair = await service.PairAsync("BTCUSDT", IsHolding);
        service.Kill();

        // Then the venue's own list has one order a leg, those of before the crash among them, and both legs stand
        var orders = folder.VenueOrders;
        Assert.Equal([Market.Spot, Market.Linear], orders.Select(o => o.Draft.Market));
        Assert.All(orders, o => Assert.Equal(OrderState.Filled, o.State));
        Assert.Equal(atDeath.Select(o => o.Id), orders.Select(o => o.Id).Take(atDeath.Length));
        Assert.Equal(OrdersSentBy(moment, market), atDeath.Length);
        Assert.Equal(orders.Select(o => o.Id.Text).Order(), Traded(pair).Order());
    }

    [Fact]
    public async Task A_process_killed_while_holding_goes_on_with_the_open_position()
    {
        // Given a process that holds, killed at any moment
        using var folder = new ServiceFolder();
        JsonNode held;
        using (var first = ServiceProcess.Start(folder, s_oneSlice))
        {
            held = await first.PairAsync("BTCUSDT", IsHolding);
            first.Kill();
        }

        // When it is started again
        using var second = ServiceProcess.Start(folder, s_oneSlice);
        var again = await second.PairAsync("BTCUSDT", p => p["funding"]!["ratePredicted"] is not null);

        // Then it holds the same, and has sent nothing
        Assert.True(IsHolding(again), again.ToJsonString());
        Assert.Equal(held["legs"]![1]!["quantity"]!.ToString(), again["legs"]![1]!["quantity"]!.ToString());
        Assert.Equal(Traded(held), Traded(again));
        Assert.Equal(folder.VenueOrders.Select(o => o.Id.Text).Order(), Traded(again).Order());
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_ends_without_an_error()
    {
        using var folder = new ServiceFolder();
        using var service = ServiceProcess.Start(folder);
        await service.PairAsync("BTCUSDT", _ => true);

        service.Terminate();

        Assert.Equal(0, await service.EndAsync());
    }

    [Fact]
    public async Task A_second_start_on_the_same_files_is_refused_and_the_first_goes_on()
    {
        using var folder = new ServiceFolder();
        using var first = ServiceProcess.Start(folder);
        await first.PairAsync("BTCUSDT", _ => true);

        // With ports of its own nothing else would keep it from trading beside the first
        using var free = new ServiceFolder();
        using var second = ServiceProcess.Start(
            folder, $"--Service:Port={free.Port}", $"--Service:SiloPort={free.SiloPort}");

        Assert.Equal(2, await second.EndAsync());
        await Eventually.HoldsAsync(
            () => second.Log.Contains("evenkeel.db cannot be used", StringComparison.Ordinal)
                && second.Log.Contains("one process at a time", StringComparison.Ordinal),
            "the file and the rule", () => second.Log);
        await first.PairAsync("BTCUSDT", _ => true);
    }

    [Theory]
    [InlineData("Port")]
    [InlineData("SiloPort")]
    public async Task A_port_that_is_taken_stops_the_start_with_its_name_number_and_rule(string name)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var folder = new ServiceFolder();
        using var service = ServiceProcess.Start(folder, $"--Service:{name}={port}");

        Assert.Equal(2, await service.EndAsync());
        var line = $"Service:{name} = {port}: must be a port that nothing else listens on";
        await Eventually.HoldsAsync(
            () => service.Log.Contains(line, StringComparison.Ordinal), line, () => service.Log);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_used_stops_the_start_with_its_name_value_and_rule()
    {
        using var folder = new ServiceFolder();
        using var service = ServiceProcess.Start(folder, "--Carry:MinApr=lots", "--Service:Pairs=BTCUSDT,BTCUSDT");

        Assert.Equal(2, await service.EndAsync());
        await Eventually.HoldsAsync(
            () => service.Log.Contains("Carry:MinApr = lots: must be a number", StringComparison.Ordinal)
                && service.Log.Contains("Service:Pairs = BTCUSDT,BTCUSDT: must be symbols", StringComparison.Ordinal),
            "both settings", () => service.Log);
    }

    private static bool IsHolding(JsonNode pair) => pair["state"]!.GetValue<string>() == "holding";

    /// <summary>The client order ids of what the service says has traded.</summary>
    private static IEnumerable<string> Traded(JsonNode pair) => pair["orders"]!.AsArray()
        .Where(o => o!["traded"]!.GetValue<string>() != "0").Select(o => o!["id"]!.GetValue<string>());

    private static int OrdersSentBy(string moment, string market) => (moment, market) switch
    {
        ("BeforePlace", "Spot") => 0,
        ("AfterPlace", "Linear") => 2,
        _ => 1,
    };
}
