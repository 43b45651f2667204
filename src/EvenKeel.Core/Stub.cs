// RULES HELPER: these are the names that Machines/ and Funding/Carry* call. Delete this file when your real types are there (same names, or fix the callers).
#pragma warning disable
using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;
namespace EvenKeel.Reconciliation {
  using EvenKeel.Funding; using EvenKeel.Risk;
  public enum Urgency { Normal, Warning, Emergency }
  public sealed record TargetState(ImmutableArray<int> P, string Because, Urgency Urgency) { public Quantity Of(Market m) => default; }
  public sealed record CurrentState();
  public static class Diff { public static ImmutableArray<int> Between(CurrentState a, TargetState b) => []; }
  public sealed record BasisSignal { public static BasisSignal None => new(); }
  public sealed record MarketView(MarketReport Market, AccountReport? Account, BasisSignal Basis, RiskMode Mode, Instant Now);
}
namespace EvenKeel.Risk {
  public sealed record RiskMode { public static RiskMode Unknown => new(); public static RiskMode Normal => new(); }
  public sealed record RiskLimits(); public sealed record RiskContext();
  public abstract record RiskVerdict { public sealed record Passed(Approved<OrderIntent> Order): RiskVerdict; public sealed record Denied(string Rule): RiskVerdict; }
  public static class RiskGate { public static bool IsRiskIncreasing(OrderDraft d, Ledger l, Quantity lot) => true; public static RiskVerdict Check(OrderIntent i, RiskContext c) => new RiskVerdict.Denied("x"); }
}
namespace EvenKeel.Funding {
  using EvenKeel.Reconciliation;
  public enum CarryDirection { Positive, Negative }
  public enum EntryStyle { Aggressive, Patient }
  public sealed record Fees(Rate SpotTaker);
  public sealed record ArbSettings { public TimeSpan QuoteAgeMax; public Rate EmergencyCap, NormalCap, WideCap, BorrowHourlyMax; public int HedgeTriesMax; public TimeSpan HedgeTime, PatientTime, RetryPause; public EntryStyle Style; public Amount SliceMax; public Market Lead; }
  public sealed record ArbPlan(Symbol Symbol, Instrument Spot, Instrument Perp, ArbSettings Settings, Fees Fees);
  public sealed record ArbBook();
  public sealed record WakeRule(Instant NextAt);
  public sealed class ArbStrategy { public static ArbStrategy Instance => new(); public TargetState Target(ArbPlan p, ArbBook b, MarketView v) => null!; public WakeRule Rest(ArbPlan p, ArbBook b, MarketView v) => null!; }
  public static class X { public static ArbBook ToArb(this CarryBook b, Carry c) => null!; public static CurrentState ToCurrent(this CarryBook b) => null!; public static EvenKeel.Risk.RiskContext ToRisk(this CarryBook b, EvenKeel.Risk.RiskLimits l) => null!; }
}
