using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>One run of the storm, as its seed decides it: what the machine is about, which faults there are and how
/// often they strike.</summary>
/// <param name="Start">When the world begins.</param>
/// <param name="Span">How long the faults last.</param>
/// <param name="Turn">How the machine is made to leave.</param>
/// <param name="TurnAt">When, from the beginning of the storm; earlier if it holds by then.</param>
/// <param name="TurnsAnywhere">Whether it is made to leave then also in the middle of an entry.</param>
/// <param name="Odds">By fault: of a thousand occasions, how many it takes; of a delay, its most in milliseconds; of
/// FilledSlowly, into how many parts and over how many seconds; of FlowsHidden, one if it is so.</param>
/// <param name="Triggers">The faults that strike once.</param>
public sealed record StormPlan(
    ulong Seed, Errand Errand, Instant Start, TimeSpan Span, Turn Turn, TimeSpan TurnAt, bool TurnsAnywhere,
    ImmutableArray<int> Odds, ImmutableArray<Trigger> Triggers)
{
    private const int CrossingMax = 60;

    /// <summary>A grid has orders open all the time.</summary>
    private const int CrossingMaxOfGrids = 500;

    /// <summary>No row is written before. [ms]</summary>
    private const int FirstWrite = 400;

    /// <summary>Just above the delay that the protocol counts on. [ms]</summary>
    internal const int PastBound = 5_001;

    private static readonly Instant s_tenPast = Instant.At(2025, 3, 10, 12, 10);
    private static readonly Instant s_beforeInterest = Instant.At(2025, 3, 10, 12, 3, 40);

    /// <summary>One of so many runs is looked at for longer than anything may sleep.</summary>
    private const int Idlers = 16;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(200);
    private static readonly Errand[] s_errands = [.. Errands.Carry];

    /// <summary>How likely a fault that strikes once is in a run that has it; one that is named twice may strike twice.
    /// [1/1000]</summary>
    private static readonly (Fault Fault, int PerMille)[] s_once =
    [
        (Fault.Crash, 550), (Fault.Crash, 250), (Fault.SecondOwner, 150), (Fault.Zombie, 150), (Fault.Drain, 120),
        (Fault.StoreOutage, 100), (Fault.Banned, 80), (Fault.KeyRevoked, 60), (Fault.Maintenance, 80),
        (Fault.VenueRestart, 150), (Fault.LegHalted, 100), (Fault.Deleveraged, 90), (Fault.BorrowRecalled, 250),
        (Fault.Settled, 150), (Fault.IntervalChanged, 100), (Fault.BookThin, 250), (Fault.BookEmpty, 120),
        (Fault.PriceJump, 250), (Fault.ClockSkew, 300), (Fault.ClockJump, 80), (Fault.PersonTrades, 60),
        (Fault.Liquidated, 70), (Fault.Delisted, 40), (Fault.LotChanged, 40), (Fault.Killed, 40),
        (Fault.Reconfigured, 150), (Fault.Resized, 120), (Fault.LeaveAsked, 40), (Fault.FlattenAsked, 40),
        (Fault.FillBurst, 500), (Fault.PriceGap, 350), (Fault.RangeDrift, 350),
    ];

    /// <summary>The most odds of a fault that strikes again and again, by what it strikes at.</summary>
    private static readonly (Fault Fault, int Most)[] s_often =
    [
        (Fault.WriteLost, 25), (Fault.WriteUnheard, 25), (Fault.WriteSlow, 40), (Fault.AppendLost, 60),
        (Fault.ReadFails, 300), (Fault.RowCorrupt, 200), (Fault.RowNewer, 200),
        (Fault.RequestLost, 20), (Fault.AnswerLost, 20), (Fault.RequestLate, 40), (Fault.RequestPastLease, 15),
        (Fault.AnswerLate, 40), (Fault.RequestDoubled, 40), (Fault.RateLimited, 20), (Fault.ServerError, 20),
        (Fault.UnknownCode, 20), (Fault.NotSent, 30), (Fault.MarginShort, 40), (Fault.RejectedAfterAck, 30),
        (Fault.Overfilled, 40), (Fault.QuotesStale, 40), (Fault.AccountStale, 40), (Fault.PushLost, 400),
        (Fault.PushLate, 400), (Fault.ReminderMissed, 500), (Fault.ReminderDoubled, 500), (Fault.ReminderLate, 500),
        (Fault.CancelRaced, 400), (Fault.RegridAmidFills, 150),
    ];

    /// <summary>The most of a delay that all orders of a run share, and how many runs in a thousand have it.</summary>
    private static readonly (Fault Fault, int Most, int PerMille)[] s_delays =
    [
        (Fault.FlowsShownLate, 4_900, 300), (Fault.FlowsHidden, 1, 400), (Fault.OrdersShownLate, 4_900, 300),
        (Fault.FillsShownLate, 4_900, 300), (Fault.MatchedLate, 1_500, 300), (Fault.CancelSlow, 2_500, 400),
        (Fault.FilledSlowly, 10, 400), (Fault.ShownPastBound, 15_000, 80),
    ];

    /// <summary>How likely each of them is, a third of the runs left out. [1/1000]</summary>
    private const int PerMilleOfLoans = 270;

    /// <summary>What strikes loans, where one is taken: drawn last, so that all else of a seed is as it was without
    /// it.</summary>
    private static readonly Fault[] s_ofLoans = [Fault.BorrowRefused, Fault.BorrowDearer];

    /// <summary>Boundaries at which the owner dies: the first counted from the beginning of the storm, each other from
    /// the death before.</summary>
    public ImmutableArray<int> Deaths { get; init; } = [];

    /// <summary>The name of the venue's behaviour, if it has one.</summary>
    public string? Behaviour { get; init; }

    /// <summary>How long it is looked at after all is over: long enough that something must wake it.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>A run in which nothing goes wrong.</summary>
    public static StormPlan Calm(ulong seed, Errand errand) => new(
        seed, errand, s_tenPast, TimeSpan.FromSeconds(12), Turn.Asked, TimeSpan.FromSeconds(9), true,
        [.. new int[Enum.GetValues<Fault>().Length]], []);

    /// <summary>The run that a seed names.</summary>
    /// <param name="errand">Null: of a carry, and the seed decides which.</param>
    public static StormPlan Of(ulong seed, Errand? errand = null)
    {
        var chance = Chance.Of(seed, "plan");
        var drawn = s_errands[chance.Below(s_errands.Length)];
        var (hour, span) = (chance.Happens(0.25), TimeSpan.FromMilliseconds(chance.Between(14_000, 30_000)));
        var turn = chance.Happens(0.2) ? Turn.None : (Turn)chance.Between(1, 3);
        var turnAt = span * 0.001 * chance.Between(600, 950);
        var off = UInt128.Zero;
        var kind = errand ?? drawn;
        foreach (var fault in kind.Faults().Except(s_ofLoans))
        {
            off |= chance.Below(3) == 0 ? UInt128.One << (int)fault : UInt128.Zero;
        }

        bool Draws(Fault fault) => kind.Faults().Contains(fault) && (off & (UInt128.One << (int)fault)) == 0;
        var (crossings, within) = (kind.IsGrid() ? CrossingMaxOfGrids : CrossingMax, (int)span.TotalMilliseconds);
        var odds = DrawOdds(chance, Draws);
        var once = DrawOnce(chance, Draws, crossings, within);
        var (idle, more) = (chance.Below(Idlers) == 0, Chance.Of(seed, "more of a plan"));
        var loans = (kind == Errand.Negative ? s_ofLoans : []).Where(_ => more.Below(1000) < PerMilleOfLoans);
        return new(
            seed, kind, hour ? s_beforeInterest : s_tenPast, span, turn, turnAt, more.Happens(0.4), odds,
            [.. once, .. loans.Select(f => Once(f, more, crossings, within))])
        {
            Idle = idle ? s_idle : TimeSpan.Zero,
        };
    }

    private static ImmutableArray<int> DrawOdds(Chance chance, Func<Fault, bool> draws)
    {
        var odds = new int[Enum.GetValues<Fault>().Length];
        foreach (var (fault, most) in s_often)
        {
            odds[(int)fault] = draws(fault) ? (int)chance.Between(1, most) : 0;
        }

        foreach (var (fault, most, perMille) in s_delays)
        {
            var least = fault == Fault.ShownPastBound ? PastBound : 1;
            odds[(int)fault] = draws(fault) && chance.Below(1000) < perMille ? (int)chance.Between(least, most) : 0;
        }

        return [.. odds];
    }

    private static List<Trigger> DrawOnce(Chance chance, Func<Fault, bool> draws, int crossings, int within)
    {
        var triggers = new List<Trigger>();
        foreach (var (fault, perMille) in s_once)
        {
            if (draws(fault) && chance.Below(1000) < perMille)
            {
                // A quarter of the second owners comes while there is no row yet.
                var first = fault == Fault.SecondOwner && chance.Happens(0.25);
                triggers.Add(first ? Once(fault, chance, 0, FirstWrite) : Once(fault, chance, crossings, within));
            }
        }

        return triggers;
    }

    /// <param name="crossings">Most boundaries after which it strikes; zero: by time only.</param>
    /// <param name="within">By when, if by time. [ms]</param>
    private static Trigger Once(Fault fault, Chance chance, int crossings, int within)
    {
        var crossing = crossings > 0 && chance.Happens(0.7) ? (int)chance.Between(1, crossings) : 0;
        return new(fault, crossing, chance.Below(within), chance.Below(1000));
    }

    /// <summary>The life of a grid; of one of three its windows are wide.</summary>
    public static StormPlan OfGrid(ulong seed) => Of(seed, seed % 3 == 0 ? Errand.GridWide : Errand.GridLife);

    /// <summary>Whether a fault can strike in this run at all.</summary>
    public bool Has(Fault fault) => Odds[(int)fault] > 0 || Triggers.Any(t => t.Fault == fault);

    /// <summary>The same run without one class of faults.</summary>
    public StormPlan Without(Fault fault) => this with
    {
        Odds = Odds.SetItem((int)fault, 0),
        Triggers = Triggers.RemoveAll(t => t.Fault == fault),
    };
}
