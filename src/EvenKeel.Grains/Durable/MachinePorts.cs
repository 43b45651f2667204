using EvenKeel.Machines;
using EvenKeel.Venues;
using Microsoft.Extensions.Logging;

namespace EvenKeel.Grains.Durable;

/// <summary>What every machine of this silo reaches the world through.</summary>
/// <param name="Protocol">The times of the protocol.</param>
/// <param name="Time">Of pauses that no market tells the time of.</param>
public sealed record MachinePorts(
    IVenue Venue, IOutbox Outbox, IKillRow KillRow, IVenueClock Clock, RunnerSettings Protocol, ILoggerFactory Logs,
    TimeProvider Time)
{
    public Patience Patience { get; } = new();

    public Revival Revival { get; } = new(Time);
}
