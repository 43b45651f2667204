using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Parses <c>symbol,settle_time,rate</c>. Symbols may come in any order and mixed; within one symbol time
/// ascends.</summary>
/// <param name="csv">Decompressed UTF-8; owned by the reader from now on.</param>
/// <param name="onFlaw">Told of each bad row, which is then left out; null: the first one throws. What makes the rest
/// unreadable always throws.</param>
public sealed class SettlementReader(Stream csv, string name, Action<TapeFlaw>? onFlaw = null) : IDisposable
{
    private const string Header = "symbol,settle_time,rate";
    private const int SymbolMax = 32;

    private static readonly SearchValues<byte> SymbolBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private readonly TapeLines _lines = new(csv, name);
    private readonly Dictionary<string, List<Settlement>> _read = new(StringComparer.Ordinal);

    /// <summary>Every settlement of the symbols asked for, oldest first; null asks for all. A symbol without one is
    /// not in the answer.</summary>
    public ImmutableSortedDictionary<string, FundingCalendar> Read(IReadOnlyCollection<Symbol>? symbols = null)
    {
        _lines.Header(Header);
        var lookup = _read.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> symbol = stackalloc char[SymbolMax];
        while (_lines.Next(out var line))
        {
            if (Parse(line, symbol, out var length, out var settlement) is { } malformed)
            {
                Report(malformed);
                continue;
            }

            if (!lookup.TryGetValue(symbol[..length], out var settled))
            {
                settled = _read[symbol[..length].ToString()] = [];
            }

            if (CheckTime(line, settled, settlement.At) is { } flaw)
            {
                Report(flaw);
                continue;
            }

            settled.Add(settlement);
        }

        return _read
            .Where(entry => symbols is null || symbols.Contains(new Symbol(entry.Key)))
            .ToImmutableSortedDictionary(e => e.Key, e => new FundingCalendar([.. e.Value]), StringComparer.Ordinal);
    }

    public void Dispose() => _lines.Dispose();

    private TapeFlaw? Parse(ReadOnlySpan<byte> line, Span<char> symbol, out int length, out Settlement settlement)
    {
        var row = new TapeRow(line);
        var text = row.TakeText();
        (length, settlement) = (text.Length, default);
        if (text.Length is 0 or > SymbolMax || text.ContainsAnyExcept(SymbolBytes))
        {
            return Flaw(line, 0, $"must be 1 to {SymbolMax} capital letters or digits");
        }

        Encoding.ASCII.GetChars(text, symbol);
        if (!row.TakeTime(out var at))
        {
            return Flaw(line, 1, TapeRow.TimeRule);
        }

        if (!row.TakeNumber(out var rate))
        {
            return Flaw(line, 2, TapeRow.NumberRule);
        }

        settlement = new(at, new(rate));
        return !row.AtEnd || rate is <= -1m or >= 1m ? Flaw(line, 2, "must be between -1 and 1") : null;
    }

    private TapeFlaw? CheckTime(ReadOnlySpan<byte> line, List<Settlement> settled, Instant at)
    {
        if (settled is not [.., var last] || at > last.At)
        {
            return null;
        }

        return at == last.At
            ? Flaw(line, 1, "must not be there twice for a symbol", TapeFlawKind.Duplicate)
            : Flaw(line, 1, $"must be after the symbol's row before, which is {last.At}", TapeFlawKind.OutOfOrder);
    }

    private TapeFlaw Flaw(
        ReadOnlySpan<byte> line, int column, string rule, TapeFlawKind kind = TapeFlawKind.Malformed) =>
        _lines.Flaw(line, Header, column, rule, kind);

    private void Report(TapeFlaw flaw) => (onFlaw ?? (bad => throw new TapeException(bad)))(flaw);
}
