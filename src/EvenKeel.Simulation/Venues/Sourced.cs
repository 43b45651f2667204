using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A value with where it comes from, or the word "assumed" and why it was taken so.</summary>
public sealed record Sourced<T>(T Value, string Source);

/// <summary>What a trade costs: of the notional, or of the coin bought on spot. Negative is a rebate. [1]</summary>
public readonly record struct MakerTaker(Rate Maker, Rate Taker);

/// <summary>The fees of one tier.</summary>
public sealed record FeeTier(string Name, Sourced<MakerTaker> Spot, Sourced<MakerTaker> Linear);

/// <summary>The terms of borrowing a coin.</summary>
/// <param name="Limit">How much may be owed; zero: none on purpose. [coin]</param>
/// <param name="HourlyRate">Of the debt, each hour at five past. [1/h]</param>
public readonly record struct BorrowTerms(Quantity Limit, Rate HourlyRate);
