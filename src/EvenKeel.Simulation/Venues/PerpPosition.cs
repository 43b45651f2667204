using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A one-way perpetual position. Its cost is kept as a sum: what is realised is rounded, what stays carries
/// the rest, and cash plus unrealised profit is exact.</summary>
internal sealed class PerpPosition
{
    private const int Digits = 8;

    /// <summary>Signed: short is negative. [base]</summary>
    public Quantity Size { get; private set; }

    /// <summary>Σ signed quantity × price of what is open, less what was realised. [quote]</summary>
    public Amount Cost { get; private set; }

    /// <summary>Profit at a mark that is not yet cash. [quote]</summary>
    public Amount Unrealised(Price mark) => (mark * Size) - Cost;

    /// <summary>Trades a signed quantity and says what became cash. Long 3 for 300, −1 at 110 → 110 − 100 = +10.
    /// [quote]</summary>
    public Amount Trade(Quantity signed, Price price)
    {
        if (Size.Sign * signed.Sign >= 0)
        {
            (Size, Cost) = (Size + signed, Cost + (price * signed));
            return Amount.Zero;
        }

        var closing = Quantity.Min(signed.Abs(), Size.Abs()) * signed.Sign;
        var part = Cost.Value * -closing.Value / Size.Value;
        var share = closing == -Size ? Cost : new(Math.Round(part, Digits, MidpointRounding.ToZero));
        var realised = (price * -closing) - share;
        (Size, Cost) = (Size + closing, Cost - share);
        return realised + Trade(signed - closing, price);
    }

    public void Restore(Quantity size, Amount cost) => (Size, Cost) = (size, cost);
}
