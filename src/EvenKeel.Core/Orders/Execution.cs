using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

/// <summary>What an order has traded so far, as sums: never averaged, so nothing is rounded.</summary>
/// <param name="Quantity">Σ quantity, unsigned. [base]</param>
/// <param name="Amount">Σ price × quantity, unsigned. [quote]</param>
/// <param name="FeeBase">Σ fees taken in the base coin, paid is positive. [base]</param>
/// <param name="FeeQuote">Σ fees taken in the quote coin, paid is positive. [quote]</param>
/// <param name="FeeBaseWorth">Σ base fee × price of its fill: what the base fees cost. [quote]</param>
public readonly record struct Execution(
    [property: JsonPropertyName("q")] Quantity Quantity,
    [property: JsonPropertyName("a")] Amount Amount,
    [property: JsonPropertyName("fb")] Quantity FeeBase,
    [property: JsonPropertyName("fq")] Amount FeeQuote,
    [property: JsonPropertyName("fw")] Amount FeeBaseWorth)
{
    public static Execution operator +(Execution a, Execution b) => new(
        a.Quantity + b.Quantity, a.Amount + b.Amount, a.FeeBase + b.FeeBase, a.FeeQuote + b.FeeQuote,
        a.FeeBaseWorth + b.FeeBaseWorth);

    public static Execution operator -(Execution a, Execution b) => new(
        a.Quantity - b.Quantity, a.Amount - b.Amount, a.FeeBase - b.FeeBase, a.FeeQuote - b.FeeQuote,
        a.FeeBaseWorth - b.FeeBaseWorth);

    /// <summary>The sums over the fills of one order of an instrument; a fee in a third coin is an error.</summary>
    public static Execution Of(IEnumerable<Fill> fills, Coin baseCoin, Coin quoteCoin)
    {
        var sum = default(Execution);
        foreach (var fill in fills)
        {
            var amount = fill.Price * fill.Quantity;
            sum += fill.FeeCoin == baseCoin
                ? new(fill.Quantity, amount, new(fill.Fee), Amount.Zero, fill.Price * new Quantity(fill.Fee))
                : fill.FeeCoin == quoteCoin
                    ? new(fill.Quantity, amount, Quantity.Zero, new(fill.Fee), Amount.Zero)
                    : throw new FeeCoinException(fill, baseCoin, quoteCoin);
        }

        return sum;
    }
}

/// <summary>A fee was taken in a coin that the ledger of this pair does not hold.</summary>
public sealed class FeeCoinException(Fill fill, Coin baseCoin, Coin quoteCoin)
    : InvalidOperationException($"Fill {fill.Id}: fee coin {fill.FeeCoin} is neither {baseCoin} nor {quoteCoin}.");
