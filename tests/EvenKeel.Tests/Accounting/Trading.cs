using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Accounting;

/// <summary>One thing that happens to a ledger, and what it does to the account that the venue keeps.</summary>
/// <param name="Kind">0: spot, 1: perpetual, 2: funding, 3: interest, 4: an outside trade.</param>
internal sealed record Happening(int Kind, Side Side, decimal Price, decimal Mid, decimal Quantity, decimal Rate);

/// <summary>A wallet that knows nothing of the ledger: what the venue would show.</summary>
internal sealed class Wallet
{
    public decimal Quote { get; set; }

    public decimal Base { get; set; }

    public decimal Perp { get; set; }

    public decimal EquityAt(decimal spot, decimal mark) => Quote + (Base * spot) + (Perp * mark);
}

/// <summary>Builds random histories and plays them to a ledger and to a wallet, independently of each other.</summary>
internal static class Trading
{
    public static readonly Instrument Spot = new(
        Market.Spot, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.01m), new(0.000001m), new(0.000001m), new(1m));

    public static readonly Instrument Perp = new(
        Market.Linear, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.1m), new(0.001m), new(0.001m), new(5m));

    public static Gen<Happening> Happenings { get; } = Gen.Select(
        Gen.Int[0, 4], Repeatably.Among(Side.Buy, Side.Sell), Repeatably.Decimal(5_000_000, 15_000_000, 2),
        Repeatably.Decimal(5_000_000, 15_000_000, 2), Repeatably.Decimal(1, 2_000_000, 6),
        Repeatably.Decimal(-30_000, 30_000, 8),
        (kind, side, price, mid, quantity, rate) => new Happening(kind, side, price, mid, quantity, rate));

    /// <param name="lines">Takes what the ledger writes down.</param>
    public static Ledger Play(Ledger ledger, Wallet wallet, Happening h, int number, List<Flow>? lines = null)
    {
        var at = Instant.At(2025, 1, 1) + TimeSpan.FromMinutes(number);
        switch (h.Kind)
        {
            case 0:
                return Trade(ledger, wallet, h, Spot, at).Noted(lines);
            case 1:
                return Trade(ledger, wallet, h, Perp, at).Noted(lines);
            case 2:
                var funding = -wallet.Perp * h.Price * h.Rate;
                wallet.Quote += funding;
                return ledger.Book(
                    Flowed(VenueFlowKind.Funding, Market.Linear, "USDT", wallet.Perp, h, funding, at)).Noted(lines);
            case 3:
                var interest = -Math.Abs(h.Rate) * h.Quantity;
                wallet.Base += interest;
                return ledger.Book(
                    Flowed(VenueFlowKind.Interest, Market.Spot, "BTC", h.Quantity, h, interest, at)).Noted(lines);
            default:
                var change = h.Quantity * h.Side.Sign();
                wallet.Perp += change;
                wallet.Quote -= (change * h.Price) + Math.Abs(h.Rate);
                var traded = Flowed(
                    VenueFlowKind.OutsideTrade, Market.Linear, "USDT", change, h, -Math.Abs(h.Rate), at);
                return ledger.Book(traded).Noted(lines);
        }
    }

    public static (Ledger Ledger, IReadOnlyList<Flow> Flows) Book(this Ledger ledger, VenueFlow flow)
    {
        var (next, flows) = ledger.Book(flow, new("BTCUSDT"), new("USDT"));
        return (next, flows);
    }

    public static OrderDraft Draft(Market market, Side side, decimal quantity, decimal mid) => new(
        0, market, new("BTCUSDT"), side, new(quantity), new(mid), TimeInForce.ImmediateOrCancel, false, false,
        new(mid));

    private static (Ledger, IReadOnlyList<Flow>) Trade(
        Ledger ledger, Wallet wallet, Happening h, Instrument on, Instant at)
    {
        // The venue takes the fee of a spot purchase in the coin; a rebate has the other sign.
        var inBase = on.Market == Market.Spot && h.Side == Side.Buy;
        var fee = h.Rate * h.Quantity * (inBase ? 1m : h.Price);
        var fill = new Fill(
            "f", new("id"), on.Market, on.Symbol, h.Side, new(h.Price), new(h.Quantity),
            inBase ? on.Base : on.Quote, fee, false, at);
        var signed = h.Quantity * h.Side.Sign();
        wallet.Quote -= (signed * h.Price) + (inBase ? 0m : fee);
        wallet.Base += on.Market == Market.Spot ? signed - (inBase ? fee : 0m) : 0m;
        wallet.Perp += on.Market == Market.Linear ? signed : 0m;
        var done = Execution.Of([fill], on.Base, on.Quote);
        return ledger.Book(Draft(on.Market, h.Side, h.Quantity, h.Mid), done, on, at);
    }

    private static Ledger Noted(this (Ledger Ledger, IReadOnlyList<Flow> Lines) booked, List<Flow>? lines)
    {
        lines?.AddRange(booked.Lines);
        return booked.Ledger;
    }

    private static VenueFlow Flowed(
        VenueFlowKind kind, Market market, string coin, decimal quantity, Happening h, decimal change, Instant at) =>
        new("v", at, kind, market, new(coin), new(quantity), new(h.Price), new(h.Rate), change);
}
