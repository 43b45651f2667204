namespace EvenKeel.Host.Tests;

/// <summary>Waits for what another thread or process does: asks again and again, a bounded number of times.</summary>
internal static class Eventually
{
    private const int Tries = 600;

    /// <summary>The first answer that fits.</summary>
    /// <param name="what">What is waited for, in words, for the failure.</param>
    /// <param name="log">What else the failure should show.</param>
    public static async Task<T> GetsAsync<T>(
        Func<Task<T>> ask, Func<T, bool> fits, string what, Func<string>? log = null)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < Tries; i++)
        {
            var answer = await ask();
            if (fits(answer))
            {
                return answer;
            }

            await again.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"not seen in {Tries} tries: {what}; last: {await ask()}\n{log?.Invoke()}");
    }

    public static Task HoldsAsync(Func<bool> holds, string what, Func<string>? log = null) =>
        GetsAsync(() => Task.FromResult(holds()), held => held, what, log);
}
