using System.Collections.Immutable;
using System.Text;
using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Storage;
using EvenKeel.Tests.Grids;

namespace EvenKeel.Tests.Storage;

/// <summary>A grid's row comes back as it was stored, to the digit, in every phase.</summary>
public sealed class GridRowTests
{
    private static readonly Deployment s_ours = new(Realm.Live, "format");

    [Fact]
    public void Every_phase_that_there_is_is_among_those_that_are_tried() => Assert.Equal(
        typeof(GridPhase).GetNestedTypes().Where(t => t.IsAssignableTo(typeof(GridPhase))).Select(t => t.Name)
            .Order(StringComparer.Ordinal),
        AnyGrid.Phases.Select(p => p.Single().GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_grids_row_comes_back_as_it_was_stored_in_every_phase() => Assert.All(AnyGrid.Phases, phase =>
        Gen.Select(AnyGrid.Grids(phase), s_intents.Array[0, 12], Gen.Int[0, 9_999], RowOf).Check(
            row =>
            {
                var bytes = RowFormat.Write(row);
                var read = RowFormat.Read<Grid>(bytes);
                var (was, now) = (row.State, read.State);
                Assert.Equal(was.Slots.AsEnumerable(), now.Slots);
                Assert.Equal(was.Totals.Hours.AsEnumerable(), now.Totals.Hours);
                Assert.Equal((was.Totals.Trips, was.Totals.Matched), (now.Totals.Trips, now.Totals.Matched));
                var rest = now with { Slots = was.Slots, Totals = was.Totals };
                Assert.Equal(was, rest);
                Assert.Equal(row.Journal.Intents.AsEnumerable(), read.Journal.Intents);
                Assert.Equal(row.Attempts.AsEnumerable(), read.Attempts);
                Assert.Equal((row.Ledger, row.Version), (read.Ledger, read.Version));
                Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(RowFormat.Write(read)));
            },
            times: 200));

    private static readonly Gen<OrderIntent> s_intents = Gen.Select(
        Gen.Int[-99, 99], Gen.Int[1, 99], Repeatably.Decimal(1, 90_000_000, 8), Gen.Enum<IntentStatus>(), Gen.Bool,
        (index, generation, value, status, sells) =>
        {
            var side = sells ? Side.Sell : Side.Buy;
            var draft = new OrderDraft(
                GridSteps.Of(index, side), Market.Linear, new("SOLUSDT"), side, new(value), new Price(value),
                sells ? TimeInForce.GoodTillCancel : TimeInForce.PostOnly, sells, OnMargin: false, new(value),
                new(generation, index));
            return new OrderIntent(
                ClientOrderId.Of(s_ours, WorkflowId.Of("grid/SOLUSDT", generation), draft.Step, 0), draft, 0,
                GridScene.Start, TimeSpan.FromSeconds(1), !sells, status, sells ? null : "v",
                new(new(value / 2m), new(value), new(0.00000001m), new(value / 3m), new(value)), CancelAsked: sells);
        });

    private static MachineRow<Grid> RowOf(Grid grid, OrderIntent[] intents, int n) =>
        MachineRow<Grid>.New("grid/SOLUSDT", grid, GridScene.Start) with
        {
            Version = n + 1,
            Journal = new([.. intents], n),
            Ledger = Ledger.Empty(GridScene.Start) with { Perp = new(n / 1000m), Cash = new(-n / 7m) },
            Attempts = intents.Select(i => i.Draft.Step).Distinct().ToImmutableSortedDictionary(i => i, i => i + 1),
        };
}
