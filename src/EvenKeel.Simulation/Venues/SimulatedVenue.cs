using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>An exchange as a seeded machine in virtual time: it answers at once, at its own <see cref="Now"/>, and
/// everything that it has in hand happens in the order of its time while it is advanced.</summary>
/// <remarks>Feed first, then advance: what begins at a moment (a bar, a mark, a settlement) is given before the venue
/// is advanced to that moment. At one moment settlements come first, then interest, cancels, arrivals, resting fills
/// and at last the look at the margin. The wire's latency is not in here.</remarks>
public sealed partial class SimulatedVenue : IVenue
{
    private readonly Floor _floor;
    private readonly BorrowDesk _desk;
    private readonly Settlements _settlements;
    private readonly MarginAccount _margin;
    private readonly MarginWatch _watch;
    private readonly Funds _funds;
    private readonly Admission _admission;
    private readonly Trades _trades;
    private readonly Endings _endings;
    private readonly Matching _matching;
    private readonly RestingOrders _resting;
    private readonly Interventions _interventions;
    private readonly Liquidation _liquidation;
    private Instant _timerAt = Instant.Never;

    /// <param name="start">When its clock starts.</param>
    /// <param name="wallet">What the account holds at the start; each coin is the quote or the base of a known
    /// pair.</param>
    public SimulatedVenue(
        VenueSettings settings, ulong seed, Instant start, IReadOnlyList<(Coin Coin, decimal Balance)> wallet,
        VenueFaults? faults = null)
    {
        _floor = new(settings, seed, start)
        {
            Filled = fill => Filled?.Invoke(fill),
            Pushed = (symbol, order, traded) => Pushed?.Invoke(symbol, order, traded),
            Flowed = (symbol, flow) => Flowed?.Invoke(symbol, flow),
            MovedOutside = (market, moved) => MovedOutside?.Invoke(market, moved),
            Moved = true,
        };
        _desk = new(_floor);
        _settlements = new(_floor);
        _margin = new(_floor);
        _watch = new(_floor, _margin);
        _funds = new(_floor, _desk, _margin);
        _admission = new(_floor, _funds);
        _trades = new(_floor, _desk, faults ?? VenueFaults.None);
        _endings = new(_floor);
        _matching = new(_floor, _trades, _funds, _endings);
        _resting = new(_floor, _trades, _funds, _endings);
        _interventions = new(_floor, _trades);
        _liquidation = new(_floor, _desk, _interventions, _endings, _margin);
        foreach (var (coin, balance) in wallet)
        {
            Deposit(coin, balance);
        }
    }

    /// <summary>The venue's clock.</summary>
    public Instant Now => _floor.Now;

    public VenueSettings Settings => _floor.Settings;

    /// <summary>An order was accepted: its parameters and when. Called while it happens; it must only take
    /// note.</summary>
    public Action<OrderDraft, Instant>? Accepted { get; init; }

    /// <summary>A fill of an order. Called while it happens; it must only take note.</summary>
    public Action<Fill>? Filled { get; init; }

    /// <summary>What a private stream would push: something happened to this order, and how much it has traded in all;
    /// or, without one, to the account of this pair. Called while it happens; it must only take note.</summary>
    public Action<Symbol, ClientOrderId?, Quantity>? Pushed { get; init; }

    /// <summary>Interest was charged, or somebody else's trade moved the account of this pair. Called while it happens;
    /// it must only take note.</summary>
    public Action<Symbol, VenueFlow>? Flowed { get; init; }

    /// <summary>A leg was moved without an order: by how much, signed. Called while it happens; it must only take
    /// note. [base]</summary>
    public Action<Market, Quantity>? MovedOutside { get; init; }

    /// <summary>How much longer than its delays the venue keeps an order that it has acknowledged away from the book.
    /// Called while it is taken in; it must only take note.</summary>
    public Func<ClientOrderId, TimeSpan> HoldsBack { get; set; } = _ => TimeSpan.Zero;

    /// <summary>Answers at once, at <see cref="Now"/>, after all that is due by then.</summary>
    public ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        AdvanceTo(Now);
        var reply = Answer(request);
        AdvanceTo(Now);
        return new(reply);
    }

    /// <summary>Lets everything happen that is due up to a time; then it is that time.</summary>
    public void AdvanceTo(Instant until)
    {
        if (until < Now)
        {
            throw new ArgumentOutOfRangeException(nameof(until), $"time goes forward: it is {Now}, not yet {until}");
        }

        for (var due = NextDue(until); due <= until; due = NextDue(until))
        {
            _floor.Now = Instant.Later(Now, due);
            Happen();
        }

        _floor.Now = until;
    }

    /// <summary>When the next thing happens inside the venue, no later than a time; <see cref="Instant.Never"/> if
    /// nothing does. Advancing to it and looking at what was pushed misses nothing.</summary>
    public Instant NextDue(Instant until)
    {
        if (_floor.Moved)
        {
            _timerAt = Instant.Earlier(_settlements.DueAt(), _desk.DueAt);
            foreach (var order in _floor.Orders.Live)
            {
                _timerAt = Instant.Earlier(_timerAt, order.DueAt);
            }
        }

        var due = _timerAt <= until ? _timerAt : Instant.Never;
        if (_floor.Orders.Live.Count > 0)
        {
            due = Instant.Earlier(due, _resting.NextFill(Instant.Earlier(until, due)));
        }

        if (_floor.Moved || !_watch.IsCalm)
        {
            due = Instant.Earlier(due, _watch.NextBankruptcy(Instant.Earlier(until, due)));
            _floor.Moved = false;
        }

        return due;
    }

    private void Happen()
    {
        _floor.Moved = true;
        _settlements.Pay();
        _desk.Charge(Now);
        var live = _floor.Orders.Live;
        for (var i = 0; i < live.Count;)
        {
            var order = live[i];
            if (order.CancelAt <= Now)
            {
                _endings.End(order, OrderState.Cancelled, "CancelByUser");
            }
            else if (!order.Resting && order.MatchAt <= Now)
            {
                _matching.Arrive(order);
            }

            i = i < live.Count && live[i] == order ? i + 1 : i;
        }

        _resting.Fill();
        if (_margin.IsExposed() && _margin.At(Now) is { IsBankrupt: true })
        {
            _liquidation.Take();
        }
    }

    private void Deposit(Coin coin, decimal balance)
    {
        var known = coin == Settings.Quote.Value;
        foreach (var pair in Settings.Pairs)
        {
            known |= pair.Base == coin && _floor.Find(pair.Symbol) is not null;
        }

        if (!known || balance < 0m)
        {
            throw new ArgumentException(
                $"{balance} {coin}: must be a coin of the venue settings, and not below zero", nameof(coin));
        }

        _floor.Wallet.Of(coin).Balance += balance;
    }
}
