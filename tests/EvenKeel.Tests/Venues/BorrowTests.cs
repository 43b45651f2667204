using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Borrowed coin: its limit, its interest, its repayment; and cash below zero.</summary>
public sealed class BorrowTests
{
    private static readonly OrderDraft Short = Scene.Draft(Market.Spot, Side.Sell, 1.234567m, onMargin: true);

    [Fact]
    public void A_sale_on_margin_borrows_what_is_missing()
    {
        var scene = new Scene(btc: 0.2m);

        scene.Do(Short);

        Assert.Equal((0m, 1.034567m), scene.Venue.Held(Scene.Coin));
        Assert.Equal(3m - 1.034567m, scene.Quoted().Borrow!.Value.Available.Value);
        Assert.Equal(0.00000147m, scene.Quoted().Borrow!.Value.HourlyRate.Value);
    }

    [Fact]
    public void More_than_the_limit_is_refused()
    {
        var scene = new Scene(usdt: 1_000_000m);

        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Spot, Side.Sell, 3.01m, onMargin: true)));
        scene.Do(Short);
        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Spot, Side.Sell, 2m, onMargin: true)));
    }

    [Fact]
    public void A_coin_that_is_not_lent_cannot_be_borrowed()
    {
        var pair = Scene.Prompt.Find(Scene.Btc)! with { Borrow = null };
        var scene = new Scene(Scene.Prompt.With(pair));

        Assert.Equal(RefusalKind.Funds, scene.Refused(Short));
        Assert.Null(scene.Quoted().Borrow);
    }

    [Fact]
    public void Interest_joins_the_debt_at_five_past_each_hour_rounded_up()
    {
        var scene = new Scene();
        scene.Do(Short);
        var equity = scene.Account().Equity;

        scene.Wait(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(scene.Flows());
        scene.WaitMs(1);

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((VenueFlowKind.Interest, Scene.Coin, -0.00000182m), (flow.Kind, flow.Coin, flow.Change));
        Assert.Equal((1.234567m, 50_000m, 0.00000147m), (flow.Quantity.Value, flow.Price.Value, flow.Rate.Value));
        Assert.Equal((0m, 1.23456882m), scene.Venue.Held(Scene.Coin));
        Assert.Equal(equity.Value - (0.00000182m * 50_000m), scene.Account().Equity.Value);
        scene.Wait(TimeSpan.FromHours(3));
        Assert.Equal([5, 65, 125, 185], scene.Flows().Select(f => (int)(f.At - Scene.Start).TotalMinutes));
    }

    [Fact]
    public void A_debt_that_begins_at_five_past_bears_interest_an_hour_later()
    {
        var scene = new Scene();
        scene.Wait(TimeSpan.FromMinutes(5));

        scene.Do(Short);
        scene.Wait(TimeSpan.FromHours(1));

        Assert.Equal(Scene.Start + TimeSpan.FromMinutes(65), Assert.Single(scene.Flows()).At);
    }

    [Fact]
    public void A_repayment_gives_back_at_most_the_debt_and_what_is_held()
    {
        var scene = new Scene();
        scene.Do(Short);
        Assert.Equal(RefusalKind.Funds, ((VenueReply.Refused)scene.Repay(1m)).Kind);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m));

        Assert.IsType<VenueReply.Accepted>(scene.Repay(0.5m));
        Assert.Equal((0.499m, 0.734567m), scene.Venue.Held(Scene.Coin));
        Assert.IsType<VenueReply.Accepted>(scene.Repay(5m));
        Assert.Equal((0m, 0.235567m), scene.Venue.Held(Scene.Coin));
    }

    [Fact]
    public void A_repayment_without_a_debt_changes_nothing()
    {
        var scene = new Scene(btc: 1m);

        Assert.IsType<VenueReply.Accepted>(scene.Repay(1m));
        Assert.Equal((1m, 0m), scene.Venue.Held(Scene.Coin));
    }

    [Theory]
    [InlineData("00:03:59.999", true)]
    [InlineData("00:04:00", false)]
    [InlineData("00:05:29.999", false)]
    [InlineData("00:05:30", true)]
    public void Repayment_is_closed_around_the_hours_interest(string past, bool open)
    {
        var scene = new Scene();
        scene.Do(Short);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m));

        scene.Wait(TimeSpan.FromHours(7) + TimeSpan.Parse(past, null));

        Assert.Equal(open ? null : RefusalKind.Halted, (scene.Repay(1m) as VenueReply.Refused)?.Kind);
    }

    [Fact]
    public void A_repayment_is_subject_to_the_clock()
    {
        var scene = new Scene();
        scene.WaitMs(5000);

        var reply = scene.Ask(new VenueRequest.RepayDebt(Scene.Coin, new(1m), Scene.Start, TimeSpan.FromSeconds(2)));

        Assert.Equal(RefusalKind.Clock, ((VenueReply.Refused)reply).Kind);
    }

    [Fact]
    public void What_is_owed_is_bought_back_without_margin_even_when_none_is_left()
    {
        var scene = new Scene(usdt: 25_000m);
        scene.Do(Scene.Draft(Market.Spot, Side.Sell, 1m, onMargin: true));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(55_999m), new(56_001m), new(5m));

        Assert.Equal(OrderState.Filled, scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1.001002m)).State);
        scene.Repay(2m);
        var (left, debt) = scene.Venue.Held(Scene.Coin);
        Assert.Equal(0m, debt);
        Assert.Equal(0.000000998m, left);
    }

    [Fact]
    public void Cash_is_borrowed_for_a_purchase_only_where_the_settings_allow_it()
    {
        var draft = Scene.Draft(Market.Spot, Side.Buy, 1m, 50_001m);
        Assert.Equal(RefusalKind.Funds, new Scene(usdt: 40_000m).Refused(draft));
        var lends = Scene.Prompt with { QuoteBorrow = new(new(new(20_000m), new(0.00001m)), "test") };
        var scene = new Scene(lends, usdt: 40_000m);

        scene.Do(draft);
        Assert.Equal((-10_001m, 10_001m), scene.Venue.Held(Scene.Usdt));
        scene.Wait(TimeSpan.FromHours(1));

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((Scene.Usdt, -0.10001m, 10_001m), (flow.Coin, flow.Change, flow.Quantity.Value));
        Assert.Equal(-10_001.10001m, scene.Venue.Held(Scene.Usdt).Balance);
        Assert.Equal((Amount.Zero, new Amount(10_001.10001m)), (scene.Account().QuoteFree, scene.Account().QuoteDebt));
        var (ledger, lines) = Ledger.Empty(Scene.Start).Book(flow, Scene.Btc, Scene.Usdt);
        Assert.Equal((-0.10001m, 0.10001m, 0m), (ledger.Cash.Value, ledger.Interest.Value, ledger.Base.Value));
        Assert.Equal(-0.10001m, Assert.Single(lines).Amount.Value);
    }
}
