namespace EvenKeel.Simulation.Faults;

/// <summary>The classes of what can go wrong around a machine. A run draws for each of them whether and how often it
/// strikes.</summary>
public enum Fault
{
    // Owners
    Crash,
    SecondOwner,
    Zombie,
    Drain,

    // Store
    WriteLost,
    WriteUnheard,
    WriteSlow,
    AppendLost,
    ReadFails,
    RowCorrupt,
    RowNewer,
    StoreOutage,

    // Wire
    RequestLost,
    AnswerLost,
    RequestLate,
    RequestPastLease,
    AnswerLate,
    RequestDoubled,
    RateLimited,
    ServerError,
    UnknownCode,
    NotSent,
    Banned,
    KeyRevoked,

    // Venue
    Maintenance,
    VenueRestart,
    OrdersShownLate,
    FillsShownLate,
    FlowsShownLate,
    FlowsHidden,
    MatchedLate,
    CancelSlow,
    FilledSlowly,
    ShownPastBound,
    MarginShort,
    RejectedAfterAck,
    Overfilled,
    LegHalted,
    Delisted,
    Deleveraged,
    Liquidated,
    BorrowRecalled,
    Settled,
    IntervalChanged,
    LotChanged,

    // Market and streams
    BookThin,
    BookEmpty,
    PriceJump,
    QuotesStale,
    AccountStale,
    PushLost,
    PushLate,

    // Time
    ClockSkew,
    ClockJump,
    ReminderMissed,
    ReminderDoubled,
    ReminderLate,

    // People and portfolio
    PersonTrades,
    Killed,
    Reconfigured,
    Resized,
    LeaveAsked,
    FlattenAsked,

    // What only a grid meets
    CancelRaced,
    FillBurst,
    PriceGap,
    RangeDrift,
    RegridAmidFills,

    // Loans, which only a carry takes
    BorrowRefused,
    BorrowDearer,
}
