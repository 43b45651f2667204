using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Storage;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>Drives the machine of a grid by hand: a test says what is seen and what becomes of each order, and after
/// every event all that must always hold is looked at.</summary>
internal sealed class GridRun
{
    private static readonly Deployment s_ours = new(Realm.Test, "run");
    private readonly GridMachine _machine;
    private int _deciding;

    public GridRun(GridPlan plan)
    {
        _machine = new(plan, TimeSpan.FromSeconds(1));
        Row = MachineRow<Grid>.New("grid/ABCUSDT", Grid.New, Now) with
        {
            Baseline = new(Quantity.Zero, Now),
            LookAt = Now,
        };
    }

    public MachineRow<Grid> Row { get; private set; }

    public Instant Now { get; private set; } = GridScene.Start;

    public decimal Price { get; private set; }

    public decimal? Range { get; set; }

    public RiskMode Mode { get; set; } = RiskMode.Normal;

    public List<string> Alarms { get; } = [];

    /// <summary>Every order that was written, in order.</summary>
    public List<OrderDraft> Written { get; } = [];

    public GridPlan Plan
    {
        get => _machine.Plan;
        set => _machine.Plan = value;
    }

    public SlotBook Slots => GridMachine.SlotsOf(Row);

    public IReadOnlyList<OrderIntent> Open => [.. Row.Journal.Open];

    private GridPlan InForce => _machine.PlanOf(Row);

    public GridRun After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public GridRun Look(decimal price)
    {
        Price = price;
        return Look();
    }

    public GridRun Look() => After(1).Tell(new MachineEvent.Seen(
        GridScene.ViewAt(Plan.Symbol, Price, Now, Mode, Range)));

    /// <summary>Looks when the venue's quote has grown old.</summary>
    public GridRun LookWithoutQuote() => After(1).Tell(new MachineEvent.Seen(
        GridScene.ViewAt(Plan.Symbol, Price, Now, Mode, Range, TimeSpan.FromMinutes(1))));

    /// <summary>Looks until nothing more is written.</summary>
    public GridRun Settle(decimal price)
    {
        MachineRow<Grid> before;
        do
        {
            before = Row;
            After(2).Look(price).Acknowledge().Cancelled();
        }
        while (Row.Journal != before.Journal);

        return this;
    }

    public GridRun Tell(MachineEvent @event)
    {
        var view = (@event as MachineEvent.Seen)?.View;
        var step = _machine.Decide(Row, @event, Now);
        Row = Row with { State = step.State, LookAt = step.LookAt };
        _deciding++;
        foreach (var command in step.Commands)
        {
            Take(command, view);
        }

        // What one decision asks for is one write: only all of it is looked at.
        _deciding--;
        if (_deciding == 0)
        {
            Check(@event);
        }

        return this;
    }

    /// <summary>The venue says that it has all orders that were sent.</summary>
    public GridRun Acknowledge()
    {
        foreach (var intent in Open.Where(i => i.Status == IntentStatus.Intended))
        {
            Row = Row with { Journal = Row.Journal.Replace(intent with { Status = IntentStatus.Acknowledged }) };
        }

        return this;
    }

    /// <summary>An order has traded so much in all; with the whole of it, it is over.</summary>
    public GridRun Traded(OrderIntent order, decimal quantity, decimal? at = null)
    {
        var intent = Row.Journal.Find(order.Id)!;
        var price = new Price(at ?? intent.Draft.Limit!.Value.Value);
        var news = new Quantity(quantity) - intent.Done.Quantity;
        if (news.Sign <= 0)
        {
            // A report that is old or doubled says nothing new.
            return this;
        }

        var spotBuy = Plan.Market == Market.Spot && intent.Draft.Side == Side.Buy;
        var fee = Plan.Maker.Value * news.Value;
        var more = spotBuy
            ? new Execution(news, price * news, new(fee), Amount.Zero, price * new Quantity(fee))
            : new Execution(news, price * news, Quantity.Zero, new(fee * price.Value), Amount.Zero);
        var whole = intent.Done.Quantity + news == intent.Draft.Quantity;
        var status = whole ? IntentStatus.Filled : IntentStatus.Acknowledged;
        return Record(intent with { Done = intent.Done + more, Status = status }, more);
    }

    public GridRun Filled(OrderIntent order, decimal? at = null) => Traded(order, order.Draft.Quantity.Value, at);

    /// <summary>An order ends without more being traded.</summary>
    public GridRun Ended(OrderIntent order, IntentStatus? status = null)
    {
        var intent = Row.Journal.Find(order.Id)!;
        var end = !intent.Done.Quantity.IsZero ? IntentStatus.CancelledPartial : status ?? IntentStatus.CancelledZero;
        return Record(intent.End(end, "ended"), default);
    }

    /// <summary>What was asked to be cancelled is.</summary>
    public GridRun Cancelled()
    {
        foreach (var order in Open.Where(i => i.CancelAsked))
        {
            Ended(order);
        }

        return this;
    }

    /// <summary>A new owner that knows only what is stored.</summary>
    public GridRun Restart()
    {
        Row = RowFormat.Read<Grid>(RowFormat.Write(Row));
        Check(null);
        return this;
    }

    /// <summary>The venue takes a part of the position away, at a price.</summary>
    public GridRun Deleverage(decimal quantity, decimal price)
    {
        var flow = new VenueFlow(
            "adl", Now, VenueFlowKind.Deleveraged, Plan.Market, new("USDT"), new(-quantity * Row.Ledger.Perp.Sign),
            new(price), Rate.Zero, 0m);
        var (ledger, _) = Row.Ledger.Book(flow, Plan.Symbol, new("USDT"));
        Row = Row with { Ledger = ledger };
        return Tell(new MachineEvent.Disturbed("deleveraged", [flow]));
    }

    /// <summary>What is wanted is changed while it runs.</summary>
    public void Change(Func<GridSettings, GridSettings> change) =>
        Plan = Plan with { Settings = change(Plan.Settings) };

    private GridRun Record(OrderIntent intent, Execution more)
    {
        var (ledger, _) = Row.Ledger.Book(intent.Draft, more, Plan.On, Now);
        Row = Row with { Journal = Row.Journal.Replace(intent), Ledger = ledger };
        return Tell(intent.IsOpen ? new MachineEvent.Moved(intent) : new MachineEvent.Ended(intent));
    }

    private void Take(MachineCommand command, MarketView? view)
    {
        switch (command)
        {
            case MachineCommand.Place place:
                Write(place.Draft, view);
                break;
            case MachineCommand.Cancel cancel:
                var intent = Row.Journal.Find(cancel.Order)!;
                Row = Row with { Journal = Row.Journal.Replace(intent with { CancelAsked = true }) };
                break;
            case MachineCommand.Alarm alarm:
                Alarms.Add(alarm.Text);
                break;
            default:
                Assert.True(command is MachineCommand.Retire or MachineCommand.Compare, $"{command}");
                break;
        }
    }

    private void Write(OrderDraft draft, MarketView? view)
    {
        Assert.Null(Row.Journal.OpenFor(draft));
        var workflow = WorkflowId.Of(Row.Machine, draft.Slot!.Value.Generation);
        var id = ClientOrderId.Of(s_ours, workflow, draft.Step, Written.Count);
        var increasing = _machine.IsRiskIncreasing(Row, draft);
        var intent = new OrderIntent(id, draft, Written.Count, Now, TimeSpan.FromSeconds(1), increasing);
        Written.Add(draft);
        if (_machine.Check(Row, intent, view, Now) is RiskVerdict.Denied denied)
        {
            Tell(new MachineEvent.Denied(draft, denied.ToString()));
            return;
        }

        Row = Row with { Journal = Row.Journal.Add(intent) };
    }

    /// <summary>What holds after every event.</summary>
    private void Check(MachineEvent? @event)
    {
        var (slots, ledger) = (Slots, Row.Ledger);
        Assert.Equal(ledger.Of(Plan.Market), slots.Held);
        var price = new Price(Price);
        Assert.Equal(ledger.Cash + (price * ledger.Of(Plan.Market)), GridMachine.ProfitOf(Row, price).Profit);
        Assert.InRange(Open.Count(i => i.Draft.Side == Side.Buy), 0, InForce.Window(Side.Buy));
        Assert.InRange(Open.Count(i => i.Draft.Side == Side.Sell), 0, InForce.Window(Side.Sell));
        Assert.Equal(Open.Count, Open.Select(i => i.Draft.Slot).Distinct().Count());
        foreach (var state in slots.All)
        {
            CheckSlot(state, @event);
        }
    }

    private void CheckSlot(in SlotState state, MachineEvent? @event)
    {
        // A close that was too large because of what happened outside is cancelled at the next look.
        if (state is { IsOpening: false, Order: { CancelAsked: false } order } && @event is MachineEvent.Seen)
        {
            Assert.True(order.Draft.Quantity - order.Done.Quantity <= state.Held.Abs(), $"{state} closes too much");
        }

        // What happened outside may leave a slot empty: it is gone with the next look.
        var idle = state.Order is null && state.Held.IsZero && state.Cost == Amount.Zero;
        Assert.False(idle && @event is MachineEvent.Seen, $"{state.Key} is idle");
        Assert.True(Plan.Market == Market.Linear || state.Held.Sign >= 0, $"{state.Key} is short on spot");
    }
}
