using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Orders;

/// <summary>Whatever is written into a journal in whatever order: what an order has traded never goes down, and what
/// has ended stays as it ended.</summary>
public sealed class JournalPropertyTests
{
    private static readonly Gen<Entry> Entries = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 99], Gen.Enum<IntentStatus>(), Gen.Int[0, 10],
        (kind, order, status, filled) => new Entry(kind, order, status, filled));

    [Fact]
    public void Fills_never_go_down_and_what_has_ended_stays_as_it_ended() => Entries.Array[0, 150].Check(
        entries =>
        {
            var (journal, stored) = (OrderJournal.Empty, OrderJournal.Empty);
            List<OrderIntent> written = [];
            foreach (var entry in entries)
            {
                journal = entry.Kind < 5 || written.Count == 0
                    ? Add(journal, written)
                    : Replace(journal, written, entry);
                IsAsWritten(journal, written);
                if (entry.Kind % 3 == 0)
                {
                    (journal, stored) = (journal.Fold(stored, _ => false), journal.Fold(stored, _ => false));
                }
            }
        },
        times: 500);

    [Fact]
    public void What_was_ordered_is_never_changed()
    {
        var journal = OrderJournal.Empty.Add(Intent(0));
        var larger = Intent(0) with { Draft = Intent(0).Draft with { Quantity = new(2m) } };
        var later = Intent(0) with { Timestamp = Intent(0).Timestamp + TimeSpan.FromMilliseconds(1) };
        Assert.All([larger, later], changed => Assert.Contains(
            "what was ordered", Assert.Throws<InvalidOperationException>(() => journal.Replace(changed)).Message,
            StringComparison.Ordinal));
    }

    private static OrderJournal Add(OrderJournal journal, List<OrderIntent> written)
    {
        var intent = Intent(written.Count);
        written.Add(intent);
        return journal.Add(intent);
    }

    /// <summary>Writes an order as it is said to be now; what takes something back is thrown out and changes
    /// nothing.</summary>
    private static OrderJournal Replace(OrderJournal journal, List<OrderIntent> written, Entry entry)
    {
        var at = entry.Order % written.Count;
        var was = written[at];
        var now = was with
        {
            Status = entry.Status,
            Done = new(new(entry.Filled), new(entry.Filled * 100m), default, default, default),
        };
        var takesBack = now.Done.Quantity < was.Done.Quantity || (!was.IsOpen && now.Status != was.Status);
        if (takesBack || journal.Find(was.Id) is null)
        {
            Assert.Throws<InvalidOperationException>(() => journal.Replace(now));
            return journal;
        }

        written[at] = now;
        return journal.Replace(now);
    }

    private static void IsAsWritten(OrderJournal journal, List<OrderIntent> written)
    {
        Assert.All(journal.Intents, i => Assert.Equal(written[i.Attempt], i));
        Assert.Equal(written.Where(i => i.IsOpen), journal.Open);
        Assert.Equal(written.Count, journal.Intents.Length + journal.Folded);
        Assert.Equal(
            written.Aggregate(Quantity.Zero, (sum, i) => sum + i.InFlight), journal.InFlight(Market.Linear));
    }

    private static OrderIntent Intent(int attempt) => new(
        ClientOrderId.Of(new(Realm.Test, "test"), WorkflowId.Of("carry/BTCUSDT", 1), 0, attempt),
        new(
            0, Market.Linear, new("BTCUSDT"), attempt % 3 == 0 ? Side.Buy : Side.Sell, new(10m), new(100m),
            TimeInForce.GoodTillCancel, false, false, new(100m)),
        attempt, Instant.At(2025, 1, 1), TimeSpan.FromSeconds(1), true);

    private sealed record Entry(int Kind, int Order, IntentStatus Status, int Filled);
}
