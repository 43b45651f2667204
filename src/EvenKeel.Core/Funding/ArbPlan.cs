using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>What trading costs on both legs, as the venue states it for this account.</summary>
/// <param name="SpotTaker">Of what is bought, in the coin received. [1]</param>
/// <param name="PerpTaker">Of the notional, in quote. [1]</param>
public readonly record struct FeeRates(Rate SpotTaker, Rate SpotMaker, Rate PerpTaker, Rate PerpMaker);

/// <summary>What was asked for one pair, and the terms on which it is traded.</summary>
/// <param name="Ranked">Whether the choice of pairs wants it now: without that there is no entry.</param>
/// <param name="Notional">Worth of each leg that is wanted. [quote]</param>
/// <param name="Fees">Read from the venue at the start.</param>
/// <param name="Margin">Tiers for "what would the account's health be".</param>
public sealed record ArbPlan(
    Symbol Symbol, Instrument Spot, Instrument Perp, ArbSettings Settings, bool Ranked, Amount Notional, FeeRates Fees,
    MarginTerms Margin)
{
    public Instrument Of(Market market) => market == Market.Spot ? Spot : Perp;

    /// <summary>To the coarser of the two lots, down: what both legs can trade. [base]</summary>
    public Quantity RoundDown(Quantity quantity) =>
        (Spot.Lot >= Perp.Lot ? Spot : Perp).RoundDown(quantity);

    /// <summary>The least that both legs can trade at a price. [base]</summary>
    public Quantity TradableResidue(Price price) =>
        Quantity.Max(Spot.TradableResidue(price), Perp.TradableResidue(price));
}

/// <summary>What a carry holds, has in flight, and last decided.</summary>
/// <param name="Base">Net base coin from the ledger; a short spot leg is negative. [base]</param>
/// <param name="Perp">Signed perpetual position from the ledger. [base]</param>
/// <param name="SpotInFlight">What open spot orders may still change, signed. [base]</param>
/// <param name="PerpInFlight">What open orders on the perpetual may still change, signed. [base]</param>
/// <param name="Direction">Null: flat; dust of earlier lives may be left.</param>
/// <param name="TargetSize">Size of each leg that was last decided, unsigned; zero when flat. [base]</param>
/// <param name="SizedFor">The plan's notional that <paramref name="TargetSize"/> was decided for; half of it after a
/// reduction by half. [quote]</param>
/// <param name="ReducedAt">When a warning last reduced it.</param>
/// <param name="ExitAsked">A person, or the portfolio, asked for the exit.</param>
public sealed record ArbBook(
    Quantity Base, Quantity Perp, Quantity SpotInFlight, Quantity PerpInFlight, CarryDirection? Direction,
    Quantity TargetSize, Amount SizedFor, Instant? EnteredAt, Instant? ReducedAt, bool ExitAsked)
{
    public static ArbBook Flat => new(
        Quantity.Zero, Quantity.Zero, Quantity.Zero, Quantity.Zero, null, Quantity.Zero, Amount.Zero, null, null, false);

    /// <summary>Spot with what is in flight. [base]</summary>
    public Quantity SpotHeld => Base + SpotInFlight;

    /// <summary>Perpetual with what is in flight. [base]</summary>
    public Quantity PerpHeld => Perp + PerpInFlight;

    /// <summary>The size that both legs have, or are about to have: the smaller of the two, unsigned. [base]</summary>
    public Quantity Size => Quantity.Min(SpotHeld.Abs(), PerpHeld.Abs());

    /// <summary>The same as the one Diff sees it.</summary>
    public CurrentState Current => new(
        [new(Market.Spot, Base, SpotInFlight), new(Market.Linear, Perp, PerpInFlight)], []);

    /// <summary>The book after a target was taken on: remembers direction, size, and when. A hold changes nothing.</summary>
    public ArbBook Adopt(TargetState target, ArbPlan plan, Instant now)
    {
        var size = target.Of(Market.Spot)?.Abs() ?? Quantity.Zero;
        return target.Move switch
        {
            Move.Hold => this,
            Move.Enter => this with
            {
                Direction = target.Of(Market.Spot) > Quantity.Zero ? CarryDirection.Positive : CarryDirection.Negative,
                TargetSize = size,
                SizedFor = plan.Notional,
                EnteredAt = EnteredAt ?? now,
            },
            Move.Resize => this with { TargetSize = size, SizedFor = plan.Notional },
            Move.Reduce => this with { TargetSize = size, SizedFor = SizedFor * ArbStrategy.Half, ReducedAt = now },
            Move.Exit => this with { TargetSize = Quantity.Zero, SizedFor = Amount.Zero },
            _ => throw new ArgumentOutOfRangeException(nameof(target), target.Move, "no such move"),
        };
    }

    /// <summary>The book of the same machine once both legs are down to dust: ready for a next life.</summary>
    public ArbBook Left() => Flat with { Base = Base, Perp = Perp };
}
