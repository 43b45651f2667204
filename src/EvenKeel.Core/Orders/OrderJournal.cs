using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Orders;

/// <summary>The orders that a machine has written down: the open ones, the last 32 terminal ones beside those that are
/// still needed, and how many came before. What is folded away stays in the audit tables.</summary>
/// <param name="Intents">Oldest first. A leg (a grid's slot) has at most one open among them.</param>
/// <param name="Folded">How many terminal intents were dropped from the row.</param>
public sealed record OrderJournal(ImmutableArray<OrderIntent> Intents, long Folded)
{
    /// <summary>How many terminal intents stay in the row, beside those that are still needed.</summary>
    public const int Kept = 32;

    public static OrderJournal Empty => new([], 0);

    [JsonIgnore]
    public IEnumerable<OrderIntent> Open => Intents.Where(i => i.IsOpen);

    /// <summary>The open intent of a leg: there is at most one.</summary>
    public OrderIntent? OpenOn(Market market)
    {
        foreach (var intent in Intents)
        {
            if (intent.IsOpen && intent.Draft.Market == market)
            {
                return intent;
            }
        }

        return null;
    }

    /// <summary>The open intent of a slot: there is at most one.</summary>
    public OrderIntent? OpenAt(SlotKey slot)
    {
        foreach (var intent in Intents)
        {
            if (intent.IsOpen && intent.Draft.Slot == slot)
            {
                return intent;
            }
        }

        return null;
    }

    /// <summary>The open intent in whose way an order would be: of its slot, or of its leg where it has none.</summary>
    public OrderIntent? OpenFor(OrderDraft draft) => draft.Slot is { } slot ? OpenAt(slot) : OpenOn(draft.Market);

    /// <summary>The intent of this name, or null: it never was, or is folded into the totals.</summary>
    public OrderIntent? Find(ClientOrderId id)
    {
        foreach (var intent in Intents)
        {
            if (intent.Id == id)
            {
                return intent;
            }
        }

        return null;
    }

    /// <summary>What open orders may still change a leg by; one that is being cancelled still counts. [base]</summary>
    public Quantity InFlight(Market market)
    {
        var sum = Quantity.Zero;
        foreach (var intent in Intents)
        {
            sum = intent.Draft.Market == market ? sum + intent.InFlight : sum;
        }

        return sum;
    }

    /// <summary>How many were signed less than a span ago. What a clock that was ahead has signed counts when its time
    /// comes.</summary>
    public int SignedWithin(TimeSpan span, Instant now)
    {
        var signed = 0;
        foreach (var intent in Intents)
        {
            signed += (now - intent.Timestamp).Duration() < span ? 1 : 0;
        }

        return signed;
    }

    public OrderJournal Add(OrderIntent intent) => this with { Intents = Intents.Add(intent) };

    /// <summary>The same journal with one intent as it stands now. One that is not in it is an error, and so is one
    /// that takes back what was written: an end, a fill, what was ordered.</summary>
    public OrderJournal Replace(OrderIntent intent)
    {
        for (var i = 0; i < Intents.Length; i++)
        {
            if (Intents[i].Id == intent.Id)
            {
                if (TakesBack(Intents[i], intent) is { } what)
                {
                    throw new InvalidOperationException($"Intent {intent.Id} cannot take back {what}.");
                }

                return this with { Intents = Intents.SetItem(i, intent) };
            }
        }

        throw new InvalidOperationException($"No intent {intent.Id} in this journal.");
    }

    /// <summary>Drops what is too much of what was over: first what was never sent or was refused, of which nothing
    /// more can come, then the oldest.</summary>
    /// <param name="stored">The journal of the last row, from which this one came by additions and replacements. What
    /// has changed since then stays for the next row to tell: a fill that no row shows is explained by none.</param>
    /// <param name="isNeeded">Whether something still asks for an order: it stays until then.</param>
    public OrderJournal Fold(OrderJournal stored, Predicate<OrderIntent> isNeeded)
    {
        if (stored.Intents.Length <= Kept)
        {
            return this;
        }

        var (over, nothings) = (0, 0);
        for (var i = 0; i < stored.Intents.Length; i++)
        {
            var isOver = IsOver(i, stored, isNeeded);
            over += isOver ? 1 : 0;
            nothings += isOver && IsNothing(Intents[i]) ? 1 : 0;
        }

        if (over <= Kept)
        {
            return this;
        }

        nothings = Math.Min(nothings, over - Kept);
        var others = over - Kept - nothings;
        var kept = ImmutableArray.CreateBuilder<OrderIntent>(Intents.Length);
        for (var i = 0; i < Intents.Length; i++)
        {
            if (!IsOver(i, stored, isNeeded) || (IsNothing(Intents[i]) ? nothings-- : others--) <= 0)
            {
                kept.Add(Intents[i]);
            }
        }

        return new(kept.DrainToImmutable(), Folded + over - Kept);
    }

    private bool IsOver(int at, OrderJournal stored, Predicate<OrderIntent> isNeeded) =>
        at < stored.Intents.Length && !Intents[at].IsOpen && ReferenceEquals(Intents[at], stored.Intents[at])
        && !isNeeded(Intents[at]);

    private static bool IsNothing(OrderIntent intent) =>
        intent.Status is IntentStatus.NeverSent or IntentStatus.Refused;

    private static string? TakesBack(OrderIntent was, OrderIntent now) =>
        !was.IsOpen && now.Status != was.Status ? $"that it ended {was.Status}: now {now.Status}"
        : now.Done.Quantity < was.Done.Quantity ? $"a fill of {was.Done.Quantity}: now {now.Done.Quantity}"
        : now.Draft != was.Draft || now.Timestamp != was.Timestamp ? "what was ordered"
        : null;
}
