using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Grains.Durable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;
using Orleans.Concurrency;

namespace EvenKeel.Grains.Funding;

/// <summary>The carry of one pair. Key: carry/SYMBOL, e.g. carry/BTCUSDT.</summary>
public interface ICarryGrain : IMachineGrain
{
    /// <summary>The market moved: read it, and look if that can change anything.</summary>
    [AlwaysInterleave]
    [Alias("Tick")]
    Task Tick();

    /// <summary>How it stands, as stored; waits for nothing.</summary>
    [AlwaysInterleave]
    [Alias("Look")]
    Task<CarryReport> Look();
}

public static class CarryKeys
{
    /// <summary>The key of a pair's grain, and the name of its machine. A bare ticker would collide: see the
    /// store.</summary>
    public static string Of(Symbol pair) => $"carry/{pair.Name}";

    public static ICarryGrain Carry(this IGrainFactory grains, Symbol pair) => grains.GetGrain<ICarryGrain>(Of(pair));
}

/// <summary>How a carry stands.</summary>
/// <param name="Row">As it is stored.</param>
/// <param name="Market">The last tick; null before the first.</param>
/// <param name="Halted">Why it carries no more, and at most brings its legs level; null while it does.</param>
/// <param name="Alarms">The last ones of this activation, oldest first.</param>
[GenerateSerializer]
[Immutable]
[Alias("evenkeel.carry-report")]
public sealed record CarryReport(
    [property: Id(0)] MachineRow<Carry> Row,
    [property: Id(1)] MarketReport? Market,
    [property: Id(2)] string? Halted,
    [property: Id(3)] ImmutableArray<MachineAlarm> Alarms);
