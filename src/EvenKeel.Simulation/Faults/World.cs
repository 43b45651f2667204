using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>One carry with all that is around it, in virtual time: the real machine and runner, a store of serialised
/// rows, a venue behind a wire, an owner that can be killed at any boundary. One seed decides everything.</summary>
/// <remarks>Exposure is measured on the venue's timeline, and the history holds only what store, wire and venue
/// did.</remarks>
public sealed partial class World
{
    private static readonly TimeSpan s_reminder = TimeSpan.FromMinutes(1);
    private static readonly Deployment s_deployment = new(Realm.Test, "world");

    private readonly WorldPlan _plan;
    private readonly Coin _coin;
    private readonly CarryMachine _machine;
    private Instant _venueDue = Instant.Never;

    public World(WorldPlan plan)
    {
        (_plan, Time) = (plan, new(plan.Start));
        Venue = new(plan.Venue, plan.Seed, plan.Start, plan.Wallet)
        {
            Filled = Filled,
            Pushed = Pushed,
            Flowed = (_, _) => FlowedAt = Time.Now,
            MovedOutside = (market, moved) => History.Add(new Happening.MovedOutside(Time.Now, market, moved)),
        };
        var terms = plan.Venue.Find(plan.Symbol)!;
        _coin = terms.Base;
        Market = new(this, plan.Symbol, plan.Price);
        Market.Remember(plan.Rate);
        Machine = $"carry/{plan.Symbol}";
        ArbPlan = new(
            plan.Symbol, Venue.InstrumentOf(Markets.Market.Spot, plan.Symbol),
            Venue.InstrumentOf(Markets.Market.Linear, plan.Symbol), plan.Settings, Ranked: true, plan.Settings.Notional,
            plan.Venue.FeeRates, plan.Venue.MarginOf(terms));
        _machine = new(ArbPlan, plan.Limits);
        Exposure = new(ArbPlan.TradableResidue(plan.Price));
        Store = new(Time, Chance.Of(plan.Seed, "store"), plan.StoreTakes, History);
        var latency = new Latency(plan.Seed, plan.Venue.Latency.Value, plan.LatencyFactor);
        Wire = new(Time, Venue, latency, plan.Timeout, History, WatchVenue);
        plan.Parts.Shared(this);
        Owner = Appoint();
        Capital = Venue.Figures!.Value.Equity;
    }

    /// <summary>What it was made of.</summary>
    public WorldPlan Plan => _plan;

    public Timeline Time { get; }

    public SimulatedVenue Venue { get; }

    public WorldMarket Market { get; }

    public FaultyWire Wire { get; }

    public FaultyStore Store { get; }

    public History History { get; } = new();

    /// <summary>How long and how much was unhedged, on the venue's own timeline.</summary>
    public ExposureMeter Exposure { get; }

    /// <summary>The name of the machine's row.</summary>
    public string Machine { get; }

    /// <summary>What the kill row says.</summary>
    public RiskMode Mode
    {
        get;
        set
        {
            if (value.Kill && !field.Kill)
            {
                History.Add(new Happening.Killed(Time.Now));
            }

            field = value;
        }
    } = RiskMode.Normal;

    /// <summary>What the portfolio asks for now.</summary>
    public ArbPlan ArbPlan
    {
        get;
        set
        {
            field = value;
            _machine?.Plan = value;
        }
    }

    /// <summary>Equity at the start by the venue's wallet and marks, less what was lost on something else.
    /// [quote]</summary>
    public Amount Capital { get; private set; }

    /// <summary>When the venue last charged or moved something without an order.</summary>
    public Instant FlowedAt { get; private set; }

    /// <summary>The row as it is stored.</summary>
    public MachineRow<Carry> Row =>
        Store.Seen(Machine) ?? MachineRow<Carry>.New(Machine, Carry.New, _plan.Start);

    /// <summary>Whether what is stored is at rest: flat or holding, with no order open.</summary>
    public bool IsAtRest => Row is { State.Phase: CarryPhase.Flat or CarryPhase.Holding, Version: > 0 } row
        && !row.Journal.Open.Any() && row.Baseline is not null;

    /// <summary>Starts the owner, the quotes and the reminder.</summary>
    public World Start()
    {
        Market.Begin();
        Time.At(Time.Now, Owner.Start);
        Remind(_plan.RemindsAfter);
        return this;
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <returns>Whether it became so within the time given.</returns>
    public bool RunUntil(Func<World, bool> isSo, TimeSpan most)
    {
        var until = Time.Now + most;
        while (!isSo(this))
        {
            if (!Time.Step(until))
            {
                Time.RunUntil(until);
                return isSo(this);
            }
        }

        return true;
    }

    public World Run(TimeSpan span)
    {
        Time.RunUntil(Time.Now + span);
        return this;
    }

    /// <summary>What the venue holds for this account: net coin less debt, and the position. [base]</summary>
    public (Quantity Coin, Quantity Position) Held
    {
        get
        {
            var (balance, debt) = Venue.Held(_coin);
            return (new(balance - debt), Venue.Position(_plan.Symbol));
        }
    }

    /// <summary>The least that both legs can trade: a smaller difference is dust. [base]</summary>
    public Quantity Residue => ArbPlan.TradableResidue(Market.Price);

    /// <summary>Change of the venue's equity less what the ledger's flows and holdings come to; exactly zero, or
    /// something was booked wrong. [quote]</summary>
    public Amount IdentityError
    {
        get
        {
            Venue.AdvanceTo(Time.Now);
            var (spot, mark) = (Venue.WorthOf(_coin) ?? default, Venue.MarkOf(_plan.Symbol) ?? default);
            return Venue.Figures!.Value.Equity - Capital - ProfitAndLoss.Worth(Row.Ledger, spot, mark);
        }
    }

    /// <summary>The account loses quote on something that is not this pair.</summary>
    public void Lose(Amount amount)
    {
        Capital -= amount;
        Venue.Lose(amount);
    }

    /// <summary>The rules of both legs as the venue states them now: somebody has read them.</summary>
    public void ReadRules()
    {
        ArbPlan = ArbPlan with
        {
            Spot = Venue.InstrumentOf(Markets.Market.Spot, _plan.Symbol),
            Perp = Venue.InstrumentOf(Markets.Market.Linear, _plan.Symbol),
        };
        Wake();
    }

    /// <summary>Feeds what the venue has in hand: called whenever it may have something new to do.</summary>
    internal void WatchVenue()
    {
        var due = Venue.NextDue(Time.Now + s_reminder);
        if (due >= Instant.Never || (_venueDue > Time.Now && _venueDue <= due))
        {
            return;
        }

        _venueDue = due;
        Time.At(due, () =>
        {
            if (Venue.Now < Time.Now)
            {
                Venue.AdvanceTo(Time.Now);
            }

            WatchVenue();
        });
    }

    private void Filled(Fill fill)
    {
        History.Add(new Happening.Filled(fill.At, fill));
        var fee = fill.FeeCoin == _coin ? new Quantity(fill.Fee) : Quantity.Zero;
        Exposure.Moved((fill.Quantity * fill.Side.Sign()) - fee, fill.Price, fill.At);
    }
}
