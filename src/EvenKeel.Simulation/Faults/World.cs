using EvenKeel.Accounting;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>One machine with all that is around it, in virtual time: a store of serialised rows, a venue behind a wire,
/// an owner that can be killed at any boundary. One seed decides everything.</summary>
/// <remarks>The history holds only what store, wire and venue did.</remarks>
public abstract partial class World
{
    /// <summary>From one reminder to the next.</summary>
    internal static readonly TimeSpan ReminderEvery = TimeSpan.FromMinutes(1);

    private readonly WorldPlan _plan;
    private Instant _venueDue = Instant.Never;

    /// <param name="kind">Of its machine, as its row is named.</param>
    private protected World(WorldPlan plan, string kind)
    {
        (_plan, Time, Machine) = (plan, new(plan.Start), $"{kind}/{plan.Symbol}");
        Venue = new(plan.Venue, plan.Seed, plan.Start, plan.Wallet)
        {
            Filled = Filled,
            Pushed = (_, order, traded) => Pushed(order, traded),
            Flowed = (_, _) => FlowedAt = Time.Now,
            MovedOutside = (market, moved) => History.Add(new Happening.MovedOutside(Time.Now, market, moved)),
        };
        Coin = plan.Venue.Find(plan.Symbol)!.Base;
        Market = new(this, plan.Symbol, plan.Price);
        Market.Remember(plan.Rate);
        var latency = new Latency(plan.Seed, plan.Venue.Latency.Value, plan.LatencyFactor);
        Wire = new(Time, Venue, latency, plan.Timeout, History, WatchVenue);
        Capital = Venue.Figures!.Value.Equity;
    }

    public Timeline Time { get; }

    /// <summary>In whose name its orders are.</summary>
    internal static Deployment Deployment { get; } = new(Realm.Test, "world");

    public SimulatedVenue Venue { get; }

    public WorldMarket Market { get; }

    public FaultyWire Wire { get; }

    public abstract FaultyStore Store { get; }

    public History History { get; } = new();

    /// <summary>The name of the machine's row.</summary>
    public string Machine { get; }

    /// <summary>The pair that it trades.</summary>
    public Symbol Symbol => _plan.Symbol;

    /// <summary>What the gate holds its new risk to.</summary>
    public RiskLimits Limits => _plan.Limits;

    /// <summary>The coin that it trades.</summary>
    public Coin Coin { get; }

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

    /// <summary>Equity at the start by the venue's wallet and marks, less what was lost on something else.
    /// [quote]</summary>
    public Amount Capital { get; private set; }

    /// <summary>When the venue last charged or moved something without an order.</summary>
    public Instant FlowedAt { get; private set; }

    /// <summary>The row as it is stored.</summary>
    public abstract IMachineRow Row { get; }

    /// <summary>Whether what is stored is at rest: nothing is on its way, and nothing is left to do.</summary>
    public abstract bool IsAtRest { get; }

    /// <summary>Whether the machine trades the perpetual.</summary>
    public virtual bool HasPerpetual => true;

    /// <summary>Which of its markets a fault of this size strikes: of two, an even one strikes spot.</summary>
    public virtual Market LegStruck(int size) => size % 2 == 0 ? Markets.Market.Spot : Markets.Market.Linear;

    /// <summary>What the venue holds for this account: net coin less debt, and the position. [base]</summary>
    public (Quantity Coin, Quantity Position) Held
    {
        get
        {
            var (balance, debt) = Venue.Held(Coin);
            return (new(balance - debt), Venue.Position(Symbol));
        }
    }

    /// <summary>Change of the venue's equity less what the ledger's flows and holdings come to; exactly zero, or
    /// something was booked wrong. [quote]</summary>
    public Amount IdentityError
    {
        get
        {
            Venue.AdvanceTo(Time.Now);
            var (spot, mark) = (Venue.WorthOf(Coin) ?? default, Venue.MarkOf(Symbol) ?? default);
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
        TakeRules();
        Wake();
    }

    /// <summary>Does something to the venue now.</summary>
    public void Act(Action<SimulatedVenue> action)
    {
        Venue.AdvanceTo(Time.Now);
        action(Venue);
        WatchVenue();
    }

    /// <summary>Starts the owner, the quotes and the reminder.</summary>
    internal void Begin()
    {
        Market.Begin();
        Time.At(Time.Now, Owner.Start);
        Remind(_plan.RemindsAfter);
    }

    /// <summary>The books were quoted anew.</summary>
    internal virtual void Quoted()
    {
    }

    /// <summary>Feeds what the venue has in hand: called whenever it may have something new to do.</summary>
    internal void WatchVenue()
    {
        var due = Venue.NextDue(Time.Now + ReminderEvery);
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

    /// <summary>Its machine goes by the rules of now from here on.</summary>
    private protected abstract void TakeRules();

    private protected virtual void Filled(Fill fill) => History.Add(new Happening.Filled(fill.At, fill));
}
