using CsCheck;

namespace EvenKeel.Tests;

/// <summary>Property tests that draw the same cases on every run and machine.</summary>
internal static class Repeatably
{
    private const ulong Seed = 20_250_101;

    /// <summary>Draws cases and checks each; what fails is named with its number.</summary>
    public static void Check<T>(this Gen<T> gen, Action<T> check, int times = 2_000)
    {
        var chance = new PCG(1, Seed);
        for (var i = 0; i < times; i++)
        {
            var drawn = gen.Generate(chance, null, out _);
            try
            {
                check(drawn);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i} of {times}: {drawn}: {e.Message}", e);
            }
        }
    }

    /// <summary>One of the values given.</summary>
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>A decimal of so many places, drawn evenly.</summary>
    public static Gen<decimal> Decimal(long from, long to, int places) =>
        Gen.Long[from, to].Select(n => new decimal(n) / (decimal)Math.Pow(10, places));
}
