namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>Protocols that are wrong in one place each: what the storm must catch, or it proves nothing.</summary>
public enum Wrong
{
    /// <summary>An order is sent before what is written of it is stored.</summary>
    NoWriteBeforeSend,

    /// <summary>The second leg trades what the first was asked for, not what it got.</summary>
    HedgesTheRequested,

    /// <summary>A hedge that fills in part is not followed by the rest.</summary>
    NoHedgeLoop,

    /// <summary>An order without an answer is sent again under a new id.</summary>
    BlindRetry,

    /// <summary>An order that is not found three times is taken for one that never arrived.</summary>
    ThreeNotFoundAreDead,

    /// <summary>A write that failed is taken for done.</summary>
    TrustsFailedWrite,

    /// <summary>A row is overwritten whoever has written it meanwhile.</summary>
    NoEtag,

    /// <summary>A request is signed with the time of sending.</summary>
    SignsWhenSending,

    /// <summary>The owner's own clock says when a lease has run out.</summary>
    LocalClock,

    /// <summary>An order that no list shows yet is taken for absent.</summary>
    NoVisibilityWait,

    /// <summary>Two first writes both succeed.</summary>
    UnfencedFirstWrite,

    /// <summary>What was seen before a pause is taken for fresh.</summary>
    StaleSnapshot,

    /// <summary>The number in an order's id starts again.</summary>
    IdThatWraps,

    /// <summary>The kill switch is forgotten when an owner starts.</summary>
    KillNotDurable,

    /// <summary>New settings reach what is held.</summary>
    ConfigurationNotPinned,

    /// <summary>A cancel that was taken in is read as an order that is over.</summary>
    CancelAnswerIsCancelled,

    // Two of our own, each of which one promise alone can catch

    /// <summary>What raises risk is called a hedge, and held to no limit.</summary>
    CallsNewRiskHedge,

    /// <summary>A leg that stands alone is hedged, some seconds too late.</summary>
    HedgesLate,
}
