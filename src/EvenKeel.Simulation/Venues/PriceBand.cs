using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Prices of one pair within which the account bears everything.</summary>
internal readonly record struct PriceBand(Pair Pair, Price SpotMin, Price SpotMax, Price MarkMin, Price MarkMax)
{
    public bool Holds(Market market, Price low, Price high) => market == Market.Spot
        ? low >= SpotMin && high <= SpotMax
        : low >= MarkMin && high <= MarkMax;
}
