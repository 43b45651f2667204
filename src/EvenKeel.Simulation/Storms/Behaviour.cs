using System.Collections.Immutable;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>One way in which a venue behaves, by name: what befalls a certain order, a book, a list, the whole
/// venue.</summary>
public sealed record Behaviour(
    string Name, ImmutableArray<Trigger> Triggers, ImmutableArray<(Fault Fault, int Odds)> Odds)
{
    private static readonly Fault[] s_ofOrders =
    [
        Fault.RequestLost, Fault.AnswerLost, Fault.RequestLate, Fault.RequestPastLease, Fault.AnswerLate,
        Fault.RequestDoubled, Fault.RateLimited, Fault.ServerError, Fault.UnknownCode, Fault.NotSent, Fault.MarginShort,
        Fault.RejectedAfterAck, Fault.Overfilled,
    ];

    /// <summary>Those of them that befall a fourth order too: the first three are of the same slice and its
    /// hedge.</summary>
    private static readonly Fault[] s_ofFourth =
    [
        Fault.RequestLost, Fault.AnswerLost, Fault.RequestPastLease, Fault.ServerError, Fault.RejectedAfterAck,
        Fault.Overfilled,
    ];

    private static readonly Fault[] s_ofVenue =
    [
        Fault.Banned, Fault.KeyRevoked, Fault.Maintenance, Fault.VenueRestart, Fault.Deleveraged,
        Fault.Liquidated, Fault.Delisted, Fault.BorrowRefused, Fault.BorrowDearer, Fault.Settled,
        Fault.IntervalChanged, Fault.LotChanged, Fault.PersonTrades,
    ];

    /// <summary>Those that a carry meets; the first is a venue that does nothing special.</summary>
    public static ImmutableArray<Behaviour> OfCarries { get; } =
    [
        new("Nominal", [], []), .. OfOrders(), .. OfBooks(), .. OfVenue(), .. OfLists(),
    ];

    /// <summary>Those that a grid meets: what can strike it of the same, and what strikes grids alone.</summary>
    public static ImmutableArray<Behaviour> OfGrids { get; } =
    [
        .. OfCarries.Where(b => b.Triggers.All(t => Errands.FaultsOfGrids.Contains(t.Fault))), .. OfLadders(),
    ];

    /// <summary>Those that are met on an errand.</summary>
    public static ImmutableArray<Behaviour> Of(Errand errand) => errand.IsGrid() ? OfGrids : OfCarries;

    /// <summary>A plan under this behaviour.</summary>
    public StormPlan On(StormPlan plan)
    {
        var odds = plan.Odds;
        foreach (var (fault, most) in Odds)
        {
            odds = odds.SetItem((int)fault, most);
        }

        return plan with { Odds = odds, Triggers = Triggers, Behaviour = Name };
    }

    private static IEnumerable<Behaviour> OfOrders() =>
    [
        .. s_ofOrders.SelectMany(fault => Enumerable.Range(1, 3).Select(order => OfOrder(fault, order))),
        .. s_ofFourth.Select(fault => OfOrder(fault, 4)),
    ];

    private static Behaviour OfOrder(Fault fault, int order) =>
        new($"{fault} of order {order}", [new(fault, -order, 0, 0)], []);

    private static IEnumerable<Behaviour> OfBooks()
    {
        // By their sizes: even strikes spot and odd the perpetual, every third both.
        foreach (var (where, size) in ((string, int)[])[("spot", 202), ("perpetual", 203), ("both", 204)])
        {
            yield return At(Fault.BookThin, $"BookThin on {where}", size);
            yield return At(Fault.BookThin, $"BookThin on {where}, deeper", size + 600);
            yield return At(Fault.BookEmpty, $"BookEmpty on {where}", size);
        }

        yield return At(Fault.LegHalted, "LegHalted on spot", 400);
        yield return At(Fault.LegHalted, "LegHalted on the perpetual", 401);
        yield return At(Fault.PriceJump, "PriceJump down", 200);
        yield return At(Fault.PriceJump, "PriceJump up", 800);
    }

    /// <summary>Nothing is owed early that could be recalled.</summary>
    private static IEnumerable<Behaviour> OfVenue() =>
    [
        .. s_ofVenue.SelectMany(fault => (IEnumerable<Behaviour>)
            [At(fault, $"{fault} early", 300, 3), At(fault, $"{fault} late", 700, 25)]),
        At(Fault.BorrowRecalled, "BorrowRecalled late", 700, 25),
    ];

    private static IEnumerable<Behaviour> OfLists() =>
    [
        Slow(Fault.OrdersShownLate, 1_000), Slow(Fault.OrdersShownLate, 4_900), Slow(Fault.FillsShownLate, 1_000),
        Slow(Fault.FillsShownLate, 4_900), Slow(Fault.MatchedLate, 300), Slow(Fault.MatchedLate, 1_500),
        Slow(Fault.CancelSlow, 2_500), Slow(Fault.FilledSlowly, 4), Slow(Fault.FilledSlowly, 10),
        Slow(Fault.FlowsShownLate, 4_900), Slow(Fault.PushLost, 1_000), Slow(Fault.PushLate, 1_000),
    ];

    private static IEnumerable<Behaviour> OfLadders() =>
    [
        At(Fault.FillBurst, "FillBurst up", 200), At(Fault.FillBurst, "FillBurst down", 201),
        At(Fault.PriceGap, "PriceGap up", 200), At(Fault.PriceGap, "PriceGap down", 201),
        At(Fault.RangeDrift, "RangeDrift up", 200), At(Fault.RangeDrift, "RangeDrift down", 201),
        Slow(Fault.CancelRaced, 1_000), Slow(Fault.RegridAmidFills, 1_000),
    ];

    private static Behaviour At(Fault fault, string name, int size, int crossing = 5) =>
        new(name, [new(fault, crossing, 0, size)], []);

    private static Behaviour Slow(Fault fault, int most) => new($"{fault} up to {most}", [], [(fault, most)]);
}
