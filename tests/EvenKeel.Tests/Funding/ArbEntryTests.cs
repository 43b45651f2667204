using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Funding;

public sealed class ArbEntryTests
{
    [Fact]
    public void A_carry_that_pays_is_entered_on_both_legs_and_says_why()
    {
        var target = new Scene().Target;
        Assert.Equal(Move.Enter, target.Move);
        Assert.Equal(new Quantity(5m), target.Of(Market.Spot));
        Assert.Equal(new Quantity(-5m), target.Of(Market.Linear));
        Assert.Equal(Urgency.Normal, target.Urgency);
        Assert.Contains("mean 32.85 %", target.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_is_the_notional_over_the_price_rounded_down_to_the_coarser_lot()
    {
        var scene = new Scene { Market = Scene.Report(0.0003m, 1_999.33m, 1_999.33m) };
        Assert.Equal(new Quantity(5m), scene.Target.Of(Market.Spot));
        Assert.Equal(
            new Quantity(5m), (scene with { Market = Scene.Report(0.0003m, 1_999m, 2_000m) }).Target.Of(Market.Spot));
    }

    [Fact]
    public void A_negative_rate_is_entered_the_other_way_round()
    {
        var target = new Scene { Market = Scene.Report(-0.0003m) }.Target;
        Assert.Equal(Move.Enter, target.Move);
        Assert.Equal(new Quantity(-5m), target.Of(Market.Spot));
        Assert.Equal(new Quantity(5m), target.Of(Market.Linear));
    }

    [Fact]
    public void The_lesser_of_mean_and_predicted_rate_decides()
    {
        Refused(new Scene().With(m => m with { Predicted = new(new(0.00005m), Scene.Now) }), "MinApr");
        Refused(
            new Scene().With(m => m with { Settled = Scene.Settled([.. Enumerable.Repeat(0.00005m, 9)]) }), "MinApr");
        Refused(new Scene().With(m => m with { Predicted = new(new(-0.001m), Scene.Now) }), "MinApr");
    }

    [Fact]
    public void Where_a_recording_has_no_predicted_rate_the_last_settled_one_stands_in()
    {
        var replay = new Scene().WithSettings(s => s with { PredictedSource = PredictedSource.Settled })
            .With(m => m with { Predicted = null });
        Assert.Equal(Move.Enter, replay.Target.Move);
        Refused(
            replay.With(m => m with { Settled = Scene.Settled([.. Enumerable.Repeat(0.001m, 8), 0.00005m]) }),
            "MinApr");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_same_print_pays_more_often_at_a_shorter_interval(int hours)
    {
        // 0.00008 a settlement is 8.76 % a year at 8 h and 70.08 % at 1 h; 10 % is wanted
        var interval = TimeSpan.FromHours(hours);
        var scene = new Scene().Paying(0.00008m).With(m => m with
        {
            Interval = interval,
            Settled = Scene.Every(interval, Scene.Now, [.. Enumerable.Repeat(0.00008m, 72 / hours)]),
        });
        Assert.Equal(hours == 8 ? Move.Hold : Move.Enter, scene.Target.Move);
    }

    [Fact]
    public void It_must_earn_its_cost_one_and_a_half_times_within_the_holding_time()
    {
        // 32.85 % × 5 / 365 = 0.45 %; fees alone are 0.31 %
        Refused(new Scene().WithSettings(s => s with { HoldDays = 5m }), "fees alone");
        Assert.Equal(Move.Enter, new Scene().WithSettings(s => s with { HoldDays = 6m }).Target.Move);
        Refused(new Scene().WithSettings(s => s with { HoldDays = 6m, CostFactor = 2m }), "fees alone");
    }

    [Fact]
    public void The_basis_that_would_be_given_up_is_part_of_the_cost()
    {
        // 32.85 % × 6 / 365 = 0.54 %, against 1.5 × (0.31 % of fees + spread and walk + 10 bp of basis)
        var short_ = new Scene().WithSettings(s => s with { HoldDays = 6m });
        Refused(short_ with { Market = Scene.Report(0.0003m, 2_000m, 1_998m) }, "of cost");
        Assert.Equal(Move.Enter, (short_ with { Market = Scene.Report(0.0003m, 2_000m, 2_002m) }).Target.Move);
    }

    [Fact]
    public void A_pair_that_was_not_chosen_is_not_entered() =>
        Refused(new Scene() with { Plan = new Scene().Plan with { Ranked = false } }, "chosen");

    [Fact]
    public void The_books_must_hold_the_size()
    {
        Refused(new Scene().With(m => m with { Depth = new(4.99m) }), "the books hold 4.99");
        Alerted(new Scene().With(m => m with { Depth = null }), "depth");
    }

    [Fact]
    public void Less_than_can_be_traded_is_refused_with_the_number_that_would_do() => Refused(
        new Scene() with { Plan = new Scene().Plan with { Notional = new(15m) } }, "quote would do");

    [Fact]
    public void Projected_health_must_be_high_enough()
    {
        // 10 000 of notional adds 105.5 of maintenance, counts 500 less and costs 15.5: 1 − 1.2 × 105.5 ÷ (A − 515.5)
        Refused(
            new Scene().WithAccount(a => a with { AdjustedEquity = new(1_100m) }), "projected account health 0.783");
        Assert.Equal(Move.Enter, new Scene().WithAccount(a => a with { AdjustedEquity = new(1_200m) }).Target.Move);
        Alerted(
            new Scene { Plan = new Scene().Plan with { Margin = Scene.Terms with { Perp = [] } } }, "projected");
    }

    [Fact]
    public void Own_cash_must_do_unless_the_cost_of_borrowing_it_is_known()
    {
        var poor = new Scene().WithAccount(a => a with { QuoteFree = new(4_000m) });
        Refused(poor, "own cash is short by 6000");

        // 60 % of the notional at 20 % a year costs 12 % of it
        Assert.Equal(Move.Enter, poor.WithSettings(s => s with { QuoteBorrowApr = new(0.20m) }).Target.Move);
        Refused(poor.WithSettings(s => s with { QuoteBorrowApr = new(0.50m) }), "after 30 % interest");
    }

    [Theory]
    [InlineData(true, false, false, false, false, false, "kill switch")]
    [InlineData(false, true, false, false, false, false, "reduce-only")]
    [InlineData(false, false, true, false, false, false, "circuit breaker")]
    [InlineData(false, false, false, true, false, false, "blind")]
    [InlineData(false, false, false, false, true, false, "flatten")]
    [InlineData(false, false, false, false, false, true, "could not be read")]
    public void No_switch_lets_new_risk_through(
        bool kill, bool reduceOnly, bool breaker, bool blind, bool flatten, bool unread, string word) => Refused(
        new Scene { Mode = new RiskMode(kill, reduceOnly, breaker, blind, flatten, unread) }, word);

    [Fact]
    public void A_pair_that_is_about_to_be_delisted_is_not_entered() =>
        Refused(new Scene().With(m => m with { DelistedFrom = Scene.Now + TimeSpan.FromDays(7) }), "delisted");

    [Fact]
    public void Toxic_basis_blocks_its_own_side_only()
    {
        Refused(new Scene { Basis = new(3, 0) }, "toxic");
        Assert.Equal(Move.Enter, new Scene { Basis = new(2, 0) }.Target.Move);
        Assert.Equal(Move.Enter, new Scene { Basis = new(0, 9) }.Target.Move);
        Refused(new Scene { Market = Scene.Report(-0.0003m), Basis = new(0, 3) }, "toxic");
    }

    [Fact]
    public void Nothing_is_read_as_zero_when_it_is_missing()
    {
        Alerted(new Scene().With(m => m with { Interval = null }), "funding interval");
        Alerted(new Scene().With(m => m with { Settled = [] }), "mean rate");
        Alerted(new Scene().With(m => m with { Predicted = null }), "predicted rate");
        Alerted(new Scene().With(m => m with { Mark = null }), "mark");
        Alerted(new Scene().With(m => m with { Spot = null }), "spot quotes");
        Alerted(new Scene().With(m => m with { Perp = null }), "perpetual quotes");
        Alerted(new Scene() with { Account = null }, "account");
        Alerted(new Scene().WithAccount(a => a with { MaintenanceMargin = null }), "health");
        Alerted(new Scene().WithAccount(a => a with { AdjustedEquity = null }), "health");
    }

    [Theory]
    [InlineData("quotes", 2)]
    [InlineData("mark", 5)]
    [InlineData("account", 10)]
    [InlineData("predicted", 60)]
    public void Each_input_has_an_age_limit_of_its_own(string input, int seconds)
    {
        var limit = TimeSpan.FromSeconds(seconds);
        Assert.Equal(Move.Enter, Aged(input, limit).Target.Move);
        var stale = Aged(input, limit + TimeSpan.FromMilliseconds(1));
        Refused(stale, "older than");
        Assert.Null(stale.Target.Alert);
    }

    private static Scene Aged(string input, TimeSpan age)
    {
        var at = Scene.Now - age;
        var scene = new Scene();
        return input switch
        {
            "quotes" => scene.With(m => m with { Spot = m.Spot!.Value with { At = at } }),
            "mark" => scene.With(m => m with { Mark = m.Mark!.Value with { At = at } }),
            "account" => scene.WithAccount(a => a with { At = at }),
            "predicted" => scene.With(m => m with { Predicted = m.Predicted!.Value with { At = at } }),
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
    }

    private static void Refused(Scene scene, string because)
    {
        var target = scene.Target;
        Assert.Equal(Move.Hold, target.Move);
        Assert.Empty(Diff.Between(scene.Book.Current, target));
        Assert.Contains(because, target.Because, StringComparison.Ordinal);
    }

    private static void Alerted(Scene scene, string what)
    {
        Refused(scene, what);
        Assert.Contains(what, scene.Target.Alert, StringComparison.Ordinal);
    }
}
