using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Says where an order stands after it has met the book, and ends it.</summary>
internal sealed class Endings(Floor floor)
{
    /// <summary>Ends an order and lets it be known.</summary>
    public void End(VenueOrder order, OrderState state, string? reason)
    {
        floor.Orders.End(order, state, reason, floor.Now);
        floor.Pushed?.Invoke(order.Draft.Symbol, order.Id, order.Traded);
    }

    /// <summary>After a fill, or none: ends it, or lets it rest with what is left.</summary>
    public void Conclude(VenueOrder order, Leg leg, bool rests)
    {
        if (order.Left.IsZero)
        {
            End(order, OrderState.Filled, null);
        }
        else if (Reducible(order).IsZero)
        {
            End(order, OrderState.Cancelled, "CancelByReduceOnly");
        }
        else if (!rests)
        {
            End(order, OrderState.Cancelled, "EC_NoImmediateQtyToFill");
        }
        else if (!order.Resting)
        {
            order.Resting = true;
            order.Through = leg.Book!.Through(order.Draft.Side, order.Draft.Limit!.Value, floor.Now);
        }
    }

    /// <summary>What is left of an order; of a reduce-only one no more than there is to reduce. [base]</summary>
    public Quantity Reducible(VenueOrder order)
    {
        if (!order.Draft.ReduceOnly)
        {
            return order.Left;
        }

        var position = floor.Find(order.Draft.Symbol)!.Position.Size;
        return position.Sign == -order.Draft.Side.Sign() ? Quantity.Min(order.Left, position.Abs()) : Quantity.Zero;
    }
}
