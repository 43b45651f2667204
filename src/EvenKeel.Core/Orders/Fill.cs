using EvenKeel.Markets;

namespace EvenKeel.Orders;

/// <summary>One trade of one order, as the venue reports it.</summary>
/// <param name="Id">The venue's own id of the execution.</param>
/// <param name="Quantity">Unsigned. [base]</param>
/// <param name="FeeCoin">Where the fee was taken: the base coin for a spot purchase, else the quote coin.</param>
/// <param name="Fee">Paid is positive, a rebate negative. [FeeCoin]</param>
public sealed record Fill(
    string Id, ClientOrderId Order, Market Market, Symbol Symbol, Side Side, Price Price, Quantity Quantity,
    Coin FeeCoin, decimal Fee, bool Maker, Instant At);
