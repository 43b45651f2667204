using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// What moved without an order of ours: each flow is booked once, and only as far as it is ours.
public sealed partial class DurableRunner<TState>
{
    private const int BookedKept = 16;
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(1);

    private Instant FlowsFrom => _work.Ledger.FundingUntil - s_overlap;

    private void FlowsAnswered(VenueReply reply, Instant now)
    {
        if (reply is not VenueReply.FlowsRead read)
        {
            _compare = Comparison.Idle;
            CompareLater(now);
            return;
        }

        _compare = Comparison.FlowsRead;
        var outside = ImmutableArray.CreateBuilder<VenueFlow>();
        foreach (var (flow, key) in read.Flows.Select(f => (f, BookedFlow.Of(f))).OrderBy(f => f.Item2))
        {
            if (IsNew(key) && BookFlow(flow, key))
            {
                outside.Add(flow);
            }
        }

        if (outside.Count > 0)
        {
            var moves = outside.Select(f => $"{f.Kind} {f.Market} {f.Quantity} at {f.Price} ({f.Id})");
            Decide(new MachineEvent.Disturbed(string.Join(", ", moves), outside.ToImmutable()), null, now, now);
        }
    }

    /// <summary>Whether a flow is still to be booked: not what moved before the baseline, not what was booked
    /// before. What is no longer remembered lies before all that is.</summary>
    private bool IsNew(BookedFlow flow)
    {
        var booked = _work.Booked;
        return _work.Baseline is { At: var start } && flow.At > start && flow.At >= FlowsFrom
            && (booked.Length < BookedKept || flow.CompareTo(booked[0]) > 0) && !booked.Contains(flow);
    }

    /// <returns>Whether it moved a leg of ours from outside.</returns>
    private bool BookFlow(VenueFlow flow, BookedFlow key)
    {
        var disturbs = flow.Kind switch
        {
            VenueFlowKind.Transfer when flow.Coin == _machine.On(Market.Spot).Base =>
                MoveCoins(new(flow.Change), flow.At),
            VenueFlowKind.Transfer => false,
            VenueFlowKind.OutsideTrade when flow.Market == Market.Spot => BookOutsideSpot(flow),
            _ => BookOurs(flow),
        };
        _work = _work with
        {
            Ledger = _work.Ledger with { FundingUntil = Instant.Later(_work.Ledger.FundingUntil, flow.At) },
        };
        _work = _work with { Booked = Remember(key) };
        _happened.Add($"booked {flow.Kind} {flow.Quantity} {flow.Change} {flow.Coin}");
        _dirty = true;
        return disturbs;
    }

    private ImmutableArray<BookedFlow> Remember(BookedFlow flow)
    {
        var kept = _work.Booked.RemoveAll(b => b.At < FlowsFrom).Add(flow).Sort();
        return kept.Length <= BookedKept ? kept : kept.RemoveAt(0);
    }

    private bool BookOurs(VenueFlow flow)
    {
        var (ledger, lines) = _work.Ledger.Book(flow, _machine.Symbol, _machine.On(flow.Market).Quote);
        _work = _work with { Ledger = ledger };
        _flows = _flows.AddRange(lines);
        _settled++;
        return flow.Kind switch
        {
            VenueFlowKind.Funding => false,
            VenueFlowKind.Interest => !_machine.Borrows && flow.Coin == _machine.On(Market.Spot).Base,
            _ => true,
        };
    }

    /// <summary>A person's trade on spot is in coins of their own, until those are used up.</summary>
    private bool BookOutsideSpot(VenueFlow flow)
    {
        var coin = _machine.On(Market.Spot);
        var change = flow.Quantity + (flow.Coin == coin.Base ? new Quantity(flow.Change) : Quantity.Zero);
        var ours = TakeOurs(change);
        return !ours.IsZero
            && BookOurs(ours == change ? flow : flow with { Quantity = ours, Coin = coin.Quote, Change = 0m });
    }

    /// <summary>Coins that came or went without a trade.</summary>
    /// <param name="ours">Of them no person's, whoever has moved them. [base]</param>
    /// <returns>Whether any of them were ours.</returns>
    private bool MoveCoins(Quantity change, Instant at, Quantity ours = default)
    {
        ours += TakeOurs(change - ours);
        if (ours.IsZero)
        {
            return false;
        }

        _work = _work with { Ledger = _work.Ledger with { Base = _work.Ledger.Base + ours } };
        AddTransfer(Market.Spot, ours, at);
        return true;
    }

    /// <summary>Coins that came are a person's own; what goes is theirs first, then ours.</summary>
    /// <returns>The part that is ours. [base]</returns>
    private Quantity TakeOurs(Quantity change)
    {
        var baseline = _work.Baseline!;
        var kept = Quantity.Max(baseline.Coins + change, Quantity.Min(baseline.Coins, Quantity.Zero));
        _work = _work with { Baseline = baseline with { Coins = kept } };
        return change - (kept - baseline.Coins);
    }

    private void AddTransfer(Market market, Quantity moved, Instant at)
    {
        _flows = _flows.Add(new(
            at, _machine.Symbol, market, _machine.On(market).Base, FlowKind.Transfer, moved, null, null, Amount.Zero));
        _settled++;
    }
}
