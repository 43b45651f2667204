using System.Collections.Immutable;
using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Reconciliation;

public sealed class DiffTests
{
    private static readonly WantedOrder Bid = new(new(1, -3), Market.Linear, Side.Buy, new(99m), new(0.5m), false);

    private static readonly RestingOrder Resting = new(
        new(1, -3), Market.Linear, Side.Buy, new(99m), new(0.5m), false, Cancelling: false);

    [Theory]
    [InlineData("0", "0", "5", "", "5")]
    [InlineData("3", "-1", "5", "", "3")]
    [InlineData("5", "0", "2", "-3", "")]
    [InlineData("5", "-3", "2", "", "")]
    [InlineData("2", "0", "-1", "-2", "-1")]
    [InlineData("-4", "0", "-6", "", "-2")]
    [InlineData("-4", "0", "0", "4", "")]
    [InlineData("1", "4", "5", "", "")]
    public void What_is_to_do_is_the_target_less_what_is_held_and_in_flight(
        string held, string inFlight, string wanted, string shrink, string grow)
    {
        var differences = Between(held, inFlight, wanted);
        Assert.Equal(shrink, string.Concat(differences.OfType<Difference.Shrink>().Select(d => d.Delta)));
        Assert.Equal(grow, string.Concat(differences.OfType<Difference.Grow>().Select(d => d.Delta)));
    }

    [Fact]
    public void Carried_out_in_full_the_differences_lead_to_the_target() => Gen.Select(
        Repeatably.Decimal(-500, 500, 2), Repeatably.Decimal(-500, 500, 2), Repeatably.Decimal(-500, 500, 2))
        .Check(drawn =>
        {
            var (held, inFlight, wanted) = drawn;
            var position = held + inFlight;
            foreach (var difference in Between($"{held}", $"{inFlight}", $"{wanted}"))
            {
                var before = Math.Abs(position);
                position += difference switch
                {
                    Difference.Shrink s => s.Delta.Value,
                    Difference.Grow g => g.Delta.Value,
                    _ => throw new InvalidOperationException("no order was wanted"),
                };
                Assert.Equal(difference is Difference.Grow, Math.Abs(position) > before);
            }

            Assert.Equal(wanted, position);
        });

    [Fact]
    public void A_market_that_is_not_named_is_left_as_it_is() => Assert.Empty(Diff.Between(
        new([new(Market.Spot, new(3m), Quantity.Zero)], []), new([], [], "no opinion", Urgency.Normal)));

    [Fact]
    public void Shrinking_comes_before_growing_on_whichever_leg()
    {
        var differences = Diff.Between(
            new([new(Market.Spot, new(1m), Quantity.Zero), new(Market.Linear, new(-3m), Quantity.Zero)], []),
            new([new(Market.Spot, new(2m)), new(Market.Linear, new(-2m))], [], "test", Urgency.Normal));
        Assert.Equal(
            [new Difference.Shrink(Market.Linear, new(1m)), new Difference.Grow(Market.Spot, new(1m))],
            differences.ToArray());
    }

    [Fact]
    public void An_order_that_rests_as_wanted_is_left_alone() => Assert.Empty(Orders([Resting], [Bid]));

    [Fact]
    public void A_wanted_order_is_placed_in_a_free_slot() =>
        Assert.Equal(new Difference.Place(Bid), Assert.Single(Orders([], [Bid])));

    [Fact]
    public void An_order_that_is_not_wanted_is_cancelled_once()
    {
        Assert.Equal(new Difference.Cancel(Resting), Assert.Single(Orders([Resting], [])));
        Assert.Empty(Orders([Resting with { Cancelling = true }], []));
    }

    [Fact]
    public void An_order_is_never_changed_but_cancelled_and_then_placed_anew()
    {
        var moved = Bid with { Price = new(98m) };
        Assert.Equal(new Difference.Cancel(Resting), Assert.Single(Orders([Resting], [moved])));
        Assert.Empty(Orders([Resting with { Cancelling = true }], [moved]));
        Assert.Equal(new Difference.Place(moved), Assert.Single(Orders([], [moved])));
    }

    [Fact]
    public void Two_orders_in_one_slot_are_not_both_wanted()
    {
        var twin = Resting with { Price = new(97m) };
        Assert.Equal(new Difference.Cancel(twin), Assert.Single(Orders([Resting, twin], [Bid])));
    }

    [Fact]
    public void What_rests_in_no_order_is_refused() =>
        Assert.Throws<ArgumentException>(() => Orders([Resting, Resting with { Slot = new(1, -4) }], []));

    [Fact]
    public void Targets_ask_for_the_same_whatever_their_reasons()
    {
        var one = new TargetState([new(Market.Spot, new(1m))], [Bid], "one", Urgency.Normal);
        var other = new TargetState([new(Market.Spot, new(1.0m))], [Bid with { }], "other", Urgency.Normal, Alert: "!");
        Assert.True(one.AsksTheSameAs(other));
        Assert.False(one.AsksTheSameAs(other with { Urgency = Urgency.Emergency }));
        Assert.False(one.AsksTheSameAs(other with { Positions = [] }));
        Assert.Equal((new Quantity(1m), Quantity.Zero), (one.Of(Market.Spot), one.Of(Market.Linear)));
    }

    private static ImmutableArray<Difference> Between(string held, string inFlight, string wanted) => Diff.Between(
        new([new(Market.Linear, Of(held), Of(inFlight))], []),
        new([new(Market.Linear, Of(wanted))], [], "test", Urgency.Normal));

    private static ImmutableArray<Difference> Orders(RestingOrder[] resting, WantedOrder[] wanted) =>
        Diff.Between(new([], [.. resting]), new([], [.. wanted], "test", Urgency.Normal));

    private static Quantity Of(string text) => new(decimal.Parse(text));
}
