namespace EvenKeel.Markets;

/// <summary>Seeded chance: the same seed gives the same draws on every runtime and machine (splitmix64).</summary>
/// <remarks>A sequence is a value of its own; two owners that must not disturb each other take two of them.</remarks>
public sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>What is left to go on from, so that a sequence can be stored and resumed.</summary>
    public ulong State => _state;

    /// <summary>A sequence of its own for one subject: drawing from it moves no other.</summary>
    public static Chance Of(ulong seed, string subject) => new(seed ^ StableHash.Of(subject));

    /// <summary>The next 64 random bits (SplitMix64).</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A whole number in [<paramref name="from"/>, <paramref name="to"/>].</summary>
    public long Between(long from, long to) => from + (long)(Next() % (ulong)(to - from + 1));

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with a probability in [0, 1].</summary>
    public bool Happens(double probability) => Unit() < probability;
}

/// <summary>A hash that is the same on every run and machine (FNV-1a, 64 bit); string.GetHashCode is not.</summary>
public static class StableHash
{
    private const ulong Empty = 14695981039346656037UL;

    /// <summary>The hash of a text, by its UTF-16 units.</summary>
    public static ulong Of(string text) => Of(text, Empty);

    /// <summary>The hash of a text that goes on from another's: of both, one after the other.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong before)
    {
        var hash = before;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return hash;
    }
}
