using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

// What the venue answers, request by request.
public sealed partial class SimulatedVenue
{
    private VenueReply Answer(VenueRequest request) => request switch
    {
        VenueRequest.PlaceOrder place => Place(place.Order.Item),
        VenueRequest.CancelOrder cancel => Cancel(cancel),
        VenueRequest.PlaceOrders { Items: [{ Order.Item: var first }, ..] } =>
            Admission.OffClock(first.Timestamp, first.RecvWindow, Now) is { } offClock ? offClock : Each(request),
        VenueRequest.CancelOrders => Each(request),
        VenueRequest.RepayDebt repay => Admission.OffClock(repay.Timestamp, repay.RecvWindow, Now)
            ?? _desk.Repay(repay.Coin, repay.Amount, Now),
        VenueRequest.FindOrder find => _floor.Orders.Seek(find.Market, find.Symbol, find.Order, find.Since, Now),
        VenueRequest.ReadAccount read => ReadAccount(read.Symbol, read.Base),
        VenueRequest.ReadMarket read => ReadMarket(read.Symbol),
        VenueRequest.ReadFlows read => ReadFlows(read.Symbol, read.After),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such request"),
    };

    /// <summary>Each for itself, in order, as if it had come alone.</summary>
    private VenueReply.Each Each(VenueRequest batch)
    {
        var replies = ImmutableArray.CreateBuilder<VenueReply>();
        foreach (var part in batch.Parts())
        {
            replies.Add(Answer(part));
            AdvanceTo(Now);
        }

        return new(replies.DrainToImmutable());
    }

    private VenueReply Place(OrderIntent intent)
    {
        if (Admission.OffClock(intent.Timestamp, intent.RecvWindow, Now) is { } offClock)
        {
            return offClock;
        }

        if (_floor.Orders.Knows(intent.Id))
        {
            return new VenueReply.Duplicate();
        }

        if (_admission.Refusal(intent.Draft) is { } refused)
        {
            return refused;
        }

        var (delays, chance) = (Settings.Delays, _floor.Chance);
        var order = new VenueOrder(++_floor.Number, intent.Id, intent.Draft, Now)
        {
            MatchAt = Now + delays.Match.Value.Draw(chance) + HoldsBack(intent.Id),
            ShownAfter = delays.OrderShown.Value.Draw(chance),
            FillsAfter = delays.FillShown.Value.Draw(chance),
        };
        _floor.Orders.Add(order);
        _floor.Moved = true;
        Accepted?.Invoke(intent.Draft, Now);
        return new VenueReply.Accepted(order.VenueId);
    }

    private VenueReply Cancel(VenueRequest.CancelOrder cancel)
    {
        if (_floor.Orders.Find(cancel.Market, cancel.Symbol, cancel.Order) is not { IsLive: true } order)
        {
            var code = cancel.Market == Market.Spot ? "170213" : "110001";
            return new VenueReply.Refused(RefusalKind.Gone, code, "order not exists or too late to cancel");
        }

        order.CancelAt = Instant.Earlier(order.CancelAt, Now + Settings.Delays.Cancel.Value.Draw(_floor.Chance));
        _floor.Moved = true;
        return new VenueReply.Accepted(order.VenueId);
    }

    private VenueReply ReadAccount(Symbol symbol, Coin coin)
    {
        if (_floor.Find(symbol) is not { } pair || pair.Base != coin)
        {
            return new VenueReply.Refused(RefusalKind.Shape, "10001", $"{symbol} of {coin}: no such pair");
        }

        if (_margin.At(Now) is not { } figures)
        {
            return new VenueReply.Ambiguous("the account cannot be valued: something that is held has no price yet");
        }

        var (held, quote) = (_floor.Wallet.Of(coin), _floor.Wallet.Of(_floor.Wallet.Quote));
        var free = new Amount(quote.Balance) - _funds.ReservedCash() - figures.Initial;
        return new VenueReply.AccountRead(new(
            symbol, new(held.Balance), new(held.Debt), pair.Position.Size, _margin.LiquidationPrice(pair),
            figures.Equity, figures.Adjusted, figures.Maintenance, figures.Initial, Amount.Max(free, Amount.Zero),
            new(_floor.Wallet.DebtOf(_floor.Wallet.Quote)), _floor.Orders.ShownLive(symbol, Now), Now));
    }

    private VenueReply ReadMarket(Symbol symbol)
    {
        if (_floor.Find(symbol) is not { } pair)
        {
            return new VenueReply.Refused(RefusalKind.Shape, "10001", $"{symbol}: no such pair");
        }

        var (mark, funding) = (pair.Stated(Now), pair.Funding);
        return new VenueReply.MarketRead(new(
            symbol, pair.Spot?.Top(Now), pair.Linear?.Top(Now),
            mark is { } stated ? new Stated<Price>(stated.Mark, stated.At) : null,
            funding.Predicted is { } rate ? new Stated<Rate>(rate, Now) : null,
            funding.Interval, funding.NextAt, funding.Window(Settings.SettledWindow.Value),
            pair.Borrow is { } borrow ? new(_desk.Available(pair.Base), borrow.HourlyRate, Now) : null,
            DepthOf(pair), Now));
    }

    private Quantity? DepthOf(Pair pair)
    {
        var slippage = Settings.DepthSlippage.Value;
        return pair.Spot?.Book?.Depth(slippage, Now) is { } spot && pair.Linear?.Book?.Depth(slippage, Now) is { } perp
            ? Quantity.Min(spot, perp)
            : null;
    }

    private VenueReply.FlowsRead ReadFlows(Symbol symbol, Instant after)
    {
        var flows = ImmutableArray.CreateBuilder<VenueFlow>();
        foreach (var flow in _floor.Find(symbol)?.Flows ?? [])
        {
            if (flow.At > after)
            {
                flows.Add(flow);
            }
        }

        return new(flows.DrainToImmutable(), Now);
    }
}
