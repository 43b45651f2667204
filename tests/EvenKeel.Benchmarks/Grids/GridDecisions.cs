using System.Collections.Immutable;
using System.Diagnostics;
using EvenKeel.Accounting;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Benchmarks.Grids;

/// <summary>What one decision of a grid costs at so many slots, every one with an order of its own: slots joined with
/// open orders, the target, and the difference to what rests.</summary>
internal static class GridDecisions
{
    private const int Runs = 20_000;
    private static readonly Instant s_now = Instant.At(2025, 3, 10, 12);

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
        var (plan, slots, journal, view, ledger) = Scene(count);
        var ladder = new Ladder(1, new(100_000m), new(10m));
        var ticks = new long[Runs];
        var decided = 0;
        for (var warm = 0; warm < Runs / 2; warm++)
        {
            decided += Decide();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            decided += Decide();
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / Runs;
        Array.Sort(ticks);
        var micros = 1_000_000.0 / Stopwatch.Frequency;
        return $"{count,5}    {ticks.Average() * micros,9:0.00}    {ticks[Runs / 2] * micros,8:0.00}    " +
            $"{ticks[Runs * 99 / 100] * micros,8:0.00}    {bytes,13}" +
            (decided == 0 ? string.Empty : "    (not at rest)");

        int Decide()
        {
            var book = new GridBook(ladder, SlotBook.Of(slots, journal), ledger);
            return Diff.Between(book.Current, GridStrategy.Instance.Target(plan, book, view)).Length;
        }
    }

    /// <summary>Half of the slots hold something and are being closed, the other half are being opened.</summary>
    private static (GridPlan, ImmutableArray<Slot>, OrderJournal, MarketView, Ledger) Scene(
        int count)
    {
        var on = new Instrument(
            Market.Linear, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.1m), new(0.001m), new(0.001m), new(5m));
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
            on, settings, Rate.Zero, Rate.Zero, new() { OpenOrdersMax = 1_000, PriceCollar = new(0.5m) });
        var (slots, journal) = (new List<Slot>(), OrderJournal.Empty);
        for (var i = 1; i <= count / 2; i++)
        {
            // Bought below and closed one rung up; sold above and not yet filled
            Add(i - 1, Side.Sell, 100_000m + (10m * i), opens: false, held: 0.004m);
            Add(-i, Side.Buy, 100_000m - (10m * i), opens: true, held: 0m);
        }

        slots.Sort((a, b) => a.Key.CompareTo(b.Key));
        var stored = ImmutableArray.CreateRange(slots);
        var quote = new TopOfBook(new(99_999.9m), new(100_000.1m), s_now);
        var market = new MarketReport(
            on.Symbol, quote, quote, new(new(100_000m), s_now), null, null, null, [], null, null, s_now);
        var held = slots.Aggregate(Quantity.Zero, (sum, s) => sum + s.Held);
        return (plan, stored, journal, new(market, null, default, RiskMode.Normal, s_now),
            Ledger.Empty(s_now) with { Perp = held });

        void Add(int index, Side side, decimal price, bool opens, decimal held)
        {
            var key = new SlotKey(1, index);
            slots.Add(new(key, new(held), new(held * (price - 10m)), new(opens ? price + 10m : price)));
            var size = opens ? plan.SizeAt(new(price), null) : new Quantity(held);
            var draft = new OrderDraft(
                GridSteps.Of(index, side), Market.Linear, on.Symbol, side, size, new(price),
                opens ? TimeInForce.PostOnly : TimeInForce.GoodTillCancel, !opens, false, new(100_000m), key);
            var id = ClientOrderId.Of(new(Realm.Test, "benchmark"), WorkflowId.Of("grid", 1), draft.Step, 0);
            journal = journal.Add(new(
                id, draft, 0, s_now, TimeSpan.FromSeconds(1), opens, IntentStatus.Acknowledged));
        }
    }
}
