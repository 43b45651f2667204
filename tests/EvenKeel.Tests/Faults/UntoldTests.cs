using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Tests.Grids;

namespace EvenKeel.Tests.Faults;

/// <summary>What the storm's checker takes for money that no machine could know of.</summary>
public sealed class UntoldTests
{
    private static readonly Instant s_at = GridScene.Start;
    private static readonly Price s_coin = new(100m);

    [Fact]
    public void What_was_filled_beyond_two_orders_and_cancels_out_is_its_exact_money() =>
        // Bought 1 at 99 and sold 1 at 100 as asked; then bought 0.5 at 98 and sold 0.5 at 101, a fee of 0.1 each.
        Assert.Equal(new(1.5m - 0.2m), Money(bought: 0.5m, sold: 0.5m, booked: 1m));

    [Fact]
    public void What_moves_the_position_is_to_be_found_and_no_excuse() =>
        Assert.Equal(Amount.Zero, Money(bought: 0.5m, sold: 0.4m, booked: 1m));

    [Fact]
    public void What_no_order_was_filled_beyond_is_no_excuse() =>
        Assert.Equal(Amount.Zero, Money(bought: 0m, sold: 0m, booked: 1m));

    [Fact]
    public void What_an_order_was_filled_beyond_that_had_left_the_row_is_its_exact_money() =>
        Assert.Equal(new(-49.1m), Money(bought: 0.5m, sold: 0m, booked: 1m, leaves: s_at));

    [Fact]
    public void An_order_that_left_the_row_long_after_it_was_filled_beyond_is_no_excuse() =>
        Assert.Equal(Amount.Zero, Money(bought: 0.5m, sold: 0m, booked: 1m, leaves: s_at + TimeSpan.FromSeconds(80)));

    [Fact]
    public void Coins_that_came_of_such_an_order_and_were_taken_for_a_person_s_count_at_their_worth() =>
        Assert.Equal(new(-49.1m + 50m), Money(bought: 0.5m, sold: 0m, booked: 1m, leaves: s_at, taken: 0.5m));

    [Fact]
    public void Coins_that_were_taken_for_a_person_s_while_no_order_had_left_are_no_excuse() =>
        Assert.Equal(Amount.Zero, Money(bought: 0.5m, sold: 0m, booked: 1m, taken: 0.5m));

    /// <param name="leaves">When both orders leave the row; null: they stay.</param>
    /// <param name="taken">What the last row takes for a person's coins beside those of the first. [base]</param>
    private static Amount Money(
        decimal bought, decimal sold, decimal booked, Instant? leaves = null, decimal taken = 0m)
    {
        var journals = new Journals((_, _) => false);
        var untold = new Untold(new("USDT"), journals);
        var scene = new GridScene().Open(-1, Side.Buy, 99m, 1m, booked).Open(1, Side.Sell, 100m, 1m, booked);
        var (buy, sale) = (scene.Journal.Intents[0], scene.Journal.Intents[1]);
        untold.See(new Happening.Filled(s_at, Fill(buy, 99m, 1m, 0m)));
        untold.See(new Happening.Filled(s_at, Fill(sale, 100m, 1m, 0m)));
        Store(scene.Journal, s_at, 3m);
        foreach (var (intent, price, more) in new[] { (buy, 98m, bought), (sale, 101m, sold) })
        {
            if (more > 0m)
            {
                untold.See(new Happening.BeyondPromise(s_at, intent.Id, "more is filled than was asked"));
                untold.See(new Happening.Filled(s_at, Fill(intent, price, more, 0.1m)));
            }
        }

        Store(leaves is null ? scene.Journal : OrderJournal.Empty, leaves ?? s_at, 3m + taken);

        return untold.Money(s_coin);

        void Store(OrderJournal journal, Instant at, decimal coins)
        {
            var row = MachineRow<Grid>.New("grid/ABCUSDT", Grid.New, at) with
            {
                Journal = journal,
                Baseline = new(new(coins), s_at),
            };
            var stored = new Happening.Stored(at, row, HandMade.First);
            untold.See(stored);
            journals.See(stored);
        }
    }

    private static Fill Fill(OrderIntent intent, decimal price, decimal quantity, decimal fee) => new(
        $"{price}", intent.Id, Market.Linear, intent.Draft.Symbol, intent.Draft.Side, new(price), new(quantity),
        new("USDT"), fee, false, s_at);
}
