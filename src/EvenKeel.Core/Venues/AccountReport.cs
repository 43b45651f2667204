using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Venues;

/// <summary>The account as the venue sees it, for one pair; read by request, never from a stream.</summary>
/// <param name="BaseBalance">What is held of the base coin, borrowed coin included, debt not subtracted. [base]</param>
/// <param name="BaseDebt">What is owed of the base coin with interest, not negative. [base]</param>
/// <param name="Position">Signed perpetual position: short is negative. [base]</param>
/// <param name="LiquidationPrice">Null: the venue states none, as for a hedged perpetual on a unified account.</param>
/// <param name="Equity">Σ coins at their marks + unrealised profit of perpetuals. [quote]</param>
/// <param name="AdjustedEquity">Equity with each coin at its collateral ratio, debts in full; null is unknown.
/// [quote]</param>
/// <param name="MaintenanceMargin">Null is unknown. [quote]</param>
/// <param name="InitialMargin">Null is unknown. [quote]</param>
/// <param name="QuoteFree">Quote coin that neither a debt nor initial margin binds. [quote]</param>
/// <param name="QuoteDebt">What is owed of the quote coin, and bears interest; not negative. [quote]</param>
/// <param name="OpenOrders">The live orders on this symbol, strangers' as well.</param>
public sealed record AccountReport(
    Symbol Symbol, Quantity BaseBalance, Quantity BaseDebt, Quantity Position, Price? LiquidationPrice, Amount Equity,
    Amount? AdjustedEquity, Amount? MaintenanceMargin, Amount? InitialMargin, Amount QuoteFree,
    Amount QuoteDebt, ImmutableArray<LiveOrder> OpenOrders, Instant At)
{
    /// <summary>Whether an order is on the list of live ones, and has traded no more than is written down.</summary>
    public bool Lists(OrderIntent intent)
    {
        foreach (var (id, traded) in OpenOrders)
        {
            if (id == intent.Id.Text)
            {
                return traded <= intent.Done.Quantity;
            }
        }

        return false;
    }
}
