using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Risk;

public sealed class RiskGateTests
{
    private static readonly Instant Now = Instant.At(2025, 3, 10, 12);

    private static readonly Instrument Spot = new(
        Market.Spot, new("ETHUSDT"), new("ETH"), new("USDT"), new(0.01m), new(0.0001m), new(0.001m), new(5m));

    private static readonly Instrument Perp = new(
        Market.Linear, new("ETHUSDT"), new("ETH"), new("USDT"), new(0.01m), new(0.01m), new(0.01m), new(5m));

    private static readonly OrderDraft Entry = Draft(Market.Spot, Side.Buy, 1m);
    private static readonly OrderDraft Hedge = Draft(Market.Linear, Side.Sell, 1m);

    [Fact]
    public void An_order_that_keeps_every_rule_passes_as_it_is()
    {
        var intent = Intent(Entry);
        var passed = Assert.IsType<RiskVerdict.Passed>(RiskGate.Check(intent, Context(Entry)));
        Assert.Same(intent, passed.Order.Item);
    }

    [Fact]
    public void A_quantity_off_the_lot_or_below_the_minimum_never_passes()
    {
        Denied("lot", Entry with { Quantity = new(1.00005m) });
        Denied("lot", Entry with { Quantity = Quantity.Zero });
        Denied("lot", Entry with { Quantity = new(-1m) });
        Denied("minimum quantity", Entry with { Quantity = new(0.0009m) });
        Denied("minimum notional", Entry with { Quantity = new(0.002m) });
        Denied("lot", Hedge with { Quantity = new(0.005m) }, c => c with { Legs = new(new(1m), Quantity.Zero) });
    }

    [Fact]
    public void A_price_off_the_tick_never_passes()
    {
        Denied("tick", Entry with { Limit = new(2_000.005m) });
        Denied("tick", Entry with { Limit = new(0m) });
        Denied("tick", Entry with { Limit = new(-1m) });
        Denied("price", Entry with { Limit = null, TimeInForce = TimeInForce.PostOnly });
    }

    [Fact]
    public void An_order_for_another_pair_or_market_never_passes()
    {
        Denied("instrument", Entry with { Symbol = new("BTCUSDT") });
        Denied("instrument", Entry, c => c with { Instrument = Perp });
    }

    [Fact]
    public void Flags_stand_only_where_they_mean_something()
    {
        Denied("reduce-only", Entry with { ReduceOnly = true });
        Denied("margin flag", Entry with { OnMargin = true });
        Denied("margin flag", Hedge with { OnMargin = true });
        Denied("reduce-only", Hedge with { ReduceOnly = true });
    }

    [Fact]
    public void What_raises_risk_needs_a_price()
    {
        Denied("price", Entry with { Limit = null });
        Passes(Hedge with { Limit = null }, c => c with { Legs = new(new(1m), Quantity.Zero) });
    }

    [Fact]
    public void What_raises_risk_stays_near_the_mark()
    {
        Passes(Entry with { Limit = new(2_100m) });
        Denied("price collar", Entry with { Limit = new(2_100.01m) });
        Denied("price collar", Entry with { Limit = new(1_899.99m) });
    }

    [Fact]
    public void What_raises_risk_stays_within_its_notional()
    {
        Passes(Entry with { Quantity = new(25m) });
        Denied("notional", Entry with { Quantity = new(25.0001m) });
    }

    [Fact]
    public void What_raises_risk_stays_within_the_position_cap()
    {
        Passes(Entry, c => c with { Legs = new(new(124m), new(-124m)) });
        Denied("position cap", Entry, c => c with { Legs = new(new(124.001m), new(-124m)) });
        Denied("position cap", Entry, c => c with { Legs = new(new(100m), new(-124m), SpotInFlight: new(25m)) });
    }

    [Theory]
    [InlineData("quotes", 2)]
    [InlineData("mark", 5)]
    [InlineData("account", 10)]
    public void What_raises_risk_needs_fresh_inputs(string input, int seconds)
    {
        var limit = TimeSpan.FromSeconds(seconds);
        Passes(Entry, c => Aged(c, input, Now - limit));
        Denied("freshness", Entry, c => Aged(c, input, Now - limit - TimeSpan.FromMilliseconds(1)));
        Denied("freshness", Entry, c => Aged(c, input, null));
    }

    [Theory]
    [InlineData(true, false, false, false, false, false)]
    [InlineData(false, true, false, false, false, false)]
    [InlineData(false, false, true, false, false, false)]
    [InlineData(false, false, false, true, false, false)]
    [InlineData(false, false, false, false, true, false)]
    [InlineData(false, false, false, false, false, true)]
    public void No_switch_lets_what_raises_risk_through(
        bool kill, bool reduceOnly, bool breaker, bool blind, bool flatten, bool unread)
    {
        var mode = new RiskMode(kill, reduceOnly, breaker, blind, flatten, unread);
        Denied(mode.Name, Entry, c => c with { Mode = mode });
    }

    [Fact]
    public void What_raises_risk_is_counted()
    {
        Passes(Entry, c => c with { OpenOrders = 49 });
        Denied("open orders", Entry, c => c with { OpenOrders = 50 });
        Passes(Entry, c => c with { OrdersLastSecond = 5 });
        Denied("message rate", Entry, c => c with { OrdersLastSecond = 6 });
    }

    [Fact]
    public void Only_pairs_on_the_list_are_traded()
    {
        Passes(Entry, c => c with { Limits = new() { Allowed = [new("ETHUSDT")] } });
        Denied("allow-list", Entry, c => c with { Limits = new() { Allowed = [new("BTCUSDT")] } });
        Denied("allow-list", Entry, c => c with { Limits = new() { Allowed = [] } });
    }

    [Fact]
    public void One_decision_is_not_acted_on_twice()
    {
        var twin = Intent(Entry, attempt: 1) with { Status = IntentStatus.Acknowledged };
        Denied("duplicate", Entry, c => c with { Journal = OrderJournal.Empty.Add(twin) });

        // It is none when it came to nothing, was decided earlier, or is the very same intent
        Passes(Entry, c => Beside(c, twin with { Status = IntentStatus.CancelledZero }));
        Passes(Entry, c => Beside(c, twin with { Timestamp = Now - TimeSpan.FromSeconds(1) }));
        Passes(Entry, c => Beside(c, Intent(Entry)));

        static RiskContext Beside(RiskContext c, OrderIntent other) =>
            c with { Journal = OrderJournal.Empty.Add(other) };
    }

    [Fact]
    public void An_id_never_stands_for_two_orders()
    {
        var other = Intent(Entry with { Quantity = new(2m) });
        Denied("duplicate", Entry, c => c with { Journal = OrderJournal.Empty.Add(other) });
    }

    [Fact]
    public void A_hedge_and_a_close_are_refused_for_none_of_it()
    {
        foreach (var draft in new[] { Hedge, Draft(Market.Spot, Side.Sell, 1m), Hedge with { Limit = new(1_000m) } })
        {
            Passes(draft, c => c with
            {
                Legs = new(new(1m), Quantity.Zero),
                Mode = new RiskMode(true, true, true, true, true, true),
                Mark = null,
                Quote = null,
                AccountAt = null,
                OpenOrders = 500,
                OrdersLastSecond = 500,
                Limits = new() { OrderNotionalMax = new(1m), PositionNotionalMax = new(1m), Allowed = [] },
            });
        }
    }

    [Fact]
    public void A_close_goes_no_farther_than_its_position()
    {
        RiskContext Held(RiskContext c) => c with { Legs = new(new(1m), new(-1m)) };
        Passes(Draft(Market.Linear, Side.Buy, 1m) with { ReduceOnly = true }, Held);
        Denied("size", Draft(Market.Linear, Side.Buy, 1.01m) with { ReduceOnly = true }, Held);
        Denied("size", Draft(Market.Linear, Side.Buy, 1.5m), Held);
        Denied("ownership", Draft(Market.Spot, Side.Sell, 1.0001m), Held);
    }

    [Fact]
    public void Only_coins_that_the_ledger_holds_are_sold()
    {
        Denied("ownership", Draft(Market.Spot, Side.Sell, 1m));
        Denied("ownership", Draft(Market.Spot, Side.Sell, 1m), c => c with { Legs = new(new(0.99995m), default) });
        Passes(Draft(Market.Spot, Side.Sell, 1m) with { OnMargin = true });
    }

    [Fact]
    public void A_buy_back_covers_its_fee_and_the_interest_and_no_more()
    {
        // 1 owed, 1.00001 with interest until it is repaid: 1.0011 bought at 0.1 % leaves 1.0001
        RiskContext Short(RiskContext c) => c with { Legs = new(new(-1m), new(1m), Owed: new(1.00001m)) };
        Passes(Draft(Market.Spot, Side.Buy, 1.0011m), Short);
        Denied("size", Draft(Market.Spot, Side.Buy, 1.0013m), Short);
    }

    [Fact]
    public void A_denial_says_which_rule_what_was_asked_and_what_is_allowed()
    {
        var denied = (RiskVerdict.Denied)RiskGate.Check(Intent(Entry), Context(Entry) with { OpenOrders = 60 });
        Assert.Equal("open orders: 60 and this one, allowed at most 50", denied.ToString());
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_told()
    {
        Assert.Empty(new RiskLimits().Validate());
        Assert.Equal(
            ["PriceCollar", "OrdersPerSecondReserve", "OrderNotionalMax"],
            new RiskLimits { PriceCollar = new(2m), OrdersPerSecondReserve = 10, OrderNotionalMax = new(300_000m) }
                .Validate().Select(v => v.Field));
    }

    private static void Passes(OrderDraft draft, Func<RiskContext, RiskContext>? change = null) =>
        Assert.IsType<RiskVerdict.Passed>(Verdict(draft, change));

    private static void Denied(string rule, OrderDraft draft, Func<RiskContext, RiskContext>? change = null) =>
        Assert.Equal(rule, Assert.IsType<RiskVerdict.Denied>(Verdict(draft, change)).Rule);

    private static RiskVerdict Verdict(OrderDraft draft, Func<RiskContext, RiskContext>? change) =>
        RiskGate.Check(Intent(draft), change is null ? Context(draft) : change(Context(draft)));

    private static RiskContext Aged(RiskContext c, string input, Instant? at) => input switch
    {
        "quotes" => c with { Quote = at is { } seen ? c.Quote!.Value with { At = seen } : null },
        "mark" => c with { Mark = at is { } seen ? c.Mark!.Value with { At = seen } : null },
        _ => c with { AccountAt = at },
    };

    private static RiskContext Context(OrderDraft draft) => new(
        draft.Market == Market.Spot ? Spot : Perp, new(Quantity.Zero, Quantity.Zero),
        new Stated<Price>(new(2_000m), Now), new TopOfBook(new(1_999.99m), new(2_000.01m), Now), Now, new(0.001m),
        RiskMode.Normal, new RiskLimits(), 0, 0, OrderJournal.Empty, Now);

    private static OrderDraft Draft(Market market, Side side, decimal quantity) => new(
        0, market, new("ETHUSDT"), side, new(quantity), new(2_000m), TimeInForce.ImmediateOrCancel, false, false,
        new(2_000m));

    private static OrderIntent Intent(OrderDraft draft, int attempt = 0) => new(
        ClientOrderId.Of(new(Realm.Test, "test"), WorkflowId.Of("carry/ETHUSDT", 1), draft.Step, attempt), draft,
        attempt, Now, TimeSpan.FromSeconds(1), true);
}
