using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>All orders that the venue accepted, and what its three lists show of them.</summary>
/// <remarks>Recent orders: the live ones and, per market, the last 500 that closed, forgotten at a restart. History:
/// what traded, and for a day what did not. Executions: every fill.</remarks>
internal sealed class OrderTable
{
    private const int RecentKept = 500;
    private static readonly TimeSpan s_untradedKept = TimeSpan.FromHours(24);

    private readonly List<VenueOrder> _all = [];
    private readonly List<VenueOrder> _live = [];
    private readonly List<VenueOrder> _shownLive = [];
    private readonly Dictionary<ClientOrderId, VenueOrder> _byId = [];
    private readonly List<ClientOrderId> _formerIds = [];
    private readonly HashSet<ClientOrderId> _former = [];
    private readonly long[] _closed = new long[2];
    private readonly long[] _forgotten = new long[2];

    /// <summary>In order of their acceptance.</summary>
    public List<VenueOrder> All => _all;

    /// <summary>In order of their acceptance: the earlier comes first at the same price.</summary>
    public List<VenueOrder> Live => _live;

    /// <summary>Whether a client order id was ever used.</summary>
    public bool Knows(ClientOrderId id) => _byId.ContainsKey(id) || _former.Contains(id);

    public VenueOrder? Find(Market market, Symbol symbol, ClientOrderId id) =>
        _byId.TryGetValue(id, out var order) && order.Draft.Market == market && order.Draft.Symbol == symbol
            ? order
            : null;

    public void Add(VenueOrder order)
    {
        _all.Add(order);
        _shownLive.Add(order);
        _byId.Add(order.Id, order);
        if (order.IsLive)
        {
            _live.Add(order);
        }
    }

    public void End(VenueOrder order, OrderState state, string? reason, Instant now)
    {
        (order.State, order.Reason, order.EndedAt) = (state, reason, now);
        order.ClosedNumber = ++_closed[(int)order.Draft.Market];
        _live.Remove(order);
    }

    /// <summary>The venue starts again: what it had in memory of closed orders is gone.</summary>
    public void Restart() => _closed.CopyTo(_forgotten, 0);

    /// <summary>What open orders, history and executions say of one order together.</summary>
    public VenueReply.OrderSought Seek(Market market, Symbol symbol, ClientOrderId id, Instant since, Instant now)
    {
        if (Find(market, symbol, id) is not { } order)
        {
            return new(null, [], now);
        }

        var fills = ImmutableArray.CreateBuilder<Fill>();
        foreach (var fill in order.Fills)
        {
            if (fill.At >= since && fill.At <= now - order.FillsAfter)
            {
                fills.Add(fill);
            }
        }

        var inHistory = order.AcceptedAt >= since && (!order.Traded.IsZero || order.EndedAt >= now - s_untradedKept);
        return new(IsRecent(order) || inHistory ? order.ReportAt(now) : null, fills.DrainToImmutable(), now);
    }

    /// <summary>A pair's orders that the list of live ones shows now, in order of their acceptance: it shows an order,
    /// and what became of it, a while later.</summary>
    public ImmutableArray<LiveOrder> ShownLive(Symbol symbol, Instant now)
    {
        var shown = ImmutableArray.CreateBuilder<LiveOrder>();
        _shownLive.RemoveAll(o => o.IsShownOver(now));
        foreach (var order in _shownLive)
        {
            if (order.Draft.Symbol == symbol && order.ReportAt(now) is { } report)
            {
                shown.Add(new(order.Id.Text, report.Traded));
            }
        }

        return shown.DrainToImmutable();
    }

    /// <summary>Drops orders that ended before a time, fills and all; their ids stay taken.</summary>
    public void Fold(Instant endedBefore)
    {
        foreach (var order in _all)
        {
            if (order.EndedAt < endedBefore && _former.Add(order.Id))
            {
                _formerIds.Add(order.Id);
                _byId.Remove(order.Id);
            }
        }

        _all.RemoveAll(o => o.EndedAt < endedBefore);
        _shownLive.RemoveAll(o => o.EndedAt < endedBefore);
    }

    public OrderTableState Snapshot() =>
        new([.. _all.Select(o => o.Snapshot())], [.. _closed], [.. _forgotten], [.. _formerIds]);

    public void Restore(OrderTableState state)
    {
        state.Closed.CopyTo(_closed);
        state.Forgotten.CopyTo(_forgotten);
        foreach (var id in state.FormerIds)
        {
            _formerIds.Add(id);
            _former.Add(id);
        }

        foreach (var order in state.Orders)
        {
            Add(VenueOrder.Of(order));
        }
    }

    private bool IsRecent(VenueOrder order)
    {
        var market = (int)order.Draft.Market;
        return order.IsLive
            || (order.ClosedNumber > _closed[market] - RecentKept && order.ClosedNumber > _forgotten[market]);
    }
}
