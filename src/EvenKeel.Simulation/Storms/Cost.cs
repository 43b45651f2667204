using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>How much longer a leg may stand alone for each fault that strikes: what the checker adds up, and no
/// machine knows of.</summary>
internal static class Cost
{
    /// <summary>Another owner starts, and proves what the one before it may have left open.</summary>
    private static readonly TimeSpan s_owner = TimeSpan.FromSeconds(8);

    /// <summary>Nothing is answered for so long, and it is asked or tried once more.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    /// <summary>A question that is not answered may be one of the two looks, a second apart, of a proof: both are made
    /// anew.</summary>
    private static readonly TimeSpan s_askedAnew = TimeSpan.FromSeconds(4);

    /// <summary>A row is read anew once a second.</summary>
    private static readonly TimeSpan s_read = TimeSpan.FromSeconds(1.5);

    /// <summary>What moves a leg without an order is compared, asked after, and booked.</summary>
    private static readonly TimeSpan s_found = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_paused = TimeSpan.FromSeconds(12);

    /// <param name="span">How long it lasts, how late it makes what it hits, or how far off a clock is; zero: it is
    /// over at once.</param>
    /// <param name="loses">Whether an order may be lost with what it hits: a question is only asked again.</param>
    public static TimeSpan Of(Fault fault, TimeSpan span, bool loses) => fault switch
    {
        Fault.RequestLost or Fault.RequestLate or Fault.RequestPastLease or Fault.ServerError or Fault.AnswerLost
            or Fault.AnswerLate or Fault.UnknownCode when !loses => s_askedAnew,
        // That an order never came has to be proven; after a write that failed nobody knows whether it was sent.
        Fault.RequestLost or Fault.RequestLate or Fault.RequestPastLease or Fault.ServerError or Fault.WriteLost
            or Fault.WriteUnheard => Happening.Struck.Proof,
        Fault.Crash or Fault.SecondOwner or Fault.Zombie or Fault.Drain => s_owner,
        Fault.AnswerLost or Fault.AnswerLate or Fault.UnknownCode or Fault.RateLimited or Fault.MarginShort
            or Fault.RejectedAfterAck or Fault.WriteSlow or Fault.PriceJump => s_again,
        Fault.ReadFails or Fault.RowCorrupt or Fault.RowNewer => s_read,
        Fault.NotSent or Fault.AppendLost or Fault.QuotesStale or Fault.AccountStale or Fault.PushLost
            or Fault.PushLate => s_look,
        // What is late is asked after again before it is there.
        Fault.OrdersShownLate or Fault.FillsShownLate or Fault.FlowsShownLate or Fault.ShownPastBound
            or Fault.MatchedLate or Fault.CancelSlow => span * 2,
        Fault.FilledSlowly => span,
        Fault.StoreOutage or Fault.ClockSkew or Fault.ClockJump or Fault.FlowsHidden => span + s_owner,
        // Tries are pauses apart that double: the last pause may be as long as all before it.
        Fault.Banned or Fault.KeyRevoked or Fault.Maintenance => (span * 2) + s_paused,
        Fault.LegHalted or Fault.BookEmpty or Fault.LotChanged => (span * 2) + s_settling,
        Fault.BookThin => span + s_settling,
        Fault.Deleveraged or Fault.Liquidated or Fault.BorrowRecalled or Fault.Delisted or Fault.PersonTrades
            or Fault.Overfilled => s_found,
        Fault.ReminderMissed => World.ReminderEvery,
        Fault.ReminderLate => span,
        // They hold no hedge up. What strikes a grid alone exposes no leg to another.
        _ => TimeSpan.Zero,
    };
}
