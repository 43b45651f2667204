using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Accounting;

/// <summary>A ledger is a sum: in whatever order its flows come, it says the same, and its lines say it
/// again.</summary>
public sealed class LedgerPropertyTests
{
    private static readonly Gen<(Happening What, int Order)[]> Flows = Gen.Select(
        Trading.Happenings, Gen.Int[0, 1_000_000], (what, order) => (what, order)).Array[0, 60];

    [Fact]
    public void Flows_in_any_order_give_the_same_sums() => Flows.Check(
        flows => Assert.Equal(
            Booked(flows.Select(f => f.What), []), Booked(flows.OrderBy(f => f.Order).Select(f => f.What), [])),
        times: 500);

    [Fact]
    public void The_lines_add_up_to_what_the_ledger_says() => Flows.Check(
        flows =>
        {
            List<Flow> lines = [];
            var ledger = Booked(flows.Select(f => f.What), lines);
            Assert.Equal(ledger.Cash, lines.Aggregate(Amount.Zero, (sum, l) => sum + l.Amount));
            Assert.Equal(ledger.Base, Moved(lines.Where(l => l.Market == Market.Spot)));
            Assert.Equal(ledger.Perp, Moved(lines.Where(l => l is { Market: Market.Linear, Kind: FlowKind.Trade })));
            Assert.Equal(
                ledger.Funding,
                lines.Where(l => l.Kind == FlowKind.Funding).Aggregate(Amount.Zero, (sum, l) => sum + l.Amount));
        },
        times: 500);

    [Fact]
    public void What_was_earned_is_what_it_is_worth_whatever_the_marks() => Gen.Select(
        Flows, Repeatably.Decimal(1, 20_000_000, 2), Repeatably.Decimal(1, 20_000_000, 2)).Check(
            drawn =>
            {
                var ledger = Booked(drawn.Item1.Select(f => f.What), []);
                var (spot, mark) = (new Price(drawn.Item2), new Price(drawn.Item3));
                Assert.Equal(ProfitAndLoss.Worth(ledger, spot, mark), ProfitAndLoss.Of(ledger, spot, mark).Profit);
            },
            times: 500);

    /// <summary>Each is booked for itself: what settles or is traded does not depend on what came before.</summary>
    private static Ledger Booked(IEnumerable<Happening> happened, List<Flow> lines) => happened.Aggregate(
        Ledger.Empty(default),
        (ledger, h) => Trading.Play(ledger, new() { Perp = h.Quantity * h.Side.Sign() }, h, 0, lines));

    private static Quantity Moved(IEnumerable<Flow> lines) =>
        lines.Aggregate(Quantity.Zero, (sum, l) => sum + l.Quantity);
}
