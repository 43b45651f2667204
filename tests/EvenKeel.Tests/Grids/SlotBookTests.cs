using System.Collections.Immutable;
using System.Text.Json;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Storage;

namespace EvenKeel.Tests.Grids;

/// <summary>What slots hold, whatever becomes of their orders.</summary>
public sealed class SlotBookTests
{
    private static readonly GridScene s_scene = new();

    [Fact]
    public void A_slot_without_an_order_is_free_one_that_was_written_pending_one_that_the_venue_has_locked()
    {
        var scene = s_scene.Filled(-1, 1m).Open(-2, Side.Buy, 98m, 1m, status: IntentStatus.Intended)
            .Open(-3, Side.Buy, 97m, 1m);
        Assert.Equal(SlotStatus.Free, scene.SlotBook.Find(new(1, -1))!.Value.Status);
        Assert.Equal(SlotStatus.Pending, scene.SlotBook.Find(new(1, -2))!.Value.Status);
        Assert.Equal(SlotStatus.Locked, scene.SlotBook.Find(new(1, -3))!.Value.Status);
        Assert.Null(scene.SlotBook.Find(new(1, -4)));
    }

    [Fact]
    public void A_fill_counts_before_its_acknowledgement_has_come()
    {
        var book = s_scene.Open(-1, Side.Buy, 99m, 1m, done: 0.4m, status: IntentStatus.Intended).SlotBook;
        Assert.Equal(new(0.4m), book.Held);
        Assert.Equal(new(39.6m), book.Cost);
    }

    [Fact]
    public void An_order_counts_once_while_it_is_open_and_once_it_is_over()
    {
        var scene = s_scene.Open(-1, Side.Buy, 99m, 1m, done: 0.4m);
        var ended = scene.Journal.Intents[0].End(IntentStatus.CancelledPartial, null);
        var (slots, matched, closed) = scene.Slots.Settle(ended);
        var after = SlotBook.Of(slots, scene.Journal.Replace(ended));
        Assert.Equal((scene.SlotBook.Held, scene.SlotBook.Cost), (after.Held, after.Cost));
        Assert.Equal((Amount.Zero, false), (matched, closed));
    }

    [Theory]
    [InlineData(IntentStatus.CancelledZero)]
    [InlineData(IntentStatus.Refused)]
    [InlineData(IntentStatus.NeverArrived)]
    [InlineData(IntentStatus.NeverSent)]
    public void An_order_that_came_to_nothing_leaves_no_slot_behind(IntentStatus status)
    {
        var scene = s_scene.Open(-1, Side.Buy, 99m, 1m);
        Assert.Empty(scene.Slots.Settle(scene.Journal.Intents[0].End(status, null)).Slots);
    }

    [Fact]
    public void A_close_earns_its_share_of_the_cost_and_the_rest_stays()
    {
        var (slot, matched) = new Slot(new(1, -1), new(2m), new(200m), new(101m)).After(new Quantity(-1m), new(-110m));
        Assert.Equal((new(1m), new(100m), new(10m)), (slot.Held, slot.Cost, matched));
    }

    [Fact]
    public void A_short_earns_when_it_is_bought_back_for_less()
    {
        var sold = new Slot(new(1, 1), Quantity.Zero, Amount.Zero, new(100m)).After(new Quantity(-2m), new(-202m)).Slot;
        var (slot, matched) = sold.After(new Quantity(2m), new(200m));
        Assert.Equal((true, new Amount(2m)), (slot.IsIdle, matched));
    }

    [Fact]
    public void What_a_slot_holds_may_turn_its_sign_and_nothing_is_lost()
    {
        var (slot, matched) = new Slot(new(1, -1), new(1m), new(99m), new(100m)).After(new Quantity(-3m), new(-303m));
        Assert.Equal((new(-2m), new(-202m), new(2m)), (slot.Held, slot.Cost, matched));
    }

    [Fact]
    public void Swept_slots_leave_their_dust_to_one_that_will_close_it()
    {
        var slots = s_scene.Filled(-9, 0.004m).Filled(-8, 0.003m).Filled(-1, 1m).Slots;
        var swept = slots.Sweep(s => s.Held.Value >= 1m, new(1, -1), _ => new(100m));
        var slot = Assert.Single(swept);
        Assert.Equal(new(1.007m), slot.Held);
        Assert.Equal(new((0.004m * 91) + (0.003m * 92) + 99m), slot.Cost);
        Assert.Equal(new(100m), slot.Exit);
    }

    [Fact]
    public void Dust_without_a_slot_beside_it_gets_one()
    {
        var swept = s_scene.Filled(-9, 0.004m).Slots.Sweep(_ => false, new(2, 0), _ => new(105m));
        Assert.Equal(new(new(2, 0), new(0.004m), new(0.364m), new(105m)), Assert.Single(swept));
    }

    [Fact]
    public void What_is_swept_and_comes_to_nothing_is_gone() => Assert.Empty(
        ImmutableArray.Create(new Slot(new(1, 1), Quantity.Zero, Amount.Zero, new(1m)))
            .Sweep(_ => false, new(2, 0), _ => new(1m)));

    [Fact]
    public void A_position_that_was_taken_away_is_taken_from_the_slots_farthest_from_the_price()
    {
        var slots = s_scene.Filled(-5, 1m).Filled(-1, 1m).Slots;
        var (left, matched) = slots.Absorb(new(-1.5m), new(-1.5m * 99m), new(99m), new(1, 0), new(101m));
        // 1 that cost 95 and a half that cost 49.5, both closed at 99.
        Assert.Equal(new(0.5m), left.Single(s => !s.IsIdle).Held);
        Assert.Equal(new(4m), matched);
    }

    [Fact]
    public void A_position_that_came_from_outside_goes_to_the_slot_given()
    {
        var (slots, matched) = s_scene.Slots.Absorb(new(2m), new(200m), new(100m), new(1, 0), new(101m));
        Assert.Equal(new(new(1, 0), new(2m), new(200m), new(101m)), Assert.Single(slots));
        Assert.Equal(Amount.Zero, matched);
    }

    [Fact]
    public void Slots_are_sorted_by_ladder_and_rung()
    {
        var slots = s_scene.Filled(3, 1m).Filled(-4, 1m).Filled(-4, 1m, generation: 2).Filled(0, 1m).Slots;
        Assert.Equal(["1/-4", "1/0", "1/3", "2/-4"], slots.Select(s => $"{s.Key}"));
        Assert.Equal(2, Slots.IndexOf(slots, new(1, 3)));
        Assert.Equal(~3, Slots.IndexOf(slots, new(1, 4)));
    }

    [Fact]
    public void A_stored_slot_takes_no_more_than_320_bytes()
    {
        var slot = new Slot(
            new(999, -11_000), new(-123_456.12345678m), new(-9_876_543_210.12345678m), new(98_765.4321m));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(slot, RowFormat.Options).Length, 1, 320);
    }
}
