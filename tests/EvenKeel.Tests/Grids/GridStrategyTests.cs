using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Grids;

/// <summary>Which orders should rest around the price.</summary>
public sealed class GridStrategyTests
{
    private static readonly GridScene s_long = new();
    private static readonly GridScene s_roomy = s_long.With(s => s with { InventoryMax = new(1_000m) });
    private static readonly GridScene s_short = s_long.With(s => s with { Mode = GridMode.Short });
    private static readonly GridScene s_neutral = s_long.With(s => s with { Mode = GridMode.Neutral });

    [Fact]
    public void A_long_grid_buys_below_the_price() =>
        Assert.Equal(["Buy 1.01 at 99", "Buy 1.02 at 98", "Buy 1.03 at 97"], s_long.Wanted);

    [Fact]
    public void A_short_grid_sells_above_the_price() =>
        Assert.Equal(["Sell 0.99 at 101", "Sell 0.98 at 102", "Sell 0.97 at 103"], s_short.Wanted);

    [Fact]
    public void A_neutral_grid_does_both() => Assert.Equal(s_long.Wanted.Concat(s_short.Wanted), s_neutral.Wanted);

    [Fact]
    public void A_filled_slot_is_closed_one_rung_on_and_its_own_rung_is_not_opened_again()
    {
        var scene = s_roomy.Filled(-1, 1.01m) with { Price = 99.2m };
        Assert.Equal(["Sell 1.01 at 100", "Buy 1.02 at 98", "Buy 1.03 at 97", "Buy 1.04 at 96"], scene.Wanted);
        Assert.DoesNotContain(scene.Target.Orders, o => o.Side == Side.Buy && o.Slot.Index == -1);
    }

    [Fact]
    public void A_short_that_was_sold_is_bought_back_one_rung_below()
    {
        var scene = s_neutral.Filled(2, -0.98m) with { Price = 101.9m };
        Assert.Equal("Buy 0.98 at 101", scene.Wanted.First());
    }

    [Fact]
    public void A_filled_slot_has_one_close_however_often_the_market_is_looked_at()
    {
        var scene = s_long.Closing(-1, 1.01m) with { Price = 99.3m };
        for (var tick = 0; tick < 5; tick++)
        {
            scene = scene with { Price = 99.3m + (0.1m * tick) };
            Assert.Single(scene.Target.Orders, o => o.Side == Side.Sell);
            Assert.DoesNotContain(scene.Moves, m => m is Difference.Place { Order.Side: Side.Sell });
            Assert.DoesNotContain(scene.Moves, m => m is Difference.Cancel);
        }
    }

    [Fact]
    public void What_is_closed_is_what_the_slot_holds_down_to_the_lot() =>
        Assert.Contains("Sell 1 at 100", s_long.OnSpot().Filled(-1, 1.00899m).Wanted);

    [Fact]
    public void Dust_is_not_closed_and_its_rung_is_opened_as_if_it_were_empty()
    {
        var scene = s_roomy.OnSpot().Filled(-1, 0.00899m);
        Assert.Equal(["Buy 1.01 at 99", "Buy 1.02 at 98", "Buy 1.03 at 97"], scene.Wanted);
    }

    [Fact]
    public void Closings_take_their_places_first_and_the_nearest_of_them_before_the_others()
    {
        var scene = s_neutral.Filled(1, 1m).Filled(2, 1m).Filled(3, 1m).Filled(4, 1m);
        Assert.Equal(
            ["Sell 1 at 102", "Sell 1 at 103", "Sell 1 at 104"],
            scene.Wanted.Where(w => w.StartsWith("Sell", StringComparison.Ordinal)));
    }

    [Fact]
    public void Orders_of_a_side_never_exceed_its_window()
    {
        var scene = s_roomy.With(s => s with { Mode = GridMode.Neutral }).Filled(-3, 1m).Filled(-4, 1m);
        Assert.Equal(3, scene.Target.Orders.Count(o => o.Side == Side.Sell));
        // One of the three rungs below is filled.
        Assert.Equal(2, scene.Target.Orders.Count(o => o.Side == Side.Buy));
    }

    [Fact]
    public void The_rung_where_the_price_stands_is_not_opened()
    {
        Assert.Equal("Buy 1.01 at 99", (s_long with { Price = 99.5m }).Wanted.First());
        Assert.Equal("Buy 1.02 at 98", (s_long with { Price = 99.4m }).Wanted.First());
    }

    [Fact]
    public void A_rung_nearer_than_a_tenth_of_the_spacing_waits()
    {
        // What was bought shifts the centre below the price, so that sales may be wanted right above it.
        var scene = s_roomy.With(s => s with { Mode = GridMode.Neutral, Skew = new(0.05m) }).Filled(-8, 4m);
        Assert.Contains("Sell 0.99 at 101", (scene with { Price = 100.9m }).Wanted);
        Assert.DoesNotContain("Sell 0.99 at 101", (scene with { Price = 100.91m }).Wanted);
    }

    [Fact]
    public void An_order_that_rests_stays_when_the_price_comes_near()
    {
        var scene = s_long.Open(-1, Side.Buy, 99m, 1.01m) with { Price = 99.01m };
        Assert.Contains("Buy 1.01 at 99", scene.Wanted);
    }

    [Fact]
    public void A_position_shifts_the_centre_against_itself()
    {
        var scene = s_long.With(s => s with { Skew = new(0.02m), InventoryMax = new(1_000m) });
        Assert.Equal(0, Centre(scene));
        Assert.Equal(-1, Centre(scene.Filled(-5, 5m)));
        Assert.Equal(-2, Centre(scene.Filled(-5, 10m)));
        Assert.Equal(1, Centre(scene.Filled(5, -5m)));

        static int Centre(GridScene s) => GridStrategy.CentreOf(s.Plan, s.Book, new(s.Price));
    }

    [Fact]
    public void What_rests_would_never_take_the_position_beyond_its_cap()
    {
        var scene = s_long.With(s => s with { InventoryMax = new(250m) });
        Assert.Equal(["Buy 1.01 at 99", "Buy 1.02 at 98"], scene.Wanted);
        Assert.Equal(["Buy 1.01 at 99"], scene.Filled(-6, 1m).Wanted.Where(Buys));
        Assert.DoesNotContain(scene.Filled(-6, 2m).Wanted, Buys);

        static bool Buys(string wanted) => wanted.StartsWith("Buy", StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_that_blocks_new_risk_cancels_openings_and_closings_go_on()
    {
        var scene = s_long.Closing(-1, 1.01m).Open(-2, Side.Buy, 98m, 1.02m) with
        {
            Price = 99.3m,
            Mode = new(Kill: true),
        };
        Assert.Equal(["Sell 1.01 at 100"], scene.Wanted);
        var cancel = Assert.IsType<Difference.Cancel>(Assert.Single(scene.Moves));
        Assert.Equal(new(1, -2), cancel.Order.Slot);
    }

    [Fact]
    public void While_the_streams_are_down_nothing_new_is_opened_and_what_rests_stays()
    {
        var scene = s_long.Open(-2, Side.Buy, 98m, 1.02m) with { Mode = new(Blind: true) };
        Assert.Equal(["Buy 1.02 at 98"], scene.Wanted);
    }

    [Fact]
    public void Once_halted_what_rests_to_open_is_cancelled() => Assert.IsType<Difference.Cancel>(
        Assert.Single((s_long.Open(-2, Side.Buy, 98m, 1.02m) with { Halted = "deleveraged" }).Moves));

    [Fact]
    public void After_an_order_that_came_to_nothing_what_rests_stays_and_nothing_is_added() =>
        Assert.Empty((s_long.Open(-2, Side.Buy, 98m, 1.02m) with { Opens = false }).Moves);

    [Fact]
    public void Without_a_fresh_quote_all_stays_as_it_is_and_a_person_is_told()
    {
        var scene = s_long.Closing(-1, 1.01m).Open(-2, Side.Buy, 98m, 1.02m) with
        {
            QuoteAge = TimeSpan.FromSeconds(3),
        };
        Assert.Empty(scene.Moves);
        Assert.Equal("no quote of Linear", scene.Target.Alert);
    }

    [Fact]
    public void Sizes_shrink_as_the_price_moves_more()
    {
        var scene = s_long.With(s => s with { SizeShrink = 10m });
        Assert.Equal("Buy 1.01 at 99", scene.Wanted.First());
        // 100 × (1 − 10 × 4 ÷ 99) ÷ 99 → 0.60; with a range of 20 the floor of a tenth is reached.
        Assert.Equal("Buy 0.6 at 99", (scene with { Range = 4m }).Wanted.First());
        Assert.Equal("Buy 0.1 at 99", (scene with { Range = 20m }).Wanted.First());
    }

    [Fact]
    public void A_rung_that_does_not_earn_its_fees_opens_nothing_new()
    {
        var scene = s_long.With(s => s with { MinProfit = new(0.009m) });
        Assert.Empty(scene.Wanted);
        Assert.Contains("does not earn", scene.Target.Alert, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_bounds_what_is_opened()
    {
        var scene = s_neutral with { Ladder = new(1, new(100m), new(1m), 0m, new(98m), new(101m)) };
        Assert.Equal(["Buy 1.01 at 99", "Buy 1.02 at 98", "Sell 0.99 at 101"], scene.Wanted);
    }

    [Fact]
    public void Reduce_only_is_set_while_the_net_position_has_the_slots_sign_and_is_not_used_up()
    {
        var scene = s_neutral.Filled(-1, 1m).Filled(-2, 1m).Filled(1, -1.5m);
        var closings = scene.Target.Orders.Where(o => !o.Opens).ToDictionary(o => o.Slot.Index, o => o.ReduceOnly);
        // Net 0.5: neither sale of 1 fits in it, and the purchase may open.
        Assert.All(closings, c => Assert.False(c.Value));
        var sold = s_neutral.Filled(-1, 1m).Filled(-2, 1m).Filled(1, -0.5m).Target.Orders.Where(o => o.ReduceOnly);
        Assert.Equal([-1], sold.Select(o => o.Slot.Index));
    }

    [Fact]
    public void On_spot_nothing_is_reduce_only() =>
        Assert.DoesNotContain(s_long.OnSpot().Filled(-1, 1m).Target.Orders, o => o.ReduceOnly);

    [Fact]
    public void A_part_that_was_filled_is_kept_while_the_rest_still_rests()
    {
        var scene = s_long.Open(-1, Side.Buy, 99m, 1.01m, done: 0.4m) with { Price = 99.02m };
        Assert.Contains("Buy 0.61 at 99", scene.Wanted);
        Assert.DoesNotContain(scene.Moves, m => m is Difference.Cancel);
    }

    [Fact]
    public void A_part_that_was_filled_is_closed_once_the_price_has_left_its_rung_by_half_a_spacing()
    {
        var scene = s_long.Open(-1, Side.Buy, 99m, 1.01m, done: 0.4m) with { Price = 99.7m };
        Assert.Contains("Sell 0.4 at 100", scene.Wanted);
        Assert.Equal(-1, Assert.Single(scene.Moves.OfType<Difference.Cancel>()).Order.Slot.Index);
        // Its slot gets the closing order only when the opening one is gone.
        Assert.DoesNotContain(scene.Moves, m => m is Difference.Place { Order.Slot.Index: -1 });
    }

    [Fact]
    public void A_close_that_has_but_dust_left_to_close_stays_until_it_has()
    {
        var scene = s_long.Filled(-1, 1.01m).Open(-1, Side.Sell, 100m, 1.01m, done: 0.99m, opens: false);
        Assert.Contains("Sell 0.02 at 100", scene.Wanted);
        Assert.DoesNotContain(scene.Moves, m => m is Difference.Cancel);
    }

    [Fact]
    public void A_close_of_more_than_is_held_is_cancelled()
    {
        var scene = s_neutral.Filled(-1, 0.01m).Open(-1, Side.Sell, 100m, 0.05m, opens: false);
        Assert.Equal(-1, Assert.Single(scene.Moves.OfType<Difference.Cancel>()).Order.Slot.Index);
    }

    [Fact]
    public void An_opening_off_the_ladder_is_cancelled_and_a_filled_slot_of_it_keeps_its_closing_price()
    {
        var scene = s_long.Open(-1, Side.Buy, 99m, 1.01m).Filled(-2, 1m) with { Ladder = new(2, new(99.5m), new(1m)) };
        Assert.Contains("Sell 1 at 99", scene.Wanted);
        Assert.Equal(new(1, -1), Assert.Single(scene.Moves.OfType<Difference.Cancel>()).Order.Slot);
    }

    [Fact]
    public void An_order_that_is_being_cancelled_gets_no_second_beside_it()
    {
        var scene = s_long.Open(-1, Side.Buy, 99m, 1.01m);
        var asked = scene.Journal.Intents[0] with { CancelAsked = true };
        Assert.DoesNotContain(
            (scene with { Journal = scene.Journal.Replace(asked) }).Moves,
            m => m is Difference.Place { Order.Slot.Index: -1 });
    }

    [Fact]
    public void The_same_input_gives_the_same_target() =>
        Assert.True(s_neutral.Filled(-1, 1m).Target.AsksTheSameAs(s_neutral.Filled(-1, 1m).Target));

    [Fact]
    public void A_purchase_and_a_sale_of_a_rung_are_steps_of_their_own()
    {
        Assert.NotEqual(GridSteps.Of(3, Side.Buy), GridSteps.Of(3, Side.Sell));
        for (var index = -Ladder.IndexMax; index <= Ladder.IndexMax; index += 1_000)
        {
            Assert.Equal((index, Side.Buy), GridSteps.Read(GridSteps.Of(index, Side.Buy)));
            Assert.Equal((index, Side.Sell), GridSteps.Read(GridSteps.Of(index, Side.Sell)));
            Assert.InRange(GridSteps.Of(index, Side.Sell), 0, ClientOrderId.Bound - 1);
        }
    }
}
