using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Machines;

/// <summary>What this activation knows of one open order beyond what is written: when to ask after it next.</summary>
internal sealed class Lane(ClientOrderId id, Market market, Instant askAt)
{
    private static readonly TimeSpan s_pauseMax = TimeSpan.FromSeconds(2);

    public ClientOrderId Id { get; } = id;

    public Market Market { get; } = market;

    public Instant AskAt { get; set; } = askAt;

    /// <summary>Requests of this order that are on their way: its send, cancels, a question.</summary>
    public int OnItsWay { get; set; }

    /// <summary>The gate's proof waits here until the row with the intent is written.</summary>
    public bool Unsent { get; set; }

    /// <summary>One of several orders of its market, each in a slot of its own.</summary>
    public bool InSlot { get; init; }

    /// <summary>It rests at the venue and all that it has traded is booked: as long as nothing else is heard of it, its
    /// market can be compared.</summary>
    public bool Rests { get; set; }

    /// <summary>When the question was asked that found it at the venue last.</summary>
    public Instant SeenAt { get; set; }

    public Instant AskedAt { get; set; }

    /// <summary>When something was pushed about it that no answer has shown yet.</summary>
    public Instant? HeardAt { get; set; }

    /// <summary>When its cancel, if it was asked for and the order is still there, is sent once more.</summary>
    public Instant CancelAgainAt { get; set; }

    /// <summary>A push or an answer came while a question was on its way: ask again after it.</summary>
    public bool Nudged { get; set; }

    /// <summary>How often in a row it was not found, or its executions lagged behind.</summary>
    public int Misses { get; set; }

    /// <summary>When all lists were first empty after the lease had run out.</summary>
    public Instant? EmptyAt { get; set; }

    /// <summary>Empty twice after its lease: if the account is as the ledger explains, it never arrived.</summary>
    public bool AwaitsProof { get; set; }

    /// <summary>The comparison under way began after it was empty twice: what it finds is the proof.</summary>
    public bool InProof { get; set; }

    public bool IsDue(Instant now) => OnItsWay == 0 && !Unsent && !AwaitsProof && AskAt <= now;

    public void AskSoon(Instant now)
    {
        AskAt = Instant.Earlier(AskAt, now);
        Nudged = OnItsWay > 0;
    }

    /// <summary>Asks again after a pause that doubles from <paramref name="first"/> up to 2 s.</summary>
    public void AskLater(Instant now, TimeSpan first)
    {
        var pause = first * Math.Pow(2, Math.Min(Misses, 10));
        AskAt = now + (pause < s_pauseMax ? pause : s_pauseMax);
        Misses++;
    }

    /// <summary>No comparison proved it: ask once more before the next one.</summary>
    /// <param name="at">Later than now, or question and comparison would chase each other without a pause.</param>
    public void AskForProofAgain(Instant at) => (AskAt, AwaitsProof, InProof) = (at, false, false);
}
