using System.Globalization;
using CsCheck;

namespace EvenKeel.Tests;

/// <summary>Property tests that draw the same cases on every run and machine.</summary>
/// <remarks>EVENKEEL_SEED draws other cases. What fails says by which command it is repeated.</remarks>
internal static class Repeatably
{
    private static readonly ulong s_seed = ulong.Parse(
        Environment.GetEnvironmentVariable("EVENKEEL_SEED") ?? "20250101", CultureInfo.InvariantCulture);

    /// <summary>The one command that draws the same cases again for the test that runs now.</summary>
    public static string Command =>
        $"EVENKEEL_SEED={s_seed} dotnet run -c Release --project tests/EvenKeel.Tests -- -method " +
        $"{TestContext.Current.TestClass?.TestClassName}.{TestContext.Current.TestMethod?.MethodName}";

    /// <summary>Draws cases and checks each; what fails is named with its number.</summary>
    public static void Check<T>(this Gen<T> gen, Action<T> check, int times = 2_000)
    {
        var chance = new PCG(1, s_seed);
        for (var i = 0; i < times; i++)
        {
            var drawn = gen.Generate(chance, null, out _);
            try
            {
                check(drawn);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"case {i} of {times}: {drawn}: {e.Message}\nrepeat it: {Command}", e);
            }
        }
    }

    /// <summary>One of the values given.</summary>
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>A decimal of so many places, drawn evenly.</summary>
    public static Gen<decimal> Decimal(long from, long to, int places) =>
        Gen.Long[from, to].Select(n => new decimal(n) / (decimal)Math.Pow(10, places));
}
