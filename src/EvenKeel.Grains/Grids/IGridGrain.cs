using System.Collections.Immutable;
using EvenKeel.Grains.Durable;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;
using Orleans.Concurrency;

namespace EvenKeel.Grains.Grids;

/// <summary>The grid of one pair. Key: grid/SYMBOL, e.g. grid/SOLUSDT.</summary>
public interface IGridGrain : IMachineGrain
{
    /// <summary>The market moved: read it, and look if that can change anything.</summary>
    [AlwaysInterleave]
    [Alias("Tick")]
    Task Tick();

    /// <summary>How it stands, as stored; waits for nothing.</summary>
    [AlwaysInterleave]
    [Alias("Look")]
    Task<GridReport> Look();
}

public static class GridKeys
{
    /// <summary>The key of a pair's grid, and the name of its machine.</summary>
    public static string Of(Symbol pair) => $"grid/{pair.Name}";

    public static IGridGrain Grid(this IGrainFactory grains, Symbol pair) => grains.GetGrain<IGridGrain>(Of(pair));
}

/// <summary>How a grid stands.</summary>
/// <param name="Row">As it is stored.</param>
/// <param name="Plan">On what terms it trades: the settings are those that it runs under.</param>
/// <param name="Market">The last tick; null before the first.</param>
/// <param name="Halted">Why it does nothing any more; null while it runs.</param>
/// <param name="Alarms">The last ones of this activation, oldest first.</param>
[GenerateSerializer]
[Immutable]
[Alias("evenkeel.grid-report")]
public sealed record GridReport(
    [property: Id(0)] MachineRow<Grid> Row,
    [property: Id(1)] GridPlan Plan,
    [property: Id(2)] MarketReport? Market,
    [property: Id(3)] string? Halted,
    [property: Id(4)] ImmutableArray<MachineAlarm> Alarms);
