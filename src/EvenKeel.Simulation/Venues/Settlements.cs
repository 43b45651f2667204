using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Pays funding when it is due: −position × mark of that time × rate, once.</summary>
internal sealed class Settlements(Floor floor)
{
    /// <summary>When the first settlement of any pair is due; Never if none was given.</summary>
    public Instant DueAt()
    {
        var first = Instant.Never;
        foreach (var pair in floor.Pairs)
        {
            first = Instant.Earlier(first, pair.Funding.DueAt);
        }

        return first;
    }

    /// <summary>Pays what is due now.</summary>
    public void Pay()
    {
        foreach (var pair in floor.Pairs)
        {
            while (pair.Funding.DueAt <= floor.Now)
            {
                Pay(pair, pair.Funding.Take());
            }
        }
    }

    private void Pay(Pair pair, SettlementDue due)
    {
        var position = pair.Position.Size;
        if (position.IsZero)
        {
            return;
        }

        if (due.At < floor.Now || pair.MarkAt(due.At) is not { } mark)
        {
            throw new InvalidOperationException(
                $"{pair.Symbol}: the settlement of {due.At} needs its mark, and to be given before {floor.Now}");
        }

        var received = -(mark * position * due.Rate);
        floor.Pay(pair, received.Value);
        pair.Flows.Add(new(
            $"funding-{pair.Symbol}-{due.At.Milliseconds}", due.At, VenueFlowKind.Funding, Market.Linear,
            floor.Wallet.Quote, position, mark, due.Rate, received.Value));
        floor.Pushed?.Invoke(pair.Symbol, null, Quantity.Zero);
    }
}
