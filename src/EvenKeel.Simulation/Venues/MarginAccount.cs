using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Venues;

/// <summary>Values the account as it is, with orders filled, or at other prices; the arithmetic is Core's.</summary>
/// <remarks>The cost of a position is a sum and is subtracted from cash: an entry price would be rounded.</remarks>
internal sealed class MarginAccount(Floor floor)
{
    private static readonly ImmutableArray<CollateralTier> s_quote = [new(new(decimal.MaxValue), new(1m))];

    private readonly List<CoinHolding> _coins = [];
    private readonly List<PerpHolding> _perps = [];

    /// <summary>At which prices, and with what, the account is looked at.</summary>
    private readonly record struct Lens(
        decimal Stress = 0m, OrderDraft? Draft = null, Price DraftPrice = default, Pair? Scaled = null,
        decimal Factor = 1m);

    /// <summary>The figures at a time; null: something that is held has no price.</summary>
    public AccountFigures? At(Instant at) => Figures(at, default);

    /// <summary>The figures with each price moved by a share of itself to where it hurts most.</summary>
    public AccountFigures? Under(decimal stress, Instant at) => Figures(at, new(Stress: stress));

    /// <summary>Whether, with this order and all that are open filled at their prices, initial margin is
    /// covered.</summary>
    public bool Bears(OrderDraft draft, Price price) =>
        Figures(floor.Now, new(Draft: draft, DraftPrice: price)) is { } after && after.Adjusted >= after.Initial;

    /// <summary>Whether anything could be liquidated at all.</summary>
    public bool IsExposed()
    {
        foreach (var pair in floor.Pairs)
        {
            if (!pair.Position.Size.IsZero)
            {
                return true;
            }
        }

        foreach (var holding in floor.Wallet.Holdings)
        {
            if (floor.Wallet.DebtOf(holding.Coin) > 0m)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mark at which the account would be taken over if only this pair moved, spot and perpetual alike;
    /// null: at none within a tenth and ten times of the mark.</summary>
    public Price? LiquidationPrice(Pair pair)
    {
        if (pair.Position.Size.IsZero || pair.MarkAt(floor.Now) is not { } mark)
        {
            return null;
        }

        var (safe, lost) = (1m, pair.Position.Size.Sign < 0 ? 10m : 0.1m);
        if (!IsBankrupt(pair, lost))
        {
            return null;
        }

        for (var i = 0; i < 40; i++)
        {
            var middle = (safe + lost) / 2m;
            (safe, lost) = IsBankrupt(pair, middle) ? (safe, middle) : (middle, lost);
        }

        return pair.Linear!.Terms.Round(mark * lost, floor.Now);
    }

    private bool IsBankrupt(Pair pair, decimal factor) =>
        Figures(floor.Now, new(Scaled: pair, Factor: factor)) is { IsBankrupt: true };

    private AccountFigures? Figures(Instant at, Lens lens)
    {
        _coins.Clear();
        _perps.Clear();
        var cash = floor.Wallet.Of(floor.Wallet.Quote).Balance;
        foreach (var pair in floor.Pairs)
        {
            var coin = floor.Wallet.Of(pair.Base);
            var (net, size) = (new Quantity(coin.Balance - coin.Debt), pair.Position.Size);
            cash -= pair.Position.Cost.Value;
            if (lens.Draft is { } draft)
            {
                Fill(pair, draft, lens.DraftPrice, ref net, ref size, ref cash);
            }

            var terms = floor.Settings.MarginOf(pair.Terms);
            var (worth, mark) = Prices(pair, net, size, at, lens);
            _coins.Add(new(net, worth, terms.Collateral, terms.Debt));
            _perps.Add(new(size, default, mark, terms.Perp, terms.ClosingFee));
        }

        _coins.Add(new(new(cash), new(1m), s_quote, []));
        var margin = MarginModel.Of(CollectionsMarshal.AsSpan(_coins), CollectionsMarshal.AsSpan(_perps));
        return margin is { Equity: { } equity, AdjustedEquity: { } adjusted }
            && margin is { InitialMargin: { } initial, MaintenanceMargin: { } maintenance }
                ? new(equity, adjusted, initial, maintenance)
                : null;
    }

    /// <summary>What coin and perpetual count; null is unknown.</summary>
    private static (Price? Worth, Price? Mark) Prices(Pair pair, Quantity net, Quantity size, Instant at, Lens lens)
    {
        var mark = pair.MarkAt(at);
        var worth = net.IsZero ? null : pair.CoinWorth(at);
        if (lens.Stress > 0m && worth is { } spot && mark is { } perp)
        {
            // A spot market that stops is valued at the mark: the stress covers that step as well.
            worth = net.Sign > 0 ? Price.Min(spot, perp) : Price.Max(spot, perp);
        }

        var factor = lens.Scaled == pair ? lens.Factor : 1m;
        return (worth * (factor * (1m - (lens.Stress * net.Sign))), mark * (factor * (1m - (lens.Stress * size.Sign))));
    }

    /// <summary>The pair as it is when all its open orders, and a draft, have filled at their prices.</summary>
    private void Fill(Pair pair, OrderDraft draft, Price price, ref Quantity net, ref Quantity size, ref decimal cash)
    {
        foreach (var order in floor.Orders.Live)
        {
            if (order.Draft.Symbol == pair.Symbol && order.Draft.Limit is { } limit)
            {
                Fill(order.Draft, order.Left, limit, ref net, ref size, ref cash);
            }
        }

        if (draft.Symbol == pair.Symbol)
        {
            Fill(draft, draft.Quantity, price, ref net, ref size, ref cash);
        }
    }

    private static void Fill(
        OrderDraft draft, Quantity quantity, Price price, ref Quantity net, ref Quantity size, ref decimal cash)
    {
        var signed = quantity * draft.Side.Sign();
        cash -= (price * signed).Value;
        (net, size) = draft.Market == Market.Spot ? (net + signed, size) : (net, size + signed);
    }
}
