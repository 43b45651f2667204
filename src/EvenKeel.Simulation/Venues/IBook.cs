using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A price and how much is offered or wanted there. [quote/base], [base]</summary>
public readonly record struct BookLevel(Price Price, Quantity Quantity);

/// <summary>What the rest of the market offers on one leg, and when it trades through a resting order of
/// ours.</summary>
internal interface IBook
{
    /// <summary>Whether the leg has a price at this moment; without one nothing fills.</summary>
    bool Trades(Instant at);

    /// <summary>Null without a price, or with one side empty.</summary>
    TopOfBook? Top(Instant at);

    /// <summary>What a unit is worth by this market: the price of this moment, the close of a bar that ends now, or
    /// the last mid; null when it has none.</summary>
    Price? Worth(Instant at);

    /// <summary>The last price that it ever had, however old; null when it never had one.</summary>
    Price? WorthLast { get; }

    /// <summary>The best level that an order of this side could take now within its limit; null is none.</summary>
    BookLevel? Best(Side side, Price? limit, Instant at);

    /// <summary>All that could be taken now within the limit. [base]</summary>
    Quantity Available(Side side, Price? limit, Instant at);

    /// <summary>What is left after an order of this side took or was given a quantity at a price.</summary>
    void Consume(Side side, Price price, Quantity quantity, Instant at);

    /// <summary>What the smaller side holds within a share of the best price, known before the fact; null is unknown.
    /// [base]</summary>
    Quantity? Depth(Rate slippage, Instant at);

    /// <summary>The price that the market must trade at for a resting order to fill, fixed at its arrival.</summary>
    Price Through(Side side, Price limit, Instant arrival);

    /// <summary>The first moment in [from, until] at which a resting order can fill; Never if there is none.</summary>
    Instant NextCross(Side side, Price through, Instant from, Instant until);
}
