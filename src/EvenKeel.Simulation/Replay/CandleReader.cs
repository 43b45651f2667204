using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>What a file of candles must be.</summary>
/// <param name="Name">What errors call it, e.g. <c>spot/BTCUSDT-5m.csv.gz</c>.</param>
/// <param name="Step">From one bar to the next; each bar opens at a whole multiple of it.</param>
/// <param name="Volume">Whether there is a volume column (a mark has none); null takes both.</param>
public sealed record CandleFormat(string Name, TimeSpan Step, bool? Volume = null);

/// <summary>Parses <c>open_time,open,high,low,close[,volume]</c> as it streams by; allocates nothing per row.</summary>
/// <param name="csv">Decompressed UTF-8; owned by the reader from now on.</param>
/// <param name="onFlaw">Told of each bad row, which is then left out; null: the first one throws. What makes the rest
/// unreadable always throws.</param>
public sealed class CandleReader(Stream csv, CandleFormat format, Action<TapeFlaw>? onFlaw = null) : ICandleFeed
{
    private const string Marked = "open_time,open,high,low,close";
    private const string Traded = "open_time,open,high,low,close,volume";

    private readonly TapeLines _lines = new(csv, format.Name);
    private Instant? _last;
    private bool _begun;
    private bool _volume;

    public int Read(Span<Candle> into)
    {
        if (!_begun)
        {
            _begun = true;
            ReadHeader();
        }

        var count = 0;
        while (count < into.Length && _lines.Next(out var line))
        {
            if (Parse(line, ref into[count]) is not { } flaw)
            {
                count++;
            }
            else if (onFlaw is null)
            {
                throw new TapeException(flaw);
            }
            else
            {
                onFlaw(flaw);
            }
        }

        return count;
    }

    public void Dispose() => _lines.Dispose();

    private void ReadHeader() => _volume = format.Volume switch
    {
        true => _lines.Header(Traded) == 0,
        false => _lines.Header(Marked) != 0,
        null => _lines.Header(Traded, Marked) == 0,
    };

    private TapeFlaw? Parse(ReadOnlySpan<byte> line, ref Candle candle)
    {
        var row = new TapeRow(line);
        if (!row.TakeTime(out var at))
        {
            return Flaw(line, 0, TapeRow.TimeRule);
        }

        var volume = 0m;
        if (!row.TakeNumber(out var open))
        {
            return Flaw(line, 1, TapeRow.NumberRule);
        }

        if (!row.TakeNumber(out var high))
        {
            return Flaw(line, 2, TapeRow.NumberRule);
        }

        if (!row.TakeNumber(out var low))
        {
            return Flaw(line, 3, TapeRow.NumberRule);
        }

        if (!row.TakeNumber(out var close))
        {
            return Flaw(line, 4, TapeRow.NumberRule);
        }

        if (_volume && !row.TakeNumber(out volume))
        {
            return Flaw(line, 5, TapeRow.NumberRule);
        }

        if (!row.AtEnd)
        {
            return Flaw(line, 0, "");
        }

        candle = new(at, new(open), new(high), new(low), new(close), new(volume));
        return Check(line, candle);
    }

    private TapeFlaw? Check(ReadOnlySpan<byte> line, in Candle candle)
    {
        var (open, high, low, close) = (candle.Open.Value, candle.High.Value, candle.Low.Value, candle.Close.Value);
        if (low <= 0m)
        {
            return Flaw(line, 3, "must be above zero");
        }

        if (high < open || high < close || high < low)
        {
            return Flaw(line, 2, "must not be below open, low or close");
        }

        if (low > open || low > close)
        {
            return Flaw(line, 3, "must not be above open, high or close");
        }

        if (candle.Volume.Value < 0m)
        {
            return Flaw(line, 5, "must not be negative");
        }

        return CheckTime(line, candle.OpenTime);
    }

    private TapeFlaw? CheckTime(ReadOnlySpan<byte> line, Instant at)
    {
        if (at.Floor(format.Step) != at)
        {
            return Flaw(line, 0, $"must be a whole multiple of the bar's {format.Step.TotalMinutes} minutes");
        }

        if (_last is { } last && at <= last)
        {
            return at == last
                ? Flaw(line, 0, $"must be after the row before, not once more {last}", TapeFlawKind.Duplicate)
                : Flaw(line, 0, $"must be after the row before, which is {last}", TapeFlawKind.OutOfOrder);
        }

        _last = at;
        return null;
    }

    private TapeFlaw Flaw(
        ReadOnlySpan<byte> line, int column, string rule, TapeFlawKind kind = TapeFlawKind.Malformed) =>
        _lines.Flaw(line, _volume ? Traded : Marked, column, rule, kind);
}
