using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Grains.Grids;
using EvenKeel.Host.Settings;
using EvenKeel.Markets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EvenKeel.Host;

/// <summary>Wakes every pair's machine once the silo runs; from then on its own reminder does. Starting and recovering
/// are one path.</summary>
internal sealed class PairStart(
    IGrainFactory grains, ServiceSettings settings, TimeProvider time, ILogger<PairStart> log)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _started.Task.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy("every pair runs")
            : HealthCheckResult.Unhealthy("not every pair has started yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll([
            .. settings.Pairs.Select(p => Start(p, grains.Carry(p), stoppingToken)),
            .. settings.Grids.Select(p => Start(p, grains.Grid(p), stoppingToken)),
        ]);
        _started.SetResult();
        log.LogInformation(
            "Watching carries of {Pairs}, grids of {Grids}", string.Join(", ", settings.Pairs),
            settings.Grids.IsEmpty ? "no pair" : string.Join(", ", settings.Grids));
    }

    private async Task Start(Symbol pair, IMachineGrain machine, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await machine.Wake();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError("{Pair} does not start, trying again in {Again}: {Because}", pair, s_again, e.Message);
            }

            await Task.Delay(s_again, time, stopping);
        }
    }
}
