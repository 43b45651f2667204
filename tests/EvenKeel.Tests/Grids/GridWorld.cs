using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Storage;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>One grid with all that is around it, in virtual time: the real machine, runner and owner, rows as bytes,
/// the simulated venue behind a wire with latency, and an owner that can be killed at any boundary.</summary>
internal sealed class GridWorld : IRowStore<Grid>
{
    private static readonly Symbol s_pair = new("SOLUSDT");
    private static readonly TimeSpan s_failover = TimeSpan.FromSeconds(1.5);
    private readonly Timeline _time = new(GridScene.Start);
    private readonly SimulatedVenue _venue;
    private readonly Owner<Grid> _owner;
    private readonly Market _market;
    private byte[]? _row;
    private long _version;
    private int _boundaries;
    private int? _crashAt;
    private (Boundary Boundary, Predicate<VenueRequest> Request)? _crashOn;

    public GridWorld(Market market, Func<GridSettings, GridSettings> change, RiskLimits? limits = null)
    {
        _market = market;
        _venue = new(VenueSettings.Default, 1, _time.Now, [(new("USDT"), 100_000m)])
        {
            Accepted = (draft, _) => Accepted.Add(draft),
            Pushed = (_, order) => _time.At(_time.Now + TimeSpan.FromMilliseconds(20), () => Hear(order)),
        };
        Quote(200m);
        var on = _venue.InstrumentOf(market, s_pair);
        var settings = change(new()
        {
            Step = new(2m),
            LevelsBelow = 3,
            LevelsAbove = 3,
            QuotePerLevel = new(200m),
            RetryPause = TimeSpan.FromMilliseconds(100),
        });
        var machine = new GridMachine(
            new(on, settings, new(0.0002m), new(0.00055m), limits ?? new() { OrdersPerSecondMax = 100 }),
            TimeSpan.FromSeconds(1));
        var latency = new Latency(1, VenueSettings.Default.Latency.Value, 1m);
        var protocol = RunnerSettings.Of(new(Realm.Test, "gridworld"));
        var wire = new Wire(_time, _venue, Advance, latency);
        _owner = new("grid/SOLUSDT", Grid.New, machine, protocol, _time, wire, this)
        {
            Mode = () => Mode,
            Crossing = Crossed,
            Alarmed = Alarms.Add,
        };
        _time.At(_time.Now, _owner.Start);
        Tick();
    }

    public RiskMode Mode { get; set; } = RiskMode.Normal;

    /// <summary>Every order that the venue took in.</summary>
    public List<OrderDraft> Accepted { get; } = [];

    public List<string> Alarms { get; } = [];

    /// <summary>Every request that was sent, batches as they are.</summary>
    public List<VenueRequest> Sent { get; } = [];

    /// <summary>When each order was sent, in order.</summary>
    public List<Instant> SentAt { get; } = [];

    public int Boundaries => _boundaries;

    public int Crashes { get; private set; }

    public MachineRow<Grid> Row => RowFormat.Read<Grid>(_row!);

    /// <summary>What rests at the venue, by side and price.</summary>
    public IReadOnlyList<string> Resting => [.. _venue.Orders.Where(o => o.State == OrderState.Live)
        .Select(o => $"{o.Draft.Side} {o.Draft.Quantity} at {o.Draft.Limit}").Order(StringComparer.Ordinal)];

    public Quantity Held => _market == Market.Linear
        ? _venue.Position(s_pair)
        : new(_venue.Held(new("SOL")).Balance);

    public GridWorld CrashAt(int boundary)
    {
        _crashAt = _boundaries + boundary;
        return this;
    }

    /// <summary>Dies when a request such as this is there.</summary>
    public GridWorld CrashOn(Boundary boundary, Predicate<VenueRequest> request)
    {
        _crashOn = (boundary, request);
        return this;
    }

    public GridWorld Run(double seconds)
    {
        _time.RunUntil(_time.Now + TimeSpan.FromSeconds(seconds));
        return this;
    }

    /// <summary>The price goes there step by step, and time passes.</summary>
    public GridWorld Move(decimal price, double seconds = 20)
    {
        _price = price;
        return Run(seconds);
    }

    public MachineRow<Grid>? Read(string machine) => _row is null ? null : RowFormat.Read<Grid>(_row);

    public void Write(MachineRow<Grid> row, Action<string?> done)
    {
        var bytes = RowFormat.Write(row);
        _time.At(_time.Now + TimeSpan.FromMilliseconds(4), () =>
        {
            if (row.Version != _version + 1)
            {
                done("another owner has written the row");
                return;
            }

            (_row, _version) = (bytes, row.Version);
            Check(row);
            done(null);
        });
    }

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) => done(true);

    /// <summary>All has come to rest: the books are the venue's, and nothing rests twice.</summary>
    public GridWorld Sound()
    {
        Run(30);
        _owner.Tick();
        Run(10);
        Assert.Equal(Held, Row.Ledger.Of(_market));
        Assert.Equal(Resting.Distinct(StringComparer.Ordinal), Resting);
        Assert.Equal(
            Resting,
            Row.Journal.Open.Select(i => $"{i.Draft.Side} {i.Draft.Quantity} at {i.Draft.Limit}")
                .Order(StringComparer.Ordinal));
        Assert.Empty(Alarms);
        return this;
    }

    private decimal _price = 200m;

    /// <summary>In every row that is stored.</summary>
    private void Check(MachineRow<Grid> row)
    {
        Assert.Equal(row.Ledger.Of(_market), GridMachine.SlotsOf(row).Held);
        Assert.InRange(_venue.OrdersLive, 0, 6);
        var open = row.Journal.Open.ToList();
        Assert.Equal(open.Count, open.Select(i => i.Draft.Slot).Distinct().Count());
        Assert.Equal(row.Ledger.Cash, GridMachine.ProfitOf(row, default).Profit);
    }

    private void Tick() => _time.At(_time.Now + TimeSpan.FromMilliseconds(500), () =>
    {
        Quote(_price);
        _owner.Runner?.Wake();
        if (_owner.Runner is not null)
        {
            _owner.Pump();
        }

        Tick();
    });

    private void Quote(decimal price)
    {
        Advance(_time.Now);
        _venue.Quote(Market.Spot, s_pair, new(price - 0.01m), new(price + 0.01m), new(10_000m));
        _venue.Quote(Market.Linear, s_pair, new(price - 0.01m), new(price + 0.01m), new(10_000m));
    }

    private void Advance(Instant until)
    {
        if (until > _venue.Now)
        {
            _venue.AdvanceTo(until);
        }
    }

    private void Hear(ClientOrderId? order)
    {
        if (order is { } id)
        {
            _owner.Nudge(id);
        }
    }

    private void Crossed(Need need, Boundary boundary)
    {
        _boundaries++;
        var request = (need as Need.Ask)?.Request;
        if (boundary == Boundary.OnItsWay && request is not null)
        {
            Sent.Add(request);
            SentAt.AddRange(request.Parts().OfType<VenueRequest.PlaceOrder>().Select(_ => _time.Now));
        }

        if (_crashAt == _boundaries
            || (request is not null && _crashOn is { } on && on.Boundary == boundary && on.Request(request)))
        {
            (_crashAt, _crashOn, Crashes) = (null, null, Crashes + 1);
            _owner.Die();
            _time.At(_time.Now + s_failover, _owner.Start);
        }
    }
}
