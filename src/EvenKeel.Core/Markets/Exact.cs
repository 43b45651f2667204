using System.Runtime.CompilerServices;

namespace EvenKeel.Markets;

/// <summary>Sums and comparisons of decimals: digit for digit what <see cref="decimal"/> gives, and faster for two
/// numbers that fit 64 bits when both are written with as many places, as prices and quantities do.</summary>
internal static class Exact
{
    private const int Place = 1 << 16;
    private static readonly ulong[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal Sum(decimal a, decimal b)
    {
        var (x, y) = (Unsafe.BitCast<decimal, Parts>(a), Unsafe.BitCast<decimal, Parts>(b));
        return Parts.Align(ref x, ref y) && x.Low <= ulong.MaxValue - y.Low
            ? Unsafe.BitCast<Parts, decimal>(x with { Low = x.Low + y.Low })
            : a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static decimal Difference(decimal a, decimal b)
    {
        var (x, y) = (Unsafe.BitCast<decimal, Parts>(a), Unsafe.BitCast<decimal, Parts>(b));
        return !Parts.Align(ref x, ref y) || x.Low == y.Low ? a - b
            : x.Low > y.Low ? Unsafe.BitCast<Parts, decimal>(x with { Low = x.Low - y.Low })
            : Unsafe.BitCast<Parts, decimal>(x with { Low = y.Low - x.Low, Flags = x.Flags ^ int.MinValue });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare(decimal a, decimal b)
    {
        var (x, y) = (Unsafe.BitCast<decimal, Parts>(a), Unsafe.BitCast<decimal, Parts>(b));
        return !Parts.Align(ref x, ref y) ? decimal.Compare(a, b)
            : x.IsNegative ? y.Low.CompareTo(x.Low)
            : x.Low.CompareTo(y.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(decimal a, decimal b)
    {
        var (x, y) = (Unsafe.BitCast<decimal, Parts>(a), Unsafe.BitCast<decimal, Parts>(b));
        return Parts.Align(ref x, ref y) ? x.Low == y.Low : a == b;
    }

    /// <summary>The whole multiple of a step at or below a number in size, sign kept, without zeros at its
    /// end.</summary>
    public static decimal Floor(decimal number, decimal step)
    {
        var (x, y) = (Unsafe.BitCast<decimal, Parts>(number), Unsafe.BitCast<decimal, Parts>(step));
        var places = y.Places - x.Places;
        return (x.High | y.High) == 0 && places >= 0 && places < s_powers.Length
            && (y.Low == 1 || (Math.BigMul(x.Low, s_powers[places], out var low) == 0 && low % y.Low == 0))
                ? Plain(number)
                : Plain(number - (number % step));
    }

    /// <summary>The same number without zeros at its end: a division leaves up to 28 of them, which every sum after it
    /// would carry along.</summary>
    public static decimal Plain(decimal number)
    {
        var parts = Unsafe.BitCast<decimal, Parts>(number);
        if (parts.High != 0)
        {
            return number / 1.0000000000000000000000000000m;
        }

        while (parts.Places > 0 && parts.Low % 10 == 0)
        {
            parts = parts with { Low = parts.Low / 10, Flags = parts.Flags - Place };
        }

        return Unsafe.BitCast<Parts, decimal>(parts);
    }

    /// <summary>A decimal as it lies in memory, like one of OLE Automation: sign and places, then 96 bits.</summary>
    private readonly record struct Parts(int Flags, uint High, ulong Low)
    {
        public bool IsNegative => Flags < 0;

        public int Places => (Flags >> 16) & 0xFF;

        /// <summary>Whether both have one sign, and as many places with lower 64 bits that say all: if they have not,
        /// the one with fewer is written with as many as the other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Align(ref Parts x, ref Parts y) =>
            (x.High | y.High) == 0 && (x.Flags == y.Flags || (x.Flags ^ y.Flags) >= 0 && (
                x.Places < y.Places ? Widen(ref x, y) : Widen(ref y, x)));

        private static bool Widen(ref Parts narrow, Parts wide)
        {
            var places = wide.Places - narrow.Places;
            if (places >= s_powers.Length || Math.BigMul(narrow.Low, s_powers[places], out var low) != 0)
            {
                return false;
            }

            narrow = narrow with { Low = low, Flags = wide.Flags };
            return true;
        }
    }
}
