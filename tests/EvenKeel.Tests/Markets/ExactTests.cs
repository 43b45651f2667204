using CsCheck;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Markets;

/// <summary>The short cuts give what decimals give, to the last digit and the last zero.</summary>
public sealed class ExactTests
{
    private const decimal One = 1.0000000000000000000000000000m;

    // Of few places and of many, with zeros at the end and without, within 64 bits and beyond, zero of either sign.
    private static readonly Gen<decimal> Numbers = Gen.Select(
        Gen.Long, Gen.Int[0, 63], Repeatably.Among(0, 0, 0, 1, int.MaxValue), Gen.Bool,
        Repeatably.Among<byte>(0, 1, 1, 2, 3, 8, 19, 28), Repeatably.Among(1L, 1L, 10L, 1_000L, 100_000_000L),
        (bits, shift, high, negative, places, zeros) =>
        {
            var low = unchecked((ulong)bits) >> shift;
            low -= low % (ulong)zeros;
            return new decimal(unchecked((int)low), unchecked((int)(low >> 32)), high, negative, places);
        });

    [Fact]
    public void Sums_and_comparisons_are_those_of_decimals() => Gen.Select(Numbers, Numbers, Gen.Bool).Check(
        drawn =>
        {
            var (a, b) = (drawn.Item1, drawn.Item3 ? drawn.Item2 : Like(drawn.Item2, drawn.Item1));
            Same(() => a + b, () => Exact.Sum(a, b));
            Same(() => a - b, () => Exact.Difference(a, b));
            Same(() => a - a, () => Exact.Difference(a, a));
            Assert.Equal(Math.Sign(decimal.Compare(a, b)), Math.Sign(Exact.Compare(a, b)));
            Assert.Equal((a == b, true), (Exact.AreEqual(a, b), Exact.AreEqual(a, a)));
            Assert.Equal((new Price(a) == new Price(b), a == 0m), (a == b, new Quantity(a).IsZero));
        },
        times: 20_000);

    [Fact]
    public void The_whole_multiple_of_a_step_is_what_the_remainder_leaves_without_zeros() =>
        Gen.Select(Numbers, Repeatably.Among(0.1m, 0.10m, 0.001m, 1m, 5m, 0.25m, 0.00000001m, 1e-28m), Gen.Bool).Check(
            drawn =>
            {
                var (number, step, onIt) = drawn;
                if (onIt && Math.Abs(number) < 1e18m)
                {
                    number = Math.Truncate(number / 1e10m) * step;
                }

                Same(() => (number - (number % step)) / One, () => Exact.Floor(number, step));
                Same(() => number / One, () => Exact.Plain(number));
            },
            times: 20_000);

    // Of as many places and of the same sign: what the short cut is for.
    private static decimal Like(decimal number, decimal other)
    {
        var parts = decimal.GetBits(number);
        return new(parts[0], parts[1], 0, decimal.IsNegative(other), other.Scale);
    }

    private static void Same(Func<decimal> expected, Func<decimal> actual)
    {
        try
        {
            Assert.Equal(decimal.GetBits(expected()), decimal.GetBits(actual()));
        }
        catch (OverflowException)
        {
            Assert.Throws<OverflowException>(() => actual());
        }
    }
}
