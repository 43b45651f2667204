namespace EvenKeel.Orders;

/// <summary>Whole numbers as digits 0-9a-z.</summary>
internal static class Base36
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>The last <paramref name="length"/> digits of a number, leading zeros kept.</summary>
    public static string Write(UInt128 value, int length) => string.Create(length, value, static (span, rest) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            span[i] = Digits[(int)(rest % 36)];
            rest /= 36;
        }
    });

    /// <summary>Fills a place with a number that fits it, leading zeros kept.</summary>
    public static void Write(int value, Span<char> place)
    {
        for (var i = place.Length - 1; i >= 0; i--)
        {
            place[i] = Digits[value % 36];
            value /= 36;
        }
    }

    public static long Read(ReadOnlySpan<char> text)
    {
        var value = 0L;
        foreach (var c in text)
        {
            value = (value * 36) + (char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10);
        }

        return value;
    }

    public static bool Reads(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
