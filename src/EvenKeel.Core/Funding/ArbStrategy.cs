using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>The carry's rule: when to enter, hold, reduce, resize and leave.</summary>
public sealed class ArbStrategy : IStrategy<ArbPlan, ArbBook>
{
    private ArbStrategy()
    {
    }

    public static ArbStrategy Instance { get; } = new();

    /// <summary>What is left after a warning: a half.</summary>
    public const decimal Half = 0.5m;

    public TargetState Target(ArbPlan plan, ArbBook book, MarketView market) =>
        new([], [], "not yet", Urgency.Normal);

    /// <summary>Until when <see cref="Target"/> gives this same answer.</summary>
    public WakeRule Rest(ArbPlan plan, ArbBook book, MarketView market) =>
        Target(plan, book, market).Move == Move.Hold ? WakeRule.Always : WakeRule.Always with { NextAt = market.Now };
}
