using System.Buffers.Text;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Takes the fields of one CSV line from left to right, without allocating; what it takes is exact.</summary>
/// <remarks>A field that cannot be taken stays where it is, so that <see cref="Field"/> can show it.</remarks>
internal ref struct TapeRow(ReadOnlySpan<byte> line)
{
    internal const string NumberRule = "must be a plain decimal number of at most 28 digits";
    internal const string TimeRule = "must be a UTC time like 2025-01-31T08:00:00Z";

    private const int DigitsFast = 18;
    private const int DigitsMax = 28;
    private const int TimeLength = 20;
    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    /// <summary>Nothing is left: the last field was taken and no comma follows it.</summary>
    public readonly bool AtEnd => _ended;

    /// <summary>The field that is taken next.</summary>
    public readonly ReadOnlySpan<byte> Field => _rest.IndexOf((byte)',') is var comma and >= 0 ? _rest[..comma] : _rest;

    public ReadOnlySpan<byte> TakeText()
    {
        var field = Field;
        Pass(field.Length);
        return field;
    }

    public bool TakeNumber(out decimal value)
    {
        var rest = _rest;
        var negative = !rest.IsEmpty && rest[0] == '-';
        var (start, at, mantissa) = (negative ? 1 : 0, negative ? 1 : 0, 0UL);
        at = Digits(rest, at, ref mantissa);
        var (digits, scale) = (at - start, 0);
        if (at < rest.Length && rest[at] == '.' && digits > 0)
        {
            var point = at;
            at = Digits(rest, at + 1, ref mantissa);
            scale = at - point - 1;
            digits = scale == 0 ? 0 : digits + scale;
        }

        value = 0m;
        if (digits is 0 or > DigitsMax || (at < rest.Length && rest[at] != ','))
        {
            return false;
        }

        value = digits <= DigitsFast
            ? new decimal(unchecked((int)mantissa), unchecked((int)(mantissa >> 32)), 0, negative, (byte)scale)
            : Long(rest[..at]);
        Pass(at);
        return true;
    }

    public bool TakeTime(out Instant at)
    {
        at = default;
        var field = Field;
        if (_ended || field.Length != TimeLength || field[4] != '-' || field[7] != '-' || field[10] != 'T'
            || field[13] != ':' || field[16] != ':' || field[19] != 'Z')
        {
            return false;
        }

        var year = (Two(field, 0) * 100) + Two(field, 2);
        var (month, day) = (Two(field, 5), Two(field, 8));
        var (hour, minute, second) = (Two(field, 11), Two(field, 14), Two(field, 17));
        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        at = Instant.At(year, month, day, hour, minute, second);
        Pass(TimeLength);
        return true;
    }

    // Beyond eighteen digits the mantissa runs over; it is not used then.
    private static int Digits(ReadOnlySpan<byte> text, int at, ref ulong mantissa)
    {
        var sum = mantissa;
        while ((uint)at < (uint)text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            sum = unchecked((sum * 10) + (ulong)(text[at] - '0'));
            at++;
        }

        mantissa = sum;
        return at;
    }

    private void Pass(int length)
    {
        _ended = length == _rest.Length;
        _rest = _ended ? default : _rest[(length + 1)..];
    }

    private static decimal Long(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out decimal value, out var used) && used == number.Length
            ? value
            : throw new InvalidOperationException("a number of digits and at most one point is a decimal");

    // Far below any valid value when a character is no digit, so that each range check refuses it.
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (tens * 10) + ones : -100_000;
    }
}
