using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;

namespace EvenKeel.Grains.Funding;

/// <summary>On what terms a pair is traded: the plan for its next position, and what binds its orders.</summary>
public sealed record CarryTerms(ArbPlan Plan, RiskLimits Limits);

/// <summary>The terms of every pair of this service.</summary>
public interface ICarryDesk
{
    /// <summary>How often a pair's market is read; null: only when somebody calls Tick.</summary>
    TimeSpan? TickEvery { get; }

    CarryTerms TermsOf(Symbol pair);
}
