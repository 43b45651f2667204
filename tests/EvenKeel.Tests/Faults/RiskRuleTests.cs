using System.Globalization;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;
using static EvenKeel.Tests.Faults.HandMade;

namespace EvenKeel.Tests.Faults;

/// <summary>What the checker of the storm says of new risk: each of its rules goes red on a history made by
/// hand.</summary>
public sealed class RiskRuleTests
{
    private static readonly Happening s_jump = new Happening.Skewed(
        At(-0.5), 1, TimeSpan.FromSeconds(8), TimeSpan.FromHours(1));

    [Fact]
    public void A_decision_on_what_its_owner_has_just_read_breaks_nothing() =>
        Assert.Empty(Fresh().Looks(0, First).Stores(0.1, First, Intent()).Sends(0.2, First, Intent()).Broken);

    [Fact]
    public void What_another_owner_has_read_excuses_no_decision_on_an_old_snapshot()
    {
        var history = Fresh().Looks(-20, First).Looks(0, Second);
        Assert.Equal(["I12"], history.Stores(0.1, First, Intent()).Broken);
    }

    [Fact]
    public void What_an_owner_read_in_an_earlier_life_excuses_no_decision()
    {
        var history = Fresh().Looks(0, First);
        Assert.Equal(["I12"], history.Stores(0.1, First with { Life = 2 }, Intent()).Broken);
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(0, -11)]
    public void Each_input_of_new_risk_has_a_limit_of_its_own(double quotesOf, double accountOf)
    {
        var history = Fresh().ReadsMarket(0, First, quotesOf).ReadsAccount(0, First, accountOf);
        Assert.Equal(["I12"], history.Stores(0.1, First, Intent()).Broken);
    }

    [Fact]
    public void A_look_that_was_not_answered_is_no_input_whatever_the_one_before_it_saw()
    {
        var history = Fresh().Looks(0, First).See(new Happening.Heard(
            At(0.1), new VenueRequest.ReadMarket(Pair), new VenueReply.Ambiguous("time-out"), First));
        Assert.Equal(["I12"], history.Stores(0.2, First, Intent()).Broken);
    }

    [Fact]
    public void New_risk_is_sent_by_nobody_but_who_decided_it()
    {
        var history = Fresh().Looks(0, First).Stores(0.1, First, Intent());
        Assert.Equal(["I12"], history.Sends(0.2, Second, Intent()).Broken);
    }

    [Fact]
    public void A_clock_excuses_its_own_owner_and_no_other()
    {
        Assert.Empty(Fresh().See(s_jump).Looks(-9, First).Stores(0.1, First, Intent()).Broken);
        Assert.Equal(["I12"], Fresh().See(s_jump).Looks(-9, Second).Stores(0.1, Second, Intent()).Broken);
        Assert.Empty(Kills().See(new Happening.Killed(At(-3))).See(s_jump).Stores(0.1, First, Intent()).Broken);
        Assert.Equal(
            ["I14"], Kills().See(new Happening.Killed(At(-3))).See(s_jump).Stores(0.1, Second, Intent()).Broken);
    }

    [Theory]
    [InlineData("1", "50001")]
    [InlineData("0.1", "52501")]
    [InlineData("0.1", "47499")]
    public void An_order_beyond_its_worth_or_its_collar_breaks_the_budget(string quantity, string limit) =>
        Assert.Equal(
            ["I13"],
            Budgets().Looks(0, First).Stores(0.1, First, Intent(quantity: D(quantity), limit: D(limit))).Broken);

    [Fact]
    public void An_order_is_worth_its_mark_where_that_is_above_its_limit()
    {
        var history = Budgets().ReadsMarket(0, First, 0, mark: 50_100m);
        Assert.Equal(["I13"], history.Stores(0.1, First, Intent(quantity: 0.999m, limit: 50_000m)).Broken);
    }

    [Fact]
    public void A_position_counts_with_what_is_on_its_way()
    {
        Assert.Empty(Budgets().Looks(0, First).Holds(4.9m).Stores(0.1, First, Intent(quantity: 0.1m)).Broken);
        var history = Budgets().Looks(0, First).Holds(4.8m);
        Assert.Equal(
            ["I13"],
            history.Stores(0.1, First, Intent(quantity: 0.11m), Intent(attempt: 1, quantity: 0.1m)).Broken);
    }

    [Fact]
    public void More_open_orders_than_the_limit_break_the_budget()
    {
        OrderIntent[] orders = [.. Enumerable.Range(0, 3).Select(n => Intent(step: n, at: n * 2))];
        Assert.Empty(Budgets(new() { OpenOrdersMax = 3 }).Looks(0, First).Stores(4, First, orders).Broken);
        Assert.Equal(["I13"], Budgets(new() { OpenOrdersMax = 2 }).Looks(0, First).Stores(4, First, orders).Broken);
    }

    [Fact]
    public void Six_orders_may_be_decided_in_a_second_and_a_seventh_may_not()
    {
        OrderIntent[] orders = [.. Enumerable.Range(0, 7).Select(n => Intent(step: n, at: n * 0.1))];
        Assert.Empty(Budgets().Looks(0, First).Stores(0.7, First, orders[..6]).Broken);
        Assert.Equal(["I13"], Budgets().Looks(0, First).Stores(0.7, First, orders).Broken);
        Assert.Empty(Budgets().Looks(0, First).Stores(1.2, First, orders).Broken);
    }

    [Fact]
    public void A_clock_doubles_the_orders_of_a_second_only_when_it_has_just_jumped()
    {
        Assert.Equal(["I13"], Send(Budgets(), 0, 7).Broken);
        Assert.Empty(Send(Budgets().See(s_jump), 0, 7).Broken);
        Assert.Equal(["I13"], Send(Budgets().See(s_jump), 0, 13).Broken);
        Assert.Equal(["I13"], Send(Budgets().See(s_jump), 10, 7).Broken);

        static HandMade Send(HandMade history, double at, int count) => Enumerable.Range(0, count).Aggregate(
            history, (h, n) =>
            {
                var intent = Intent(step: n, at: at + n);
                return h.Stores(at, First, intent).Sends(at + (n * 0.05), First, intent);
            });
    }

    [Fact]
    public void One_decision_acted_on_twice_breaks_the_budget()
    {
        OrderIntent[] twice = [Intent(status: IntentStatus.Acknowledged), Intent(at: 0.05, attempt: 1)];
        Assert.Equal(["I13"], Budgets().Looks(0, First).Stores(0.1, First, twice).Broken);
        OrderIntent[] again = [Intent(status: IntentStatus.Refused), Intent(at: 0.05, attempt: 1)];
        Assert.Empty(Budgets().Looks(0, First).Stores(0.1, First, again).Broken);
    }

    [Fact]
    public void What_raises_risk_and_is_written_as_a_hedge_is_noticed_and_held_to_every_limit()
    {
        var called = Intent(quantity: 1m, limit: 50_001m) with { RiskIncreasing = false };
        Assert.Equal(["I12"], Fresh().Looks(0, First).Stores(0.1, First, called).Broken);
        Assert.Equal(["I12"], Fresh().Looks(0, First).Holds(-2m).Stores(0.1, First, Intent()).Broken);
        Assert.Equal(["I13"], Budgets().Looks(0, First).Stores(0.1, First, called).Broken);
        Assert.Equal(["I14"], Kills().See(new Happening.Killed(At(-3))).Stores(0.1, First, called).Broken);
    }

    [Theory]
    [InlineData(Side.Buy, "0.1", "0", "0", true)]
    [InlineData(Side.Sell, "0.1", "0", "0", true)]
    [InlineData(Side.Sell, "0.1", "0.1", "0", false)]
    [InlineData(Side.Sell, "0.3", "0.1", "0", true)]
    [InlineData(Side.Buy, "0.1", "0", "-0.1", false)]
    [InlineData(Side.Buy, "0.101", "0", "-0.1", false)]
    [InlineData(Side.Buy, "0.102", "0", "-0.1", true)]
    [InlineData(Side.Buy, "0.1", "0.1", "-0.1", true)]
    [InlineData(Side.Buy, "0.102", "0", "-0.1", false, "0.01")]
    [InlineData(Side.Buy, "0.103", "0", "-0.1", true, "0.01")]
    [InlineData(Side.Sell, "0.102", "0", "0.1", true, "0.01")]
    public void An_order_raises_risk_by_what_the_legs_of_its_row_hold(
        Side side, string quantity, string spot, string perp, bool raises, string fee = "0")
    {
        var draft = Intent(quantity: D(quantity)).Draft with { Side = side };
        var ledger = Ledger.Empty(Start) with { Base = new(D(spot)), Perp = new(D(perp)) };
        Assert.Equal(raises, NewRisk.OfCarry(draft, ledger, new(0.001m), new(D(fee))));
    }

    [Theory]
    [InlineData(6, IntentStatus.CancelledZero, false)]
    [InlineData(7, IntentStatus.CancelledZero, true)]
    [InlineData(7, IntentStatus.Refused, true)]
    [InlineData(20, IntentStatus.NeverSent, false)]
    public void A_leading_order_that_found_nothing_six_times_is_not_tried_again(
        int tries, IntentStatus status, bool breaks)
    {
        var history = Enumerable.Range(0, tries).Aggregate(Tries(), (h, n) => h
            .Stores(n, First, Intent(at: n, attempt: n))
            .Stores(n + 0.5, First, Intent(at: n, attempt: n, status: status)));
        Assert.Equal(breaks ? ["I13"] : [], history.Broken);
    }

    [Fact]
    public void A_minute_of_a_ladder_has_no_more_orders_that_raise_risk_than_its_settings_allow()
    {
        Assert.Empty(Write(Paces(30), 30, 1).Broken);
        Assert.Equal(["I13"], Write(Paces(30), 31, 1).Broken);
        Assert.Empty(Write(Paces(30), 31, 2).Broken);
        Assert.Empty(Write(Paces(30).See(s_jump), 45, 1).Broken);
        Assert.Equal(["I13"], Write(Paces(30).See(s_jump), 46, 1).Broken);

        static HandMade Write(HandMade history, int count, double apart) => Enumerable.Range(0, count).Aggregate(
            history, (h, n) => h.Stores(n * apart, First, Intent(step: n, at: n * apart)));
    }

    private static decimal D(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
