using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Accounting;

public sealed class LedgerTests
{
    private static readonly Instant At = Instant.At(2025, 3, 10, 12);

    [Fact]
    public void A_spot_purchase_leaves_what_its_fee_did_not_take()
    {
        var (ledger, flows) = Ledger.Empty(At).Book(
            Trading.Draft(Market.Spot, Side.Buy, 1m, 100m),
            new(new(1m), new(100m), new(0.001m), Amount.Zero, new(0.1m)), Trading.Spot, At);
        Assert.Equal(new Quantity(0.999m), ledger.Base);
        Assert.Equal(new Amount(-100m), ledger.Cash);
        Assert.Equal([FlowKind.Trade, FlowKind.Fee], flows.Select(f => f.Kind));
        Assert.Equal([new Amount(-100m), Amount.Zero], flows.Select(f => f.Amount));
        Assert.Equal([new Quantity(1m), new Quantity(-0.001m)], flows.Select(f => f.Quantity));
    }

    [Fact]
    public void A_hedge_of_the_net_fill_leaves_no_exposure()
    {
        var ledger = Traded(Ledger.Empty(At), Market.Spot, Side.Buy, 1m, feeBase: 0.001m);
        ledger = Traded(ledger, Market.Linear, Side.Sell, 0.999m, feeQuote: 0.05m);
        Assert.Equal(Quantity.Zero, ledger.Exposure);
        Assert.Equal((new Quantity(0.999m), new Quantity(-0.999m)), (ledger.Of(Market.Spot), ledger.Of(Market.Linear)));
    }

    [Fact]
    public void Nothing_traded_is_nothing_booked()
    {
        var (ledger, flows) = Ledger.Empty(At).Book(
            Trading.Draft(Market.Spot, Side.Buy, 1m, 100m), default, Trading.Spot, At);
        Assert.Equal(Ledger.Empty(At), ledger);
        Assert.Empty(flows);
    }

    [Fact]
    public void A_rebate_is_a_fee_that_is_received()
    {
        var ledger = Traded(Ledger.Empty(At), Market.Linear, Side.Sell, 1m, feeQuote: -0.02m);
        Assert.Equal((new Amount(-0.02m), new Amount(100.02m)), (ledger.Fees, ledger.Cash));
    }

    [Fact]
    public void Funding_is_booked_as_it_was_settled()
    {
        var (ledger, flows) = Ledger.Empty(At).Book(
            Flowed(VenueFlowKind.Funding, "USDT", -2m, 3_000m, 0.0001m, 0.6m));
        Assert.Equal((new Amount(0.6m), new Amount(0.6m)), (ledger.Funding, ledger.Cash));
        var line = Assert.Single(flows);
        Assert.Equal((FlowKind.Funding, new Quantity(-2m)), (line.Kind, line.Quantity));
        Assert.Equal((new Price(3_000m), new Rate(0.0001m)), (line.Price!.Value, line.Rate!.Value));
    }

    [Fact]
    public void Interest_is_paid_in_the_coin_and_makes_the_debt_grow()
    {
        var debtor = Ledger.Empty(At) with { Base = new(-1m), Debt = new(1m) };
        var (ledger, flows) = debtor.Book(Flowed(VenueFlowKind.Interest, "BTC", 1m, 100m, 0.00001m, -0.00001m));
        Assert.Equal((new Quantity(-1.00001m), new Quantity(1.00001m)), (ledger.Base, ledger.Debt));
        Assert.Equal(new Amount(0.001m), ledger.Interest);
        Assert.Equal(FlowKind.Interest, Assert.Single(flows).Kind);
        Assert.Equal(debtor.Cash, ledger.Cash);
    }

    [Fact]
    public void A_deleveraging_is_booked_as_the_trade_that_it_was()
    {
        var held = Ledger.Empty(At) with { Base = new(1m), Perp = new(-1m) };
        var (ledger, flows) = held.Book(Flowed(VenueFlowKind.Deleveraged, "USDT", 0.5m, 90m, 0m, -0.01m));
        Assert.Equal((new Quantity(-0.5m), new Quantity(0.5m)), (ledger.Perp, ledger.Exposure));
        Assert.Equal(new Amount(-45.01m), ledger.Cash);
        Assert.Equal(new Amount(0.01m), ledger.Fees);
        Assert.Equal([FlowKind.Trade, FlowKind.Fee], flows.Select(f => f.Kind));
    }

    [Fact]
    public void Slippage_is_a_cost_on_either_side_and_a_gain_when_it_was_better()
    {
        Assert.Equal(new Amount(1m), Slipped(Side.Buy, paid: 101m));
        Assert.Equal(new Amount(1m), Slipped(Side.Sell, paid: 99m));
        Assert.Equal(new Amount(-1m), Slipped(Side.Buy, paid: 99m));

        static Amount Slipped(Side side, decimal paid) => Ledger.Empty(At).Book(
            Trading.Draft(Market.Linear, side, 1m, 100m), new(new(1m), new(paid), default, default, default),
            Trading.Perp, At).Ledger.Slippage;
    }

    [Fact]
    public void What_is_booked_in_parts_is_what_would_be_booked_at_once()
    {
        var draft = Trading.Draft(Market.Spot, Side.Buy, 3m, 100m);
        Execution first = new(new(1m), new(101m), new(0.001m), default, new(0.101m));
        Execution second = new(new(2m), new(203m), new(0.002m), default, new(0.203m));
        var parts = Ledger.Empty(At).Book(draft, first, Trading.Spot, At).Ledger.Book(
            draft, second, Trading.Spot, At).Ledger;
        Assert.Equal(Ledger.Empty(At).Book(draft, first + second, Trading.Spot, At).Ledger, parts);
    }

    private static Ledger Traded(
        Ledger ledger, Market market, Side side, decimal quantity, decimal feeBase = 0m, decimal feeQuote = 0m) =>
        ledger.Book(
            Trading.Draft(market, side, quantity, 100m),
            new(new(quantity), new(quantity * 100m), new(feeBase), new(feeQuote), new(feeBase * 100m)),
            market == Market.Spot ? Trading.Spot : Trading.Perp, At).Ledger;

    private static VenueFlow Flowed(
        VenueFlowKind kind, string coin, decimal quantity, decimal price, decimal rate, decimal change) => new(
        "1", At, kind, coin == "BTC" ? Market.Spot : Market.Linear, new(coin), new(quantity), new(price), new(rate),
        change);
}
