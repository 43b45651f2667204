namespace EvenKeel.Tests;

/// <summary>What a piece of work allocates, apart from what the runtime allocates while it compiles it.</summary>
internal static class Allocated
{
    private const int Runs = 10;

    /// <summary>The least of a few runs on this thread [bytes]: a compilation happens once, and work that allocates
    /// does so each time.</summary>
    /// <param name="work">May be done again; each time it must do as much.</param>
    public static long By(Action work)
    {
        var least = long.MaxValue;
        for (var run = 0; run < Runs && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
