using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Funding;

public sealed class ArbExitTests
{
    private static Scene Held => new Scene().Holding();

    [Fact]
    public void A_carry_that_pays_is_held_and_asks_for_nothing()
    {
        Assert.Equal(Move.Hold, Held.Target.Move);
        Assert.Empty(Diff.Between(Held.Book.Current, Held.Target));
        Assert.Null(Held.Target.Alert);
    }

    [Fact]
    public void A_reversal_exits()
    {
        var left = Held.Paying(-0.0001m).Target;
        Assert.Equal((Move.Exit, Urgency.Normal), (left.Move, left.Urgency));
        Assert.Equal((Quantity.Zero, Quantity.Zero), (left.Of(Market.Spot), left.Of(Market.Linear)));
        Assert.Contains("-10.95 %", left.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void One_noisy_print_does_not_exit()
    {
        // One settlement of −0.1 %, that is −109 % a year, among eight of +0.01 %: the mean is −2.4 %
        var noisy = Held.With(m => m with { Settled = Scene.Settled([.. Enumerable.Repeat(0.0001m, 8), -0.001m]) });
        Assert.Equal(Move.Hold, noisy.Target.Move);
    }

    [Fact]
    public void A_carry_may_cost_a_little_before_it_is_left()
    {
        Assert.Equal(Move.Hold, Held.Paying(-0.000045m).Target.Move); // −4.93 % a year
        Assert.Equal(Move.Exit, Held.Paying(-0.000046m).Target.Move); // −5.04 %
    }

    [Fact]
    public void Two_readings_in_a_row_that_are_much_worse_exit_before_the_mean_does()
    {
        var worse = Held.With(m => m with
        {
            Settled = Scene.Settled([.. Enumerable.Repeat(0.001m, 8), -0.0005m]),
            Predicted = new(new(-0.0005m), Scene.Now),
        });
        Assert.Equal(Move.Exit, worse.Target.Move);
        Assert.Contains("UrgentApr", worse.Target.Because, StringComparison.Ordinal);

        // one of the two is not enough
        Assert.Equal(Move.Hold, worse.With(m => m with { Predicted = new(new(0.0001m), Scene.Now) }).Target.Move);
        Assert.Equal(
            Move.Hold,
            worse.With(m => m with { Settled = Scene.Settled([.. Enumerable.Repeat(0.001m, 9)]) }).Target.Move);
    }

    [Fact]
    public void In_replay_two_settlements_in_a_row_are_the_two_readings()
    {
        var replay = Held.WithSettings(s => s with { PredictedSource = PredictedSource.Settled })
            .With(m => m with { Predicted = null });
        var once = replay.With(m => m with { Settled = Scene.Settled([.. Enumerable.Repeat(0.001m, 8), -0.0005m]) });
        var twice = replay.With(m => m with
        {
            Settled = Scene.Settled([.. Enumerable.Repeat(0.001m, 7), -0.0005m, -0.0005m]),
        });
        Assert.Equal(Move.Hold, once.Target.Move);
        Assert.Equal(Move.Exit, twice.Target.Move);
    }

    [Fact]
    public void Interest_on_borrowed_cash_counts_against_what_is_held()
    {
        // A third of the position is bought on credit at 30 % a year: 10 % of it.
        var borrowed = Held.Paying(0.00008m).WithAccount(a => a with { QuoteDebt = new(10_000m / 3m) })
            .WithSettings(s => s with { QuoteBorrowApr = new(0.30m), ExitApr = new(-0.01m) });
        Assert.Equal(Move.Hold, borrowed.WithAccount(a => a with { QuoteDebt = Amount.Zero }).Target.Move);
        Assert.Equal(Move.Exit, borrowed.Target.Move);
        Assert.Contains("interest 10 %", borrowed.Target.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2221", "hold")]
    [InlineData("2199", "exit")]
    public void Liquidation_near_is_an_emergency(string liquidation, string move)
    {
        var near = Held.WithAccount(a => a with { LiquidationPrice = new(decimal.Parse(liquidation)) }).Target;
        Assert.Equal(move, near.Move.ToString().ToLowerInvariant());
        Assert.Equal(near.Move == Move.Exit ? Urgency.Emergency : Urgency.Normal, near.Urgency);
    }

    [Fact]
    public void A_hedged_perpetual_without_a_liquidation_price_is_judged_by_health_alone()
    {
        Assert.Equal(Move.Hold, Held.AtHealth(0.75m).Target.Move);
        var sick = Held.AtHealth(0.499m).Target;
        Assert.Equal((Move.Exit, Urgency.Emergency), (sick.Move, sick.Urgency));
        Assert.Contains("0.499", sick.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_toxic_windows_exit_on_their_own_side_only()
    {
        Assert.Equal(Move.Exit, (Held with { Basis = new(3, 0) }).Target.Move);
        Assert.Equal(Move.Hold, (Held with { Basis = new(2, 0) }).Target.Move);
        Assert.Equal(Move.Hold, (Held with { Basis = new(0, 99) }).Target.Move);
        var negative = new Scene { Market = Scene.Report(-0.0003m) }.Holding(CarryDirection.Negative);
        Assert.Equal(Move.Exit, (negative with { Basis = new(0, 3) }).Target.Move);
        Assert.Equal(Move.Hold, (negative with { Basis = new(99, 0) }).Target.Move);
    }

    [Fact]
    public void A_delisting_exits() =>
        Assert.Equal(Move.Exit, Held.With(m => m with { DelistedFrom = Scene.Now + TimeSpan.FromDays(9) }).Target.Move);

    [Fact]
    public void Flatten_is_an_emergency_exit()
    {
        var flat = (Held with { Mode = new RiskMode(Flatten: true) }).Target;
        Assert.Equal((Move.Exit, Urgency.Emergency), (flat.Move, flat.Urgency));
    }

    [Fact]
    public void A_kill_switch_alone_does_not_close_what_is_held() =>
        Assert.Equal(Move.Hold, (Held with { Mode = new RiskMode(Kill: true) }).Target.Move);

    [Fact]
    public void Stale_inputs_and_switches_never_block_an_exit()
    {
        var old = Held with
        {
            At = Scene.Now + TimeSpan.FromHours(1),
            Mode = new RiskMode(Kill: true, ReduceOnly: true, Breaker: true, Blind: true, Unread: true),
        };
        Assert.Equal(Move.Exit, old.Paying(-0.0001m).Target.Move);
        Assert.Equal(Urgency.Emergency, old.AtHealth(0.4m).Target.Urgency);
        Assert.Equal(Move.Exit, (old with { Basis = new(3, 0) }).Target.Move);
    }

    [Fact]
    public void A_missing_input_alerts_and_never_exits()
    {
        Alerted(Held with { Account = null }, "health");
        Alerted(Held.WithAccount(a => a with { MaintenanceMargin = null }), "health");
        Alerted(Held.WithAccount(a => a with { AdjustedEquity = null }), "health");
        Alerted(Held.With(m => m with { Mark = null }), "mark");
        Alerted(Held.With(m => m with { Interval = null }), "interval");
        Alerted(Held.With(m => m with { Settled = [] }), "mean rate");
        Alerted(
            Held.With(m => m with { Spot = null, Perp = null, Mark = null, Depth = null, Predicted = null }), "mark");
    }

    [Fact]
    public void Too_short_a_history_is_not_a_reversal() =>
        Alerted(Held.With(m => m with { Settled = Scene.Settled(-0.01m) }), "mean rate");

    [Fact]
    public void A_second_emergency_asks_like_the_first()
    {
        // Given an emergency that went by after a part was closed
        var first = Held.AtHealth(0.4m).Target;
        var partly = Held.Holding(size: 2m);
        Assert.NotEqual(Move.Exit, partly.AtHealth(0.9m).Target.Move);

        // Then the next one asks for flat again, as urgently
        var second = partly.AtHealth(0.4m).Target;
        Assert.True(second.AsksTheSameAs(first));
        Assert.NotEmpty(Diff.Between(partly.Book.Current, second));
    }

    [Fact]
    public void What_is_in_flight_counts_as_held()
    {
        var half = Held with
        {
            Book = Held.Book with { Base = new(2m), SpotInFlight = new(3m), Perp = new(-2m), PerpInFlight = new(-3m) },
        };
        Assert.Equal(Move.Hold, half.Target.Move);
        Assert.Empty(Diff.Between(half.Book.Current, half.Target));
    }

    private static void Alerted(Scene scene, string what)
    {
        Assert.Equal(Move.Hold, scene.Target.Move);
        Assert.Empty(Diff.Between(scene.Book.Current, scene.Target));
        Assert.Contains(what, scene.Target.Alert, StringComparison.Ordinal);
    }
}
