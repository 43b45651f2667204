using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Accounting;

/// <summary>What one machine's trades, fees, funding and interest add up to; only what it bought is ours.</summary>
/// <remarks>Everything is a sum, exact, never an average. Flows: received is positive, paid is negative.
/// <para>Worth of all that is held at prices S (spot) and P (perpetual mark) = Cash + Base × S + Perp ×
/// P.</para></remarks>
/// <param name="Base">Net base coin held on spot after fees, borrowed coin sold and interest subtracted: a short
/// spot leg is negative. [base]</param>
/// <param name="Perp">Signed perpetual position. [base]</param>
/// <param name="Debt">How much of the base coin is owed, as the venue last said. [base]</param>
/// <param name="Cash">Σ of everything paid and received in quote coin. [quote]</param>
/// <param name="AtMid">What the same trades would have paid and received at the mids of their decisions; fees and
/// interest in base coin count as sold at the price of their fill. [quote]</param>
/// <param name="FundingUntil">Settlements, interest and outside events up to here are booked.</param>
public sealed record Ledger(
    Quantity Base, Quantity Perp, Quantity Debt, Amount Cash, Amount AtMid, Amount Fees, Amount Slippage,
    Amount Funding, Amount Interest, Instant FundingUntil)
{
    /// <summary>Nothing held, nothing booked before a time.</summary>
    public static Ledger Empty(Instant since) => new(
        Quantity.Zero, Quantity.Zero, Quantity.Zero, Amount.Zero, Amount.Zero, Amount.Zero, Amount.Zero, Amount.Zero,
        Amount.Zero, since);

    /// <summary>Exposure to the price: base held less debt plus the signed perpetual. Zero is neutral. [base]</summary>
    [JsonIgnore]
    public Quantity Exposure => Base + Perp;

    /// <summary>What one leg holds. [base]</summary>
    public Quantity Of(Market market) => market == Market.Spot ? Base : Perp;

    /// <summary>Books what an order has traded since it was last booked.</summary>
    /// <returns>The new ledger and its lines; none when nothing was traded.</returns>
    public (Ledger Ledger, ImmutableArray<Flow> Flows) Book(OrderDraft draft, Execution done, Instrument on, Instant at)
    {
        if (done == default)
        {
            return (this, []);
        }

        var signed = done.Quantity * draft.Side.Sign();
        var paid = done.Amount * -draft.Side.Sign();
        var atMid = draft.Mid * -signed;
        var held = signed - done.FeeBase;
        var price = done.Quantity.IsZero ? draft.Mid : new Price(done.Amount.Value / done.Quantity.Value);
        var lines = ImmutableArray.Create(new Flow(
            at, on.Symbol, on.Market, on.Base, FlowKind.Trade, signed, price, null, paid));
        if (!done.FeeBase.IsZero)
        {
            lines = lines.Add(new(
                at, on.Symbol, on.Market, on.Base, FlowKind.Fee, -done.FeeBase, price, null, Amount.Zero));
        }

        if (done.FeeQuote != Amount.Zero)
        {
            lines = lines.Add(new(
                at, on.Symbol, on.Market, on.Quote, FlowKind.Fee, Quantity.Zero, null, null, -done.FeeQuote));
        }

        var booked = this with
        {
            Base = draft.Market == Market.Spot ? Base + held : Base,
            Perp = draft.Market == Market.Linear ? Perp + signed : Perp,
            Cash = Cash + paid - done.FeeQuote,
            AtMid = AtMid + atMid + done.FeeBaseWorth,
            Fees = Fees + done.FeeQuote + done.FeeBaseWorth,
            Slippage = Slippage + atMid - paid,
        };
        return (booked, lines);
    }

    /// <summary>Books what moved without an order of ours: funding, interest, a trade that the venue or a person
    /// made.</summary>
    public (Ledger Ledger, ImmutableArray<Flow> Flows) Book(VenueFlow flow, Symbol pair, Coin quote)
    {
        var change = new Quantity(flow.Change);
        var cash = new Amount(flow.Change);
        var line = new Flow(
            flow.At, pair, flow.Market, flow.Coin, FlowKind.Funding, flow.Quantity, flow.Price, flow.Rate, cash);
        switch (flow.Kind)
        {
            case VenueFlowKind.Funding:
                return (this with { Cash = Cash + cash, Funding = Funding + cash }, [line]);
            case VenueFlowKind.Interest when flow.Coin == quote:
                var paid = this with { Cash = Cash + cash, Interest = Interest - cash };
                return (paid, [line with { Kind = FlowKind.Interest, Quantity = Quantity.Zero }]);
            case VenueFlowKind.Interest:
                var worth = flow.Price * -change;
                var charged = this with { Base = Base + change, Debt = Debt - change, AtMid = AtMid + worth };
                return (
                    charged with { Interest = Interest + worth },
                    [line with { Kind = FlowKind.Interest, Quantity = change, Amount = Amount.Zero }]);
            case VenueFlowKind.Transfer:
                throw new ArgumentException(
                    "a transfer is no trade: it moves the baseline, or coins that are lost", nameof(flow));
            default:
                return Outside(flow, pair, quote);
        }
    }

    private (Ledger Ledger, ImmutableArray<Flow> Flows) Outside(VenueFlow flow, Symbol pair, Coin quote)
    {
        var paid = flow.Price * -flow.Quantity;
        var fee = flow.Coin == quote ? new Amount(flow.Change) : Amount.Zero;
        var feeBase = flow.Coin == quote ? Quantity.Zero : new Quantity(flow.Change);
        var worth = flow.Price * -feeBase;
        var booked = this with
        {
            Base = flow.Market == Market.Spot ? Base + flow.Quantity + feeBase : Base,
            Perp = flow.Market == Market.Linear ? Perp + flow.Quantity : Perp,
            Cash = Cash + paid + fee,
            AtMid = AtMid + paid + worth,
            Fees = Fees - fee + worth,
        };
        var trade = new Flow(
            flow.At, pair, flow.Market, flow.Coin, FlowKind.Trade, flow.Quantity, flow.Price, null, paid);
        return flow.Change == 0m
            ? (booked, [trade])
            : (booked, [trade, trade with { Kind = FlowKind.Fee, Quantity = feeBase, Amount = fee }]);
    }
}
