using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>What the account has of one coin.</summary>
internal sealed class Holding(Coin coin)
{
    public Coin Coin => coin;

    /// <summary>Held, borrowed coin included. [coin]</summary>
    public decimal Balance { get; set; }

    /// <summary>Owed with interest. [coin]</summary>
    public decimal Debt { get; set; }
}
