using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Reconciliation;

/// <summary>A rule that says what should be. Pure: the same plan, book and market give the same target.</summary>
/// <typeparam name="TPlan">What was asked for: instruments, sizes, settings.</typeparam>
/// <typeparam name="TBook">What the machine holds and has in flight, from its own ledger and journal.</typeparam>
public interface IStrategy<in TPlan, in TBook>
{
    /// <summary>What should be, rounded to tick and lot.</summary>
    TargetState Target(TPlan plan, TBook book, MarketView market);
}

/// <summary>Everything outside the machine that a strategy may look at, at one moment.</summary>
/// <param name="Account">Null: it has not been read yet.</param>
/// <param name="Range">Average true range of the bars, what a price moves within one; null is unknown.
/// [quote/base]</param>
/// <param name="Now">Venue time. Ages of inputs are measured against it.</param>
public sealed record MarketView(
    MarketReport Market, AccountReport? Account, BasisSignal Basis, RiskMode Mode, Instant Now,
    Price? Range = null);
