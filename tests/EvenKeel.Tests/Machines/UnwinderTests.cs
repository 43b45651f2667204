using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>What is done for a machine whose own decisions fail: less of what is naked, and nothing else.</summary>
public sealed class UnwinderTests
{
    private static readonly Unwinder<ToyState> s_unwinder = new(new Toy());

    [Theory]
    [InlineData(0.3, 0, Market.Spot, Side.Sell, 0.3)]
    [InlineData(0.3, -0.1, Market.Spot, Side.Sell, 0.2)]
    [InlineData(0.1, -0.3, Market.Linear, Side.Buy, 0.2)]
    [InlineData(-0.3, 0.1, Market.Spot, Side.Buy, 0.2)]
    [InlineData(-0.1, 0.3, Market.Linear, Side.Sell, 0.2)]
    [InlineData(0.1, 0.3, Market.Linear, Side.Sell, 0.3)]
    public void The_larger_leg_is_reduced_until_both_are_level(
        double coins, double position, Market market, Side side, double quantity)
    {
        var placed = Assert.IsType<MachineCommand.Place>(Assert.Single(Looked(Row(coins, position)).Commands)).Draft;

        Assert.Equal((market, side, new Quantity((decimal)quantity)), (placed.Market, placed.Side, placed.Quantity));
        Assert.Equal(market == Market.Linear, placed.ReduceOnly);
        Assert.False(placed.OnMargin);
        Assert.Equal(TimeInForce.ImmediateOrCancel, placed.TimeInForce);
    }

    [Fact]
    public void Level_legs_are_left_alone()
    {
        Assert.Empty(Looked(Row(0.3, -0.3)).Commands);
        Assert.Empty(Looked(Row(0.3004, -0.3)).Commands);
        Assert.Empty(Looked(Row(0, 0)).Commands);
    }

    [Fact]
    public void A_resting_order_is_taken_away_before_anything_is_closed()
    {
        var row = new Bench().Look(Toy.Rest(1, Side.Buy)).Write().Runner.Row;

        var commands = Looked(row with { Ledger = Row(0.3, 0).Ledger }).Commands;

        Assert.Equal(new MachineCommand.Cancel(row.Journal.Intents[0].Id), Assert.Single(commands));
    }

    [Fact]
    public void A_resting_close_of_a_grid_is_taken_away_as_well()
    {
        var rests = Toy.Rest(1, Side.Buy).Draft with { TimeInForce = TimeInForce.GoodTillCancel };
        var row = new Bench().Look(new MachineCommand.Place(rests)).Write().Runner.Row;

        Assert.Equal(
            new MachineCommand.Cancel(row.Journal.Intents[0].Id),
            Assert.Single(Looked(row with { Ledger = Row(0.3, 0).Ledger }).Commands));
    }

    [Fact]
    public void Without_a_quote_it_looks_again()
    {
        var step = Looked(Row(0.3, 0), quoted: false);

        Assert.Empty(step.Commands);
        Assert.Equal(Bench.Start + TimeSpan.FromSeconds(1), step.LookAt);
    }

    [Fact]
    public void The_state_of_the_machine_stays_as_it_was()
    {
        var row = Row(0.3, -0.1) with { State = new(7) };

        Assert.Equal(new(7), Looked(row).State);
        Assert.Equal(new(7), s_unwinder.Decide(row, new MachineEvent.LeaveAsked("now", true), Bench.Start).State);
    }

    private static MachineRow<ToyState> Row(double coins, double position)
    {
        var row = MachineRow<ToyState>.New("toy/BTCUSDT", new(0), Bench.Start);
        return row with { Ledger = row.Ledger with { Base = new((decimal)coins), Perp = new((decimal)position) } };
    }

    private static Step<ToyState> Looked(MachineRow<ToyState> row, bool quoted = true)
    {
        TopOfBook? quote = quoted ? new TopOfBook(new(99.9m), new(100.1m), Bench.Start) : null;
        var market = new MarketReport(
            Toy.Spot.Symbol, quote, quote, null, null, null, null, [], null, null, Bench.Start);
        var view = new MarketView(market, null, BasisSignal.None, RiskMode.Unknown, Bench.Start);
        return s_unwinder.Decide(row, new MachineEvent.Seen(view), Bench.Start);
    }
}
