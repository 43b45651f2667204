using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The invariants of a grid.</summary>
public sealed class GridChecker : Checker
{
    private readonly GridWorld _world;
    private readonly GridRule _rule;

    public GridChecker(GridWorld world)
        : base(
            world, market => InputsOf(market, world.Plan.Market),
            (row, intent) => NewRisk.OfGrid(intent.Draft, (MachineRow<Grid>)row))
    {
        _world = world;
        _rule = new(
            Verdict, world.Plan.Market, () => world.Venue.InstrumentOf(world.Plan.Market, world.Symbol),
            () => world.GridPlan.On, world.Venue.LiveOf);
        Add(_rule);
        Add(new PaceRule(
            Verdict, Journals, Clocks, row => ((MachineRow<Grid>)row).State.Pinned?.OrdersPerMinuteMax));
        Add(new SlotRule(
            Verdict, world.Machine, World.Deployment, world.Plan.Market, Booking,
            () => world.Venue.InstrumentOf(world.Plan.Market, world.Symbol), () => world.GridPlan.On, Readings));
    }

    /// <summary>What rests at the venue is within the windows and known to the row, and the position is what the row
    /// and the trades that it has not booked yet come to.</summary>
    public override void CheckBehind()
    {
        var row = _world.Row;
        foreach (var side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
        {
            var (live, window) = (_world.Venue.LiveOf(side), GridRest.Window(row, _world.GridPlan, side));
            Expect("G2", live <= window, () => $"{live} orders to {side} are live behind an older row, not {window}");
        }

        var strange = _world.Venue.Orders.FirstOrDefault(
            o => o.State == OrderState.Live && row.Journal.Find(o.Id) is not { IsOpen: true });
        Expect("G5", strange is null || _rule.IsLenient, () => $"{strange!.Id} rests behind an older row");
        var (coin, position) = _world.Held;
        var held = _world.Plan.Market == Market.Linear ? position : coin - (row.Baseline?.Coins ?? Quantity.Zero);
        var naked = held - row.Ledger.Of(_world.Plan.Market) - Booking.Unbooked;
        Expect("I6", naked.IsZero || _rule.IsLenient, () => $"{naked} is held behind an older row by no order of it");
    }

    /// <summary>On spot size is measured by the quote.</summary>
    private static Inputs InputsOf(MarketReport report, Market market)
    {
        var quote = report.QuoteOf(market);
        return new(
            quote?.At, market == Market.Linear ? report.Mark : quote is { } top ? new(top.Mid, top.At) : null);
    }

    /// <summary>What a person trades on spot is in coin of their own.</summary>
    private protected override bool IsUnexplained(Happening happening) =>
        base.IsUnexplained(happening) || happening is Happening.MovedOutside { Market: Market.Spot };

    /// <summary>G3, G4 and G5: what rests at the venue is what the row says, what is held in the windows is being
    /// closed, by orders of no more than it, and nothing is held where no ladder was laid.</summary>
    private protected override void CheckRestOfMachine()
    {
        var row = _world.Row;
        var live = _world.Venue.Orders.Where(o => o.State == OrderState.Live).ToDictionary(
            o => o.Id, o => o.Fills.Aggregate(Quantity.Zero, (sum, fill) => sum + fill.Quantity));
        foreach (var intent in row.Journal.Open)
        {
            Expect(
                "G5", live.Remove(intent.Id, out var filled) && filled == intent.Done.Quantity,
                () => $"{intent.Id} is open in the row, and at the venue {filled} of it is filled");
        }

        Expect(
            "G5", live.Count == 0 || _rule.IsLenient,
            () => $"{live.Count} orders rest at the venue that no row knows");
        Expect(
            "G3", row.State.Ladder is not null || row.Ledger.Of(_world.Plan.Market).IsZero || !_world.Trades,
            () => $"{row.Ledger.Of(_world.Plan.Market)} is held and no ladder was laid");
        var unclosed = row.State.Phase is GridPhase.Running ? _world.Unclosed : null;
        Expect("G5", unclosed is null, () => $"rung {unclosed} is filled and not being closed");
        var rest = _world.GridPlan.On.RoundDown(row.Ledger.Of(_world.Plan.Market).Abs());
        Expect(
            "G5", row.State.Phase is not GridPhase.Stopped || !_world.Trades
                || rest < _world.GridPlan.On.TradableResidue(DustAt(row)),
            () => $"stopped and holding {rest}: {string.Join(", ", row.State.Slots)}");
        var held = GridRest.Held(row);
        foreach (var intent in row.Journal.Open.Where(i => GridRest.IsClosing(i.Draft)))
        {
            var (left, holds) = (intent.Draft.Quantity - intent.Done.Quantity, held[intent.Draft.Slot!.Value]);
            Expect(
                "G4", holds * intent.Draft.Side.Sign() <= -left,
                () => $"{intent.Draft.Side} {left} rests on rung {intent.Draft.Slot}, which holds {holds}");
        }
    }

    /// <summary>At which price a rest is dust: where it would be closed, or the market's if that is lower.
    /// [quote/base]</summary>
    private Price DustAt(MachineRow<Grid> row) =>
        row.State.Slots.Select(s => s.Exit).Append(_world.Market.Price * GridRest.Closing).MinBy(p => p.Value);
}
