using CsCheck;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Tests.Funding;

namespace EvenKeel.Tests.Grids;

/// <summary>Anything that a grid may be in, hold, have open or be told, drawn by chance: whether or not it could come
/// to that.</summary>
internal static class AnyGrid
{
    private static readonly Gen<Ladder> s_ladders = Gen.Select(
        Gen.Int[1, 9_999], Repeatably.Decimal(1, 20_000_000, 2), Repeatably.Decimal(1, 5_000, 3), Gen.Int[0, 3],
        (generation, anchor, step, kind) => new Ladder(
            generation, new(anchor), kind == 0 ? default : new(step), kind == 0 ? 1m + (step / 100m) : 0m,
            kind > 1 ? new Price(anchor / 2m) : null, kind > 2 ? new Price(anchor * 2m) : null));

    private static readonly Gen<Slot> s_slots = Gen.Select(
        Gen.Int[1, 9], Gen.Int[-Ladder.IndexMax, Ladder.IndexMax], Repeatably.Decimal(-90_000_000, 90_000_000, 8),
        Repeatably.Decimal(-900_000_000_000, 900_000_000_000, 10), Repeatably.Decimal(1, 20_000_000, 2),
        (generation, index, held, cost, exit) =>
            new Slot(new(generation, index), new(held), new(cost), new(exit)));

    private static readonly Gen<GridTotals> s_totals = Gen.Select(
        Gen.Long[0, 1_000_000], Repeatably.Decimal(-1_000_000, 900_000_000, 8), Gen.Int[0, 24],
        (trips, matched, hours) => new GridTotals(
            trips, new(matched),
            [.. Enumerable.Range(0, hours).Select(h => new GridHour(
                GridScene.Start + TimeSpan.FromHours(h), h, new(matched / (h + 1))))]));

    /// <summary>Every phase, each with anything in it.</summary>
    public static readonly IReadOnlyList<Gen<GridPhase>> Phases =
    [
        Any.Reasons.Select(why => (GridPhase)new GridPhase.Waiting(why)),
        Gen.Const<GridPhase>(new GridPhase.Running()),
        Any.Reasons.Select(why => (GridPhase)new GridPhase.Leaving(why)),
        Any.Reasons.Select(why => (GridPhase)new GridPhase.Stopped(why)),
    ];

    /// <summary>A grid in this phase, with anything beside it.</summary>
    public static Gen<Grid> Grids(Gen<GridPhase> phase) => Gen.Select(
        phase, s_ladders, s_slots.Array[0, 12], s_totals, Gen.Int[0, 15], Any.Times,
        (p, ladder, slots, totals, kind, at) => new Grid(
            p, (kind & 1) == 0 ? ladder : null, [.. slots.DistinctBy(s => s.Key).OrderBy(s => s.Key)], totals,
            (kind & 2) == 0 ? new GridSettings() { LevelsBelow = kind + 1, Step = new(0.5m) } : null,
            (kind & 4) == 0 ? "taken away" : null, at, new(at, kind * 0.25m), (kind & 8) == 0 ? "no quote" : null));

    /// <summary>Slots, orders, prices and switches as they may come, around a ladder with whole prices.</summary>
    public static readonly Gen<GridScene> Scenes = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Enum<GridMode>(), Gen.Enum<GridSpacing>(), Gen.Int[1, 6]),
        Gen.Select(Gen.Int[-8, 8], Gen.Int[-150, 150], Gen.Int[0, 3], Gen.Bool).Array[0, 6],
        Gen.Select(Repeatably.Decimal(9_000, 11_000, 2), Gen.Int[0, 9], Repeatably.Among(0, 1, 30)),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 4]),
        (plan, slots, seen, flags) =>
        {
            var (spot, mode, spacing, levels) = plan;
            var (price, block, age) = seen;
            var scene = new GridScene
            {
                Price = price,
                QuoteAge = TimeSpan.FromSeconds(age),
                Mode = new(Kill: block == 1, Flatten: block == 2, Blind: block == 3, Unread: block == 4),
                Range = flags.Item3 == 0 ? null : 0.5m * flags.Item3,
                Halted = flags.Item1 && flags.Item2 ? "taken away" : null,
            }.With(s => s with
            {
                Mode = spot ? GridMode.Long : mode,
                Spacing = spacing,
                StepShare = new(0.01m),
                LevelsBelow = levels,
                LevelsAbove = levels,
            });
            scene = spot ? scene.OnSpot() : scene;
            return slots.DistinctBy(s => s.Item1).Aggregate(scene, With);
        });

    /// <summary>Any event, half of them looks, of an order that the scene has.</summary>
    public static Gen<MachineEvent> Events(GridScene scene) => Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 5], Gen.Enum<IntentStatus>(), Gen.Int[0, 100], Gen.Bool,
        (kind, which, status, part, flag) =>
        {
            if (kind is 1 or 2 or 3 && scene.Journal.Intents.IsEmpty)
            {
                return new MachineEvent.Seen(scene.View);
            }

            var order = kind is 1 or 2 or 3 ? scene.Journal.Intents[which % scene.Journal.Intents.Length] : null;
            return (MachineEvent)(kind switch
            {
                1 => new MachineEvent.Moved(order!),
                2 => new MachineEvent.Ended(End(order!, status, part / 100m)),
                3 => new MachineEvent.Denied(order!.Draft, "kill switch"),
                4 => new MachineEvent.Agreed(scene.View.Account!),
                5 => new MachineEvent.Disturbed("moved from outside", []),
                6 => new MachineEvent.LeaveAsked("asked", flag),
                _ => new MachineEvent.Seen(scene.View),
            });
        });

    private static OrderIntent End(OrderIntent order, IntentStatus status, decimal part)
    {
        var done = new Quantity(Math.Round(order.Draft.Quantity.Value * part, 2));
        var traded = Quantity.Max(done, order.Done.Quantity);
        return (order with
        {
            Done = new(traded, order.Draft.Limit!.Value * traded, Quantity.Zero, Amount.Zero, Amount.Zero),
        }).End(status.IsOpen() ? IntentStatus.CancelledPartial : status, "ended");
    }

    /// <summary>A slot that holds something, has an order that opens, or one that closes.</summary>
    private static GridScene With(GridScene scene, (int Index, int Hundredths, int Kind, bool Cancels) drawn)
    {
        var held = scene.Plan.Market == Market.Spot ? Math.Abs(drawn.Hundredths) / 100m : drawn.Hundredths / 100m;
        var side = held < 0m ? Side.Sell : Side.Buy;
        var with = (drawn.Kind, held) switch
        {
            (_, 0m) => scene.Open(drawn.Index, Side.Buy, 100m + drawn.Index, 1.01m),
            (0, _) => scene.Filled(drawn.Index, held),
            (1, _) => scene.Closing(drawn.Index, held),
            (2, _) => scene.Open(drawn.Index, side, 100m + drawn.Index, 1.51m, Math.Abs(held) - 0.01m),
            _ => scene.Filled(drawn.Index, held, generation: 3),
        };
        return drawn.Cancels && with.Journal.Open.LastOrDefault() is { } last
            ? with with { Journal = with.Journal.Replace(last with { CancelAsked = true }) }
            : with;
    }
}
