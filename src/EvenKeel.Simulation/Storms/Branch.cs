namespace EvenKeel.Simulation.Storms;

/// <summary>The ways on from something that went wrong, as the stored rows show them. Those from Relaid on are of grids
/// alone.</summary>
public enum Branch
{
    /// <summary>A new owner found an order open and learned what it had traded.</summary>
    Adopted,

    /// <summary>An order was proven never to have arrived.</summary>
    ProvenAbsent,

    /// <summary>An order was not sent, and its owner knew.</summary>
    LeftUnsent,

    /// <summary>The venue refused an order.</summary>
    Refused,

    /// <summary>A leading order found nothing.</summary>
    FoundNothing,

    /// <summary>An order traded a part and was over.</summary>
    FilledInPart,

    /// <summary>A hedge was tried again.</summary>
    HedgedAgain,

    /// <summary>A hedge was tried with the wider cap.</summary>
    HedgedWider,

    /// <summary>What could not be hedged was taken back.</summary>
    TookBack,

    /// <summary>Neither hedge nor unwinding was taken, and it went on trying.</summary>
    StoodExposed,

    /// <summary>An entry ended flat.</summary>
    EntryCameToNothing,

    /// <summary>A leg of an exit was tried again.</summary>
    ExitTriedAgain,

    /// <summary>An exit went on leg by leg to flat.</summary>
    Flattened,

    /// <summary>An exit waited hedged for a leg that did not trade.</summary>
    WaitedForLeg,

    /// <summary>A debt was repaid.</summary>
    Repaid,

    /// <summary>A repayment was tried again.</summary>
    RepaidAgain,

    /// <summary>Something from outside was booked.</summary>
    BookedOutside,

    /// <summary>A difference that nothing explains was booked.</summary>
    BookedUnexplained,

    /// <summary>An order that was over had traded after all.</summary>
    BookedLate,

    /// <summary>A row was read again after a write that failed.</summary>
    ReadAgain,

    /// <summary>Another owner had written the row.</summary>
    LostRow,

    /// <summary>The gate denied an order.</summary>
    Denied,

    /// <summary>A resting order was cancelled.</summary>
    Cancelled,

    /// <summary>An order filled while it was being cancelled.</summary>
    FilledWhileCancelled,

    /// <summary>A position that was held was made larger or smaller.</summary>
    Resized,

    /// <summary>Audit records were appended after an append had failed.</summary>
    AppendedAgain,

    /// <summary>A ladder took the place of another while a rung was filled.</summary>
    Relaid,

    /// <summary>An opening order ended in part, and its rung kept that part.</summary>
    KeptPart,

    /// <summary>A closing order ended in part.</summary>
    ClosedInPart,

    /// <summary>A filled rung rested without an order: it was too far from the price for the window.</summary>
    RestedAway,

    /// <summary>What was filled before its owner began was closed by the next one.</summary>
    ClosedAfterRestart,

    /// <summary>Nothing was opened any more: something outside had moved the position.</summary>
    Halted,

    /// <summary>All that was held was closed at once.</summary>
    ClosedAll,

    /// <summary>A grid ended by itself: stop-loss, take-profit, out of its range.</summary>
    EndedItself,

    /// <summary>A grid was left, and rests with nothing but dust.</summary>
    Stopped,

    /// <summary>Ten orders of it filled at one moment: a price gap went through them.</summary>
    GapFilledTen,
}
