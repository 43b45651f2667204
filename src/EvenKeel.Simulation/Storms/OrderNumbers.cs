using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Numbers the orders that are sent while the storm blows, from one, and says what a plan means to befall
/// each.</summary>
internal sealed class OrderNumbers(StormPlan plan, Dice dice)
{
    private readonly bool _means = plan.Triggers.Any(t => t.Crossing < 0);
    private readonly Dictionary<ClientOrderId, int> _numbers = [];
    private readonly HashSet<(Fault Fault, int Number)> _befallen = [];

    public void See(Happening happening)
    {
        if (_means && dice.Blows
            && happening is Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item.Id: var id } })
        {
            _numbers.TryAdd(id, _numbers.Count + 1);
        }
    }

    /// <summary>Whether the plan wants a fault to strike this order; once.</summary>
    public bool IsMeant(Fault fault, ClientOrderId order) =>
        dice.Blows && _numbers.TryGetValue(order, out var number)
        && plan.Triggers.Any(t => t.Fault == fault && t.Crossing == -number) && _befallen.Add((fault, number));

    /// <summary>The same of an order of a request.</summary>
    public bool IsMeant(Fault fault, VenueRequest request) => _means
        && request.Parts().OfType<VenueRequest.PlaceOrder>().Any(p => IsMeant(fault, p.Order.Item.Id));
}
