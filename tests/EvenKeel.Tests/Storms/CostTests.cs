using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;

namespace EvenKeel.Tests.Storms;

/// <summary>What each fault may cost a leg that stands alone: the page tells the same.</summary>
public sealed class CostTests
{
    /// <summary>By fault: a part that is always the same [s], and how often the span counts.</summary>
    private static readonly (Fault[] Faults, double Fixed, int Spans)[] s_costs =
    [
        ([Fault.RequestLost, Fault.RequestLate, Fault.RequestPastLease, Fault.ServerError, Fault.WriteLost,
            Fault.WriteUnheard], 6.5, 0),
        ([Fault.Crash, Fault.SecondOwner, Fault.Zombie, Fault.Drain], 8, 0),
        ([Fault.AnswerLost, Fault.AnswerLate, Fault.UnknownCode, Fault.RateLimited, Fault.MarginShort,
            Fault.RejectedAfterAck, Fault.WriteSlow, Fault.PriceJump], 2, 0),
        ([Fault.ReadFails, Fault.RowCorrupt, Fault.RowNewer], 1.5, 0),
        ([Fault.NotSent, Fault.AppendLost, Fault.QuotesStale, Fault.AccountStale, Fault.PushLost, Fault.PushLate],
            1, 0),
        ([Fault.OrdersShownLate, Fault.FillsShownLate, Fault.FlowsShownLate, Fault.ShownPastBound, Fault.MatchedLate,
            Fault.CancelSlow], 0, 2),
        ([Fault.FilledSlowly, Fault.ReminderLate], 0, 1),
        ([Fault.StoreOutage, Fault.ClockSkew, Fault.ClockJump, Fault.FlowsHidden], 8, 1),
        ([Fault.Banned, Fault.KeyRevoked, Fault.Maintenance], 12, 2),
        ([Fault.LegHalted, Fault.BookEmpty, Fault.LotChanged], 4, 2),
        ([Fault.BookThin], 4, 1),
        ([Fault.Deleveraged, Fault.Liquidated, Fault.BorrowRecalled, Fault.Delisted, Fault.PersonTrades,
            Fault.Overfilled], 12, 0),
        ([Fault.ReminderMissed], 60, 0),
    ];

    [Fact]
    public void Each_fault_costs_what_the_page_says_and_all_others_nothing()
    {
        var span = TimeSpan.FromSeconds(100);
        foreach (var fault in Enum.GetValues<Fault>())
        {
            var (_, part, spans) = s_costs.SingleOrDefault(c => c.Faults?.Contains(fault) is true);
            Assert.Equal((fault, TimeSpan.FromSeconds(part) + (span * spans)), (fault, Cost.Of(fault, span, true)));
        }
    }

    [Fact]
    public void A_question_that_is_lost_is_only_asked_anew() => Assert.All(
        (Fault[])
        [
            Fault.RequestLost, Fault.RequestLate, Fault.RequestPastLease, Fault.ServerError, Fault.AnswerLost,
            Fault.AnswerLate, Fault.UnknownCode,
        ],
        fault => Assert.Equal(TimeSpan.FromSeconds(4), Cost.Of(fault, TimeSpan.Zero, loses: false)));
}
