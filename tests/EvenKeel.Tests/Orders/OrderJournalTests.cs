using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Orders;

public sealed class OrderJournalTests
{
    [Fact]
    public void An_order_that_is_being_cancelled_is_still_in_flight()
    {
        var journal = OrderJournal.Empty.Add(Intent(1, Side.Sell, 3m) with { CancelAsked = true });
        Assert.Equal(new Quantity(-3m), journal.InFlight(Market.Linear));
        Assert.Equal(Quantity.Zero, journal.InFlight(Market.Spot));
    }

    [Fact]
    public void Only_what_is_not_traded_yet_is_in_flight()
    {
        var traded = Intent(1, Side.Buy, 3m) with
        {
            Status = IntentStatus.Acknowledged,
            Done = new(new(1m), new(100m), default, default, default),
        };
        Assert.Equal(new Quantity(2m), OrderJournal.Empty.Add(traded).InFlight(Market.Linear));
    }

    [Theory]
    [InlineData(IntentStatus.Filled)]
    [InlineData(IntentStatus.CancelledPartial)]
    [InlineData(IntentStatus.CancelledZero)]
    [InlineData(IntentStatus.Refused)]
    [InlineData(IntentStatus.NeverArrived)]
    [InlineData(IntentStatus.NeverSent)]
    public void Nothing_of_an_order_that_has_ended_is_in_flight(IntentStatus status)
    {
        var journal = OrderJournal.Empty.Add(Intent(1, Side.Buy, 3m) with { Status = status });
        Assert.Equal(Quantity.Zero, journal.InFlight(Market.Linear));
        Assert.Null(journal.OpenOn(Market.Linear));
        Assert.Empty(journal.Open);
    }

    [Fact]
    public void The_last_32_ended_orders_stay_and_the_rest_is_counted()
    {
        var journal = OrderJournal.Empty.Add(Intent(0, Side.Buy, 1m));
        for (var i = 1; i <= 100; i++)
        {
            journal = journal.Add(Intent(i, Side.Buy, 1m) with { Status = IntentStatus.Filled });
            journal = journal.Fold(stored: journal, _ => false);
        }

        Assert.Equal(OrderJournal.Kept + 1, journal.Intents.Length);
        Assert.Equal(100 - OrderJournal.Kept, journal.Folded);
        Assert.Equal(Id(0), journal.Intents[0].Id);
        Assert.Equal(Id(69), journal.Intents[1].Id);
        Assert.Equal(Id(100), journal.Intents[^1].Id);
    }

    [Fact]
    public void However_many_orders_end_at_once_a_row_tells_how_each_did()
    {
        var stored = OrderJournal.Empty;
        for (var i = 0; i < 100; i++)
        {
            stored = stored.Add(Intent(i, Side.Buy, 1m));
        }

        var filled = stored.Intents.Aggregate(
            stored, (journal, i) => journal.Replace(i with { Status = IntentStatus.Filled }));
        Assert.Same(filled, filled.Fold(stored, _ => false));
        var later = filled.Fold(stored: filled, _ => false);
        Assert.Equal(filled.Intents[^OrderJournal.Kept..], later.Intents);
        Assert.Equal(100 - OrderJournal.Kept, later.Folded);
    }

    [Fact]
    public void An_order_that_is_still_needed_stays_beside_the_last_32()
    {
        var stored = OrderJournal.Empty;
        for (var i = 0; i <= OrderJournal.Kept + 1; i++)
        {
            stored = stored.Add(Intent(i, Side.Buy, 1m) with { Status = IntentStatus.Filled });
        }

        var folded = stored.Fold(stored, isNeeded: i => i.Id == Id(0));
        Assert.Equal(Id(0), folded.Intents[0].Id);
        Assert.Equal(Id(2), folded.Intents[1].Id);
        Assert.Equal(1, folded.Folded);
    }

    [Theory]
    [InlineData(IntentStatus.Refused)]
    [InlineData(IntentStatus.NeverSent)]
    public void What_was_refused_leaves_before_what_may_have_traded(IntentStatus nothing)
    {
        var journal = OrderJournal.Empty.Add(Intent(0, Side.Buy, 1m) with { Status = IntentStatus.CancelledZero });
        for (var i = 1; i <= 100; i++)
        {
            journal = journal.Add(Intent(i, Side.Buy, 1m) with { Status = nothing });
            journal = journal.Fold(stored: journal, _ => false);
        }

        Assert.Equal(Id(0), journal.Intents[0].Id);
        Assert.Equal(Id(70), journal.Intents[1].Id);
    }

    [Fact]
    public void What_a_clock_that_was_ahead_has_signed_counts_for_a_second_when_its_time_comes()
    {
        var (second, signed) = (TimeSpan.FromSeconds(1), Instant.At(2025, 1, 1));
        var journal = OrderJournal.Empty.Add(Intent(0, Side.Buy, 1m)).Add(Intent(1, Side.Sell, 1m));
        Assert.Equal(0, journal.SignedWithin(second, signed - TimeSpan.FromMinutes(30)));
        Assert.Equal(2, journal.SignedWithin(second, signed));
        Assert.Equal(2, journal.SignedWithin(second, signed + TimeSpan.FromMilliseconds(999)));
        Assert.Equal(0, journal.SignedWithin(second, signed + second));
    }

    [Fact]
    public void An_order_that_is_not_in_the_journal_cannot_be_replaced() =>
        Assert.Throws<InvalidOperationException>(() => OrderJournal.Empty.Replace(Intent(1, Side.Buy, 1m)));

    [Fact]
    public void The_lease_ends_a_receive_window_after_the_timestamp() =>
        Assert.Equal(Instant.At(2025, 1, 1, 0, 0, 1), Intent(1, Side.Buy, 1m).NotAfter);

    private static ClientOrderId Id(int attempt) =>
        ClientOrderId.Of(new(Realm.Test, "test"), WorkflowId.Of("carry/BTCUSDT", 1), 0, attempt);

    private static OrderIntent Intent(int attempt, Side side, decimal quantity) => new(
        Id(attempt),
        new(
            0, Market.Linear, new("BTCUSDT"), side, new(quantity), new(100m), TimeInForce.ImmediateOrCancel, false,
            false, new(100m)),
        attempt, Instant.At(2025, 1, 1), TimeSpan.FromSeconds(1), true);
}
