using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Drives a runner by hand: a test takes each need as it comes and says how it went.</summary>
internal sealed class Bench
{
    public static readonly Instant Start = Instant.At(2025, 1, 1);
    public static readonly Deployment Ours = new(Realm.Test, "bench");

    private readonly List<Need> _started = [];

    /// <param name="looked">Whether the look that every activation begins with is over already.</param>
    public Bench(MachineRow<ToyState>? row = null, bool baseline = true, bool looked = true)
        : this(Start, row, baseline, looked)
    {
    }

    /// <param name="now">When this owner begins.</param>
    public Bench(Instant now, MachineRow<ToyState>? row, bool baseline = true, bool looked = true)
    {
        Now = now;
        var fresh = MachineRow<ToyState>.New("toy/BTCUSDT", new(0), Start);
        var stored = row ?? (baseline ? fresh with { Version = 1, Baseline = new(Quantity.Zero, Start) } : fresh);
        Runner = new(Toy, RunnerSettings.Of(Ours), stored, now);
        if (stored.Baseline is not null && looked)
        {
            Look();
            Toy.Heard.Clear();
        }
    }

    public Toy Toy { get; } = new();

    public Instant Now { get; private set; }

    public DurableRunner<ToyState> Runner { get; }

    public OrderIntent Intent(int index = 0) => Runner.Pending.Journal.Intents[index];

    public Bench After(int milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    /// <summary>Takes needs until nothing new starts; all of them are kept for the test to answer.</summary>
    public IReadOnlyList<Need> Pump()
    {
        while (Runner.Next(Now) is { } need)
        {
            _started.Add(need);
            if (need is Need.Wait or Need.Stop)
            {
                break;
            }
        }

        return _started;
    }

    /// <summary>Takes out the oldest need of a kind that was started and not yet answered.</summary>
    public T Take<T>()
        where T : Need
    {
        Pump();
        var index = _started.FindIndex(n => n is T);
        Assert.True(index >= 0, $"no {typeof(T).Name} among {string.Join(", ", _started)}");
        var taken = (T)_started[index];
        _started.RemoveAt(index);
        return taken;
    }

    /// <summary>The oldest request of a kind that is on its way.</summary>
    public T Asked<T>()
        where T : VenueRequest
    {
        Pump();
        var index = _started.FindIndex(n => n is Need.Ask { Request: T });
        Assert.True(index >= 0, $"no {typeof(T).Name} among {string.Join(", ", _started)}");
        var taken = (Need.Ask)_started[index];
        _started.RemoveAt(index);
        return (T)taken.Request;
    }

    public bool Wants<T>()
        where T : VenueRequest => Pump().Any(n => n is Need.Ask { Request: T });

    public bool WantsToWrite() => Pump().Any(n => n is Need.WriteRow);

    public Bench Answer(VenueRequest request, VenueReply reply)
    {
        Runner.Answered(request, reply, Now);
        return this;
    }

    /// <summary>One look from its beginning to its decision.</summary>
    public Bench Look(params MachineCommand[] moves)
    {
        Toy.Moves.Enqueue(moves);
        return Look();
    }

    public Bench Look()
    {
        Runner.Wake();
        Take<Need.ReadKill>();
        Runner.KillRead(RiskMode.Normal);
        return Answer(Asked<VenueRequest.ReadMarket>(), Market());
    }

    public Bench Write()
    {
        Take<Need.WriteRow>();
        Runner.Wrote(Now);
        return this;
    }

    /// <summary>Writes if there is anything to write.</summary>
    public Bench Settle() => WantsToWrite() ? Write() : this;

    /// <summary>Decides, writes and sends; the request is on its way.</summary>
    public VenueRequest.PlaceOrder Send(MachineCommand move)
    {
        Look(move).Write();
        return Asked<VenueRequest.PlaceOrder>();
    }

    /// <summary>Orders in slots of their own, sent by one request and taken in.</summary>
    public List<ClientOrderId> Rest(params int[] indices)
    {
        Look([.. indices.Select(i => Toy.Rest(i, Side.Buy))]).Write();
        VenueRequest request = indices.Length == 1
            ? Asked<VenueRequest.PlaceOrder>()
            : Asked<VenueRequest.PlaceOrders>();
        VenueReply accepted = new VenueReply.Accepted("v1");
        Answer(request, indices.Length == 1
            ? accepted
            : new VenueReply.Each([.. indices.Select(_ => accepted)]));
        return [.. request.Parts().Cast<VenueRequest.PlaceOrder>().Select(p => p.Order.Item.Id)];
    }

    public Bench Find(OrderState state, decimal traded, params Fill[] fills)
    {
        var find = Asked<VenueRequest.FindOrder>();
        return Answer(find, new VenueReply.OrderSought(
            new(find.Order, "v1", state, new(traded), null, Now), [.. fills], Now));
    }

    public Bench FindNothing()
    {
        var find = Asked<VenueRequest.FindOrder>();
        return Answer(find, new VenueReply.OrderSought(null, [], Now));
    }

    /// <summary>One comparison: the flows, then the account.</summary>
    public Bench Compare(decimal balance, decimal position, params VenueFlow[] flows)
    {
        Answer(Asked<VenueRequest.ReadFlows>(), new VenueReply.FlowsRead([.. flows], Now));
        return Answer(Asked<VenueRequest.ReadAccount>(), Account(balance, position));
    }

    public VenueReply.AccountRead Account(decimal balance, decimal position, params LiveOrder[] open) => new(new(
        Toy.Symbol, new(balance), Quantity.Zero, new(position), null, Amount.Zero, null, null, null, Amount.Zero,
        Amount.Zero, [.. open], Now));

    public VenueReply.MarketRead Market() => new(new(
        Toy.Symbol, new TopOfBook(new(99.9m), new(100.1m), Now), null, null, null, null, null, [], null, null, Now));

    public Fill Fill(ClientOrderId order, Market market, Side side, decimal quantity, string id = "e1") => new(
        id, order, market, Toy.Symbol, side, new(100m), new(quantity), new("USDT"), 0.1m * quantity, false, Now);
}
