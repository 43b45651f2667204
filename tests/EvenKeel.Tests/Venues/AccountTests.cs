using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Fees, coins and cash, to the last digit.</summary>
public sealed class AccountTests
{
    [Fact]
    public void A_spot_purchase_pays_its_fee_in_the_coin()
    {
        var scene = new Scene();

        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.5m));

        var fill = Assert.Single(scene.Fills);
        Assert.Equal((Scene.Coin, 0.0005m), (fill.FeeCoin, fill.Fee));
        Assert.Equal((0.4995m, 0m), scene.Venue.Held(Scene.Coin));
        Assert.Equal(100_000m - (0.5m * 50_001m), scene.Venue.Held(Scene.Usdt).Balance);
    }

    [Fact]
    public void A_spot_sale_pays_its_fee_in_quote()
    {
        var scene = new Scene(btc: 1m, usdt: 0m);

        scene.Do(Scene.Draft(Market.Spot, Side.Sell, 0.5m));

        var fill = Assert.Single(scene.Fills);
        Assert.Equal((Scene.Usdt, 24.9995m), (fill.FeeCoin, fill.Fee));
        Assert.Equal(0.5m, scene.Venue.Held(Scene.Coin).Balance);
        Assert.Equal(24_999.5m - 24.9995m, scene.Venue.Held(Scene.Usdt).Balance);
    }

    [Fact]
    public void A_perpetual_pays_its_fee_in_quote_as_taker_or_maker()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m, 50_000m, TimeInForce.PostOnly));
        scene.Venue.Quote(Market.Linear, Scene.Btc, new(49_999m), new(50_000m), new(5m));

        Assert.Equal([50_009m * 0.00055m, 50_000m * 0.0002m], scene.Fills.Select(f => f.Fee));
        Assert.All(scene.Fills, f => Assert.Equal(Scene.Usdt, f.FeeCoin));
        Assert.Equal(100_009m - scene.Fills.Sum(f => f.Fee), scene.Venue.Held(Scene.Usdt).Balance);
    }

    [Fact]
    public void A_rebate_on_spot_comes_in_the_other_coin()
    {
        var settings = Scene.Prompt with
        {
            Fees = Scene.Prompt.Fees with { Spot = new(new(new(-0.0001m), new(0.001m)), "test") },
        };
        var scene = new Scene(settings);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 50_000m, TimeInForce.PostOnly));

        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_990m), new(50_000m), new(5m));

        Assert.Equal((Scene.Usdt, -5m), (scene.Fills[0].FeeCoin, scene.Fills[0].Fee));
        Assert.Equal((1m, 50_005m), (scene.Venue.Held(Scene.Coin).Balance, scene.Venue.Held(Scene.Usdt).Balance));
    }

    [Fact]
    public void Cash_and_unrealised_profit_are_exact_however_a_position_is_cut()
    {
        var position = new PerpPosition();
        var cash = position.Trade(new(3m), new(100.1m)) + position.Trade(new(4m), new(99.97m));

        cash += position.Trade(new(-2m), new(101m));
        cash += position.Trade(new(-0.333m), new(98.7m));
        cash += position.Trade(new(-6m), new(102.3m));

        var paid = -(3m * 100.1m) - (4m * 99.97m) + (2m * 101m) + (0.333m * 98.7m) + (6m * 102.3m);
        Assert.Equal(-1.333m, position.Size.Value);
        Assert.Equal(paid + (-1.333m * 95.5m), (cash + position.Unrealised(new(95.5m))).Value);
        cash += position.Trade(new(1.333m), new(95.5m));
        Assert.Equal((0m, Amount.Zero), (position.Size.Value, position.Cost));
        Assert.Equal(paid - (1.333m * 95.5m), cash.Value);
    }

    [Fact]
    public void Equity_changes_by_what_a_ledger_books_from_the_fills_exactly()
    {
        var scene = new Scene(btc: 0.123456m);

        Assert.Equal(Amount.Zero, IdentityError(scene));
    }

    [Fact]
    public void A_venue_that_takes_more_than_it_reports_shows_in_the_identity()
    {
        var scene = new Scene(btc: 0.123456m, faults: new(FeeOvercharge: 0.00000001m));

        var error = IdentityError(scene);

        // Two fees in quote are 0.00000001 USDT each, one in the coin as much of it.
        Assert.Equal(-0.00000002m - (0.00000001m * 50_450m), error.Value);
    }

    [Fact]
    public void The_account_says_what_is_free_and_what_margin_binds()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.5m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.5m));

        var account = scene.Account();

        Assert.Equal((0.4995m, 0m, -0.5m), (account.BaseBalance.Value, account.BaseDebt.Value, account.Position.Value));
        Assert.Equal(0.5m * 50_010m * 0.1m, account.InitialMargin!.Value.Value);
        Assert.Equal(0.5m * 50_010m * (0.005m + 0.00055m), account.MaintenanceMargin!.Value.Value);
        var cash = scene.Venue.Held(Scene.Usdt).Balance;
        var profit = -0.5m * (50_010m - 50_009m);
        Assert.Equal(cash + (0.4995m * 50_000m) + profit, account.Equity.Value);
        Assert.Equal(cash + (0.4995m * 50_000m * 0.95m) + profit, account.AdjustedEquity!.Value.Value);
        Assert.Equal(cash - account.InitialMargin.Value.Value, account.QuoteFree.Value);
        Assert.Null(account.LiquidationPrice);
    }

    [Fact]
    public void A_coin_without_a_spot_price_counts_at_its_perpetuals_mark()
    {
        var scene = new Scene(usdt: 0m, btc: 1m);
        Assert.Equal(50_000m, scene.Account().Equity.Value);

        scene.Venue.Quote(Market.Spot, Scene.Btc, [], []);

        Assert.Equal(50_010m, scene.Account().Equity.Value);
        Assert.Equal(new Price(50_010m), scene.Venue.WorthOf(Scene.Coin));
    }

    [Fact]
    public async Task An_account_that_cannot_be_valued_is_an_ambiguity_and_never_zero()
    {
        var venue = new SimulatedVenue(Scene.Prompt, 1, Scene.Start, [(Scene.Coin, 1m)]);

        var reply = await venue.Ask(new VenueRequest.ReadAccount(Scene.Btc, Scene.Coin), CancellationToken.None);

        Assert.IsType<VenueReply.Ambiguous>(reply);
        Assert.Null(venue.Figures);
    }

    /// <summary>Trades on both legs, moves the prices, and compares the venue's equity with a ledger of its
    /// fills.</summary>
    private static Amount IdentityError(Scene scene)
    {
        var before = scene.Venue.Figures!.Value.Equity;
        var held = scene.Venue.Held(Scene.Coin).Balance;
        var (spot, mark) = (scene.Venue.WorthOf(Scene.Coin)!.Value, scene.Venue.MarkOf(Scene.Btc)!.Value);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.987654m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.987m));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(50_449m), new(50_451m), new(5m));
        scene.Venue.Quote(Market.Linear, Scene.Btc, new(50_471m), new(50_473m), new(5m));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 0.321m));

        var ledger = Ledger.Empty(Scene.Start);
        foreach (var (fill, draft) in scene.Fills.Zip(scene.Accepted))
        {
            var on = scene.Venue.InstrumentOf(draft.Market, Scene.Btc);
            ledger = ledger.Book(draft, Execution.Of([fill], on.Base, on.Quote), on, fill.At).Ledger;
        }

        var (spotNow, markNow) = (scene.Venue.WorthOf(Scene.Coin)!.Value, scene.Venue.MarkOf(Scene.Btc)!.Value);
        var earned = ProfitAndLoss.Worth(ledger, spotNow, markNow) + ((spotNow - spot) * new Quantity(held));
        Assert.NotEqual(mark, markNow);
        return scene.Venue.Figures!.Value.Equity - before - earned;
    }
}
