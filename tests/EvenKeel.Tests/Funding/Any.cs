using CsCheck;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Funding;

/// <summary>Anything that a carry may be in, hold, have open or be told, drawn by chance: whether or not it could come
/// to that.</summary>
internal static class Any
{
    private static readonly string[] s_reasons = ["it pays", "costs 12 % a year", "", "déjà vu \"quoted\"\n"];

    public static readonly Gen<Instant> Times = Gen.Long[-200_000, 200_000].Select(ms => new Instant(
        CarryScene.Start.Milliseconds + ms));

    public static readonly Gen<string> Reasons = Repeatably.Among(s_reasons);

    /// <summary>A part of a bitcoin, signed: nothing, dust, a slice or more, on a lot or off it. [base]</summary>
    public static readonly Gen<decimal> Coins = Gen.OneOf(
        Repeatably.Among(0m, 0.00001m, -0.0009m, 0.001m, 0.1m, -0.1m), Repeatably.Decimal(-400, 400, 3),
        Repeatably.Decimal(-50_000_000, 50_000_000, 8));

    private static readonly Gen<Quantity> s_quantities = Coins.Select(c => new Quantity(c));

    private static readonly Gen<Price?> s_prices = Gen.Select(
        Gen.Bool, Repeatably.Decimal(1, 9_000_000, 2), (has, price) => has ? new Price(price) : (Price?)null);

    private static readonly Gen<HedgeTries> s_tries = Gen.Select(
        Gen.Int[0, 9], Times, Gen.Bool, Gen.Bool,
        (count, since, has, widened) => new HedgeTries(count, has ? since : null, widened));

    private static readonly Gen<LegTries> s_legTries = Gen.Select(
        Gen.Int[0, 9], Times, (count, next) => new LegTries(count, next));

    public static readonly Gen<EntryOrder> EntryOrders = Gen.Select(
        Repeatably.Among(CarryDirection.Positive, CarryDirection.Negative), s_quantities, Reasons, Times,
        (direction, target, because, since) => new EntryOrder(direction, target.Abs(), because, since));

    public static readonly Gen<ExitOrder> ExitOrders = Gen.Select(
        s_quantities, s_quantities, Gen.Bool, Gen.Bool, Reasons, Times,
        (spot, perp, whole, emergency, because, since) => new ExitOrder(
            whole ? Quantity.Zero : spot, whole ? Quantity.Zero : perp, emergency, because, since));

    /// <summary>Every state of an entry, each with anything in it.</summary>
    public static readonly IReadOnlyList<Gen<SpotPerpEntry>> Entries =
    [
        Gen.Const<SpotPerpEntry>(new SpotPerpEntry.Validating()),
        Gen.Select(Gen.Int[0, 9], Times, s_tries, (n, at, t) => (SpotPerpEntry)new SpotPerpEntry.Leading(n, at, t)),
        Gen.Select(Gen.Int[0, 9], s_tries, (n, t) => (SpotPerpEntry)new SpotPerpEntry.Hedging(n, t)),
        Gen.Int[0, 5].Select(n => (SpotPerpEntry)new SpotPerpEntry.Unwinding(n)),
        Gen.Select(Gen.Int[0, 99], Times, (n, at) => (SpotPerpEntry)new SpotPerpEntry.Exposed(n, at)),
        Gen.Select(
            Reasons, Gen.Bool, s_prices, (why, back, at) => (SpotPerpEntry)new SpotPerpEntry.Verifying(why, back, at)),
        Reasons.Select(why => (SpotPerpEntry)new SpotPerpEntry.Done(why)),
        Reasons.Select(why => (SpotPerpEntry)new SpotPerpEntry.Refused(why)),
        Reasons.Select(why => (SpotPerpEntry)new SpotPerpEntry.Unwound(why)),
    ];

    /// <summary>Every state of an exit, each with anything in it.</summary>
    public static readonly IReadOnlyList<Gen<SpotPerpExit>> Exits =
    [
        Gen.Select(
            s_quantities, s_quantities, s_legTries, s_legTries, Gen.Bool,
            (s, p, st, pt, told) => (SpotPerpExit)new SpotPerpExit.Slicing(s, p, st, pt, told)),
        Gen.Select(
            s_legTries, s_legTries, Gen.Bool, (s, p, told) => (SpotPerpExit)new SpotPerpExit.Flattening(s, p, told)),
        Gen.Select(Gen.Int[0, 99], Times, (n, at) => (SpotPerpExit)new SpotPerpExit.Repaying(n, at)),
        s_prices.Select(at => (SpotPerpExit)new SpotPerpExit.Verifying(at)),
        Gen.Const<SpotPerpExit>(new SpotPerpExit.Done()),
    ];

    /// <summary>Every phase of a carry, and every step within it.</summary>
    public static readonly IReadOnlyList<Gen<CarryPhase>> Phases =
    [
        Reasons.Select(why => (CarryPhase)new CarryPhase.Flat(why)),
        Gen.Select(
            EntryOrders, Reasons, (o, why) => (CarryPhase)new CarryPhase.Holding(o.Direction, why)),
        .. Entries.Select(e => Gen.Select(EntryOrders, e, (o, s) => (CarryPhase)new CarryPhase.Entering(o, s))),
        .. Exits.Select(e => Gen.Select(ExitOrders, e, (o, s) => (CarryPhase)new CarryPhase.Leaving(o, s))),
    ];

    /// <summary>A carry in this phase, with anything beside it.</summary>
    public static Gen<Carry> Carries(Gen<CarryPhase> phase) => Gen.Select(
        phase, Gen.Bool, Reasons, s_quantities, Times, Gen.Int[0, 3],
        (p, pinned, why, size, at, kind) => new Carry(
            p, pinned ? new ArbSettings() { SliceMax = new(100m * (kind + 1)) } : null, kind == 1 ? why : null,
            new(size.Abs(), new(size.Abs().Value * 50_000m), kind == 2 ? at : null), kind == 3 ? at : default,
            kind == 0 ? why : null));

    /// <summary>Legs, debt, quotes, journal and switches as they may come.</summary>
    public static readonly Gen<CarryScene> Scenes = Gen.Select(
        Gen.Select(Coins, Coins, Coins), Gen.Select(Repeatably.Among(0, 1, 3, 10, -1), Gen.Int[0, 9], Gen.Int[0, 5]),
        Gen.Select(Gen.Int[0, 7], Gen.Bool, Gen.Bool, Gen.Bool),
        Repeatably.Among(0.0003m, 0.00001m, -0.0003m, 0.001m),
        (legs, market, flags, rate) =>
        {
            var (quoteAge, orders, mode) = market;
            var (levels, negative, patient, perpLeads) = flags;
            var scene = new CarryScene
            {
                Base = legs.Item1,
                Perp = levels > 2 ? -legs.Item1 : legs.Item2,
                Debt = negative ? Math.Abs(legs.Item3) : 0m,
                QuoteAge = quoteAge < 0 ? null : TimeSpan.FromSeconds(quoteAge),
                Mode = new(Kill: mode == 1, Flatten: mode == 2, Blind: mode == 3, Unread: mode == 4),
                Rate = rate,
            }.With(s => s with
            {
                Style = patient ? EntryStyle.Patient : EntryStyle.Aggressive,
                Lead = perpLeads ? Market.Linear : Market.Spot,
            });
            return With(scene, orders);
        });

    /// <summary>Any event, of any order, half of them looks, with what this scene sees.</summary>
    public static Gen<MachineEvent> Events(CarryScene scene) => Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 4], Gen.Enum<IntentStatus>(), Gen.Bool, Coins, Gen.Bool,
        (kind, step, status, spot, done, flag) =>
        {
            var (market, part) = (spot ? Market.Spot : Market.Linear, Math.Min(0.1m, Math.Abs(done)));
            var ended = status.IsOpen() ? IntentStatus.CancelledPartial : status;
            return (MachineEvent)(kind switch
            {
                1 => new MachineEvent.Moved(scene.Ended(step, IntentStatus.Acknowledged, part, market).Intent),
                2 => scene.Ended(step, ended, part, market),
                3 => scene.Denied(step, market),
                4 => scene.Agreed,
                5 => new MachineEvent.Disturbed("moved from outside", []),
                6 => new MachineEvent.LeaveAsked("asked", flag),
                _ => scene.Seen,
            });
        });

    /// <summary>The scene with orders in its journal: none, ended ones, and one open on a leg or on both.</summary>
    private static CarryScene With(CarryScene scene, int orders)
    {
        var force = orders % 2 == 0 ? TimeInForce.PostOnly : TimeInForce.ImmediateOrCancel;
        scene = orders is 1 or 4 or 5
            ? scene.Open(scene.Intent(orders, Market.Spot, Side.Buy, 0.1m) with { Status = IntentStatus.Filled })
            : scene;
        scene = orders is 2 or 4 or 6
            ? scene.Open(scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, force))
            : scene;
        return orders is 3 or 5 or 6
            ? scene.Open(scene.Intent(CarrySteps.Hedge, Market.Linear, Side.Sell, 0.05m))
            : scene;
    }
}
