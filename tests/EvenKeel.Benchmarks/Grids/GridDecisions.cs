using System.Collections.Immutable;
using System.Diagnostics;
using EvenKeel.Accounting;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Benchmarks.Grids;

/// <summary>What one decision of a grid costs at so many slots, every one with an order of its own, while the price
/// moves within a rung: all that the machine does between being shown the market and its step.</summary>
internal static class GridDecisions
{
    private const int Runs = 20_000;
    private static readonly Instant s_now = Instant.At(2025, 3, 10, 12);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_recvWindow = TimeSpan.FromSeconds(1);
    private static readonly Instrument s_on = new(
        Market.Linear, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.1m), new(0.001m), new(0.001m), new(5m));

    private static readonly decimal[] s_mids = [99_997m, 99_999m, 100_000.5m, 100_003m];

    public static int Run()
    {
        Console.WriteLine("slots    mean [µs]    p50 [µs]    p99 [µs]    allocated [B]");
        foreach (var slots in new[] { 20, 100, 400 })
        {
            Console.WriteLine(Measure(slots));
        }

        return 0;
    }

    private static string Measure(int count)
    {
        var (machine, row, looks) = Scene(count);
        var ticks = new long[Runs];
        var commands = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_warmUp;)
        {
            Repeat(Runs);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Repeat(Runs);
        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / Runs;
        Array.Sort(ticks);
        var micros = 1_000_000.0 / Stopwatch.Frequency;
        return $"{count,5}    {ticks.Average() * micros,9:0.00}    {ticks[Runs / 2] * micros,8:0.00}    " +
            $"{ticks[Runs * 99 / 100] * micros,8:0.00}    {bytes,13}" +
            (commands == 0 ? string.Empty : "    (not at rest)");

        void Repeat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                commands += machine.Decide(row, looks[i % looks.Length], s_now).Commands.Length;
                ticks[i] = Stopwatch.GetTimestamp() - start;
            }
        }
    }

    /// <summary>Half of the slots hold something and are being closed, the other half are being opened.</summary>
    private static (GridMachine Machine, MachineRow<Grid> Row, MachineEvent[] Looks) Scene(int count)
    {
        var settings = new GridSettings
        {
            Mode = GridMode.Neutral,
            Step = new(10m),
            LevelsBelow = count / 2,
            LevelsAbove = count / 2,
            QuotePerLevel = new(500m),
            InventoryMax = new(1_000_000m),
            MinProfit = Rate.Zero,
        };
        var plan = new GridPlan(
            s_on, settings, Rate.Zero, Rate.Zero, new() { OpenOrdersMax = 1_000, PriceCollar = new(0.5m) });
        var (slots, journal) = (new List<Slot>(), OrderJournal.Empty);
        for (var i = 1; i <= count / 2; i++)
        {
            // Bought below and closed one rung up; sold above and not yet filled
            Add(i - 1, Side.Sell, 100_000m + (10m * i), opens: false, held: 0.004m);
            Add(-i, Side.Buy, 100_000m - (10m * i), opens: true, held: 0m);
        }

        slots.Sort((a, b) => a.Key.CompareTo(b.Key));
        return (new(plan, s_recvWindow), Row(settings, [.. slots], journal), [.. s_mids.Select(Look)]);

        void Add(int index, Side side, decimal price, bool opens, decimal held)
        {
            var key = new SlotKey(1, index);
            slots.Add(new(key, new(held), new(held * (price - 10m)), new(opens ? price + 10m : price)));
            var size = opens ? plan.SizeAt(new(price), null) : new Quantity(held);
            var draft = new OrderDraft(
                GridSteps.Of(index, side), Market.Linear, s_on.Symbol, side, size, new(price),
                opens ? TimeInForce.PostOnly : TimeInForce.GoodTillCancel, !opens, false, new(100_000m), key);
            var id = ClientOrderId.Of(new(Realm.Test, "benchmark"), WorkflowId.Of("grid", 1), draft.Step, 0);
            journal = journal.Add(new(
                id, draft, 0, s_now, TimeSpan.FromSeconds(1), opens, IntentStatus.Acknowledged));
        }
    }

    private static MachineRow<Grid> Row(GridSettings settings, ImmutableArray<Slot> slots, OrderJournal journal) =>
        MachineRow<Grid>.New("grid/benchmark", Grid.New with
        {
            Phase = new GridPhase.Running(),
            Ladder = new(1, new(100_000m), new(10m)),
            Slots = slots,
            Pinned = settings,
        }, s_now) with
        {
            Journal = journal,
            Ledger = Ledger.Empty(s_now) with
            {
                Perp = slots.Aggregate(Quantity.Zero, (sum, s) => sum + s.Held),
                Cash = slots.Aggregate(Amount.Zero, (sum, s) => sum - s.Cost),
            },
        };

    private static MachineEvent Look(decimal mid)
    {
        var quote = new TopOfBook(new(mid - 0.1m), new(mid + 0.1m), s_now);
        return new MachineEvent.Seen(new(
            new(s_on.Symbol, quote, quote, new(new(mid), s_now), null, null, null, [], null, null, s_now),
            null, default, RiskMode.Normal, s_now));
    }
}
