using System.Collections.Immutable;
using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Reconciliation;

/// <summary>Whatever rests and whatever is wanted: what is carried out ends in what is wanted, with never two orders in
/// one slot.</summary>
public sealed class DiffPropertyTests
{
    private static readonly Gen<WantedOrder> Wanted = Gen.Select(
        Gen.Int[0, 9], Gen.Bool, Gen.Int[95, 99], Gen.Int[1, 3], Gen.Bool,
        (slot, buy, price, quantity, reduces) => new WantedOrder(
            new(1, slot), Market.Linear, buy ? Side.Buy : Side.Sell, new(price), new(quantity), reduces));

    private static readonly Gen<RestingOrder> Resting = Gen.Select(
        Wanted, Gen.Bool, (w, cancelling) => new RestingOrder(
            w.Slot, w.Market, w.Side, w.Price, w.Quantity, w.ReduceOnly, cancelling));

    [Fact]
    public void What_rests_becomes_what_is_wanted() => Gen.Select(Resting.Array[0, 12], Wanted.Array[0, 10]).Check(
        drawn =>
        {
            var resting = drawn.Item1.OrderBy(r => r.Slot).ToImmutableArray();
            var wanted = drawn.Item2.DistinctBy(w => w.Slot).ToImmutableArray();
            for (var round = 0; round < 2; round++)
            {
                // What is being cancelled is gone by the next round, and nothing was placed in its slot before that.
                resting = [.. Carried(resting, wanted).Where(r => !r.Cancelling)];
            }

            Assert.Equal(
                wanted.OrderBy(w => w.Slot),
                resting.Select(AsWanted).OrderBy(w => w.Slot));
            Assert.Empty(Between(resting, wanted));
        });

    /// <summary>Carries a difference out, and holds that another look at once asks for nothing more.</summary>
    private static ImmutableArray<RestingOrder> Carried(
        ImmutableArray<RestingOrder> resting, ImmutableArray<WantedOrder> wanted)
    {
        foreach (var difference in Between(resting, wanted))
        {
            switch (difference)
            {
                case Difference.Cancel { Order: var order }:
                    Assert.False(order.Cancelling);
                    resting = resting.Replace(order, order with { Cancelling = true });
                    break;
                case Difference.Place { Order: var order }:
                    Assert.DoesNotContain(resting, r => r.Slot == order.Slot);
                    var placed = new RestingOrder(
                        order.Slot, order.Market, order.Side, order.Price, order.Quantity, order.ReduceOnly, false);
                    resting = [.. resting.Add(placed).OrderBy(r => r.Slot)];
                    break;
                default:
                    Assert.Fail($"no position was wanted: {difference}");
                    break;
            }
        }

        Assert.Empty(Between(resting, wanted));
        return resting;
    }

    private static ImmutableArray<Difference> Between(
        ImmutableArray<RestingOrder> resting, ImmutableArray<WantedOrder> wanted) =>
        Diff.Between(new([], resting), new([], wanted, "test", Urgency.Normal));

    private static WantedOrder AsWanted(RestingOrder r) =>
        new(r.Slot, r.Market, r.Side, r.Price, r.Quantity, r.ReduceOnly);
}
