using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>What the account holds and owes, coin by coin, exactly.</summary>
/// <remarks>The quote coin may go below zero: what it lacks is owed. Another coin's debt stands beside its balance
/// until it is repaid.</remarks>
internal sealed class Wallet(Coin quote)
{
    private readonly List<Holding> _holdings = [];

    /// <summary>Every coin that was ever held, in order of its code.</summary>
    public List<Holding> Holdings => _holdings;

    public Coin Quote => quote;

    public Holding Of(Coin coin)
    {
        var at = 0;
        for (; at < _holdings.Count; at++)
        {
            var order = string.CompareOrdinal(_holdings[at].Coin.Code, coin.Code);
            if (order == 0)
            {
                return _holdings[at];
            }

            if (order > 0)
            {
                break;
            }
        }

        var holding = new Holding(coin);
        _holdings.Insert(at, holding);
        return holding;
    }

    /// <summary>What is owed of a coin; of the quote coin, what its balance lacks. [coin]</summary>
    public decimal DebtOf(Coin coin)
    {
        var holding = Of(coin);
        return coin == quote ? Math.Max(0m, -holding.Balance) : holding.Debt;
    }

    public ImmutableArray<HoldingState> Snapshot() =>
        [.. _holdings.Select(h => new HoldingState(h.Coin, h.Balance, h.Debt))];

    public void Restore(ImmutableArray<HoldingState> holdings)
    {
        _holdings.Clear();
        foreach (var state in holdings)
        {
            var holding = Of(state.Coin);
            (holding.Balance, holding.Debt) = (state.Balance, state.Debt);
        }
    }
}
