using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Grains.Grids;
using EvenKeel.Host.Settings;

namespace EvenKeel.Host.Paper;

/// <summary>Carries the venue's pushes to the pairs, as a private stream does. It only wakes: what a pair then asks is
/// the truth, and without this its timer and its reminder would ask as well, later.</summary>
internal sealed class PaperStream(
    PaperVenue venue, IGrainFactory grains, ServiceSettings settings, TimeProvider time, ILogger<PaperStream> log)
    : BackgroundService
{
    private static readonly TimeSpan s_pulse = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = new PeriodicTimer(s_pulse, time);
        while (await pulse.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var push in await venue.ListenAsync(stoppingToken))
            {
                _ = TellAsync(push);
            }
        }
    }

    private async Task TellAsync(VenuePush push)
    {
        try
        {
            IMachineGrain machine = settings.Grids.Contains(push.Pair)
                ? grains.Grid(push.Pair)
                : grains.Carry(push.Pair);
            await (push.Order is { } order ? machine.Nudge(order.Text, push.Traded.Value) : machine.Reconcile());
        }
        catch (Exception e)
        {
            log.LogWarning("{Pair} did not take a push, it will ask by itself: {Because}", push.Pair, e.Message);
        }
    }
}
