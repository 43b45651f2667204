using System.Text;

namespace EvenKeel.Simulation.Replay;

/// <summary>The lines of one recording, in one reused buffer: a line is valid until the next is asked for.</summary>
internal sealed class TapeLines(Stream stream, string name) : IDisposable
{
    /// <summary>A line longer than this is no line of a recording. [bytes]</summary>
    internal const int LineMax = 64 * 1024;

    private const int ValueMax = 40;
    private readonly byte[] _buffer = new byte[LineMax];
    private int _start;
    private int _end;

    /// <summary>The number of the line last given, counted from 1.</summary>
    public long Number { get; private set; }

    public string Name => name;

    /// <summary>The next line without its line end; false at the end of the stream.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0)
            {
                _start += length + 1;
                Number++;
                line = length > 0 && rest[length - 1] == '\r' ? rest[..(length - 1)] : rest[..length];
                return true;
            }

            if (!Refill())
            {
                line = default;
                return rest.IsEmpty ? false : throw CutOff(rest);
            }
        }
    }

    /// <summary>Reads the header, which is one of those allowed; gives its index.</summary>
    public int Header(params ReadOnlySpan<string> allowed)
    {
        if (!Next(out var line))
        {
            throw Unreadable([], $"the file is empty: it must begin with the header {allowed[0]}");
        }

        var header = Encoding.UTF8.GetString(line);
        var index = allowed.IndexOf(header);
        return index >= 0 ? index : throw Unreadable(line, $"must be the header {string.Join(" or ", allowed)}");
    }

    /// <summary>What is wrong with one column of a line; with its number of columns, if that is wrong too.</summary>
    public TapeFlaw Flaw(ReadOnlySpan<byte> line, string header, int column, string rule, TapeFlawKind kind)
    {
        var fields = header.Split(',');
        if (line.Count((byte)',') + 1 != fields.Length)
        {
            return Flaw(null, line, $"must have {fields.Length} columns: {header}", TapeFlawKind.Malformed);
        }

        var row = new TapeRow(line);
        for (var before = 0; before < column; before++)
        {
            row.TakeText();
        }

        return Flaw(fields[column], row.Field, rule, kind);
    }

    public void Dispose() => stream.Dispose();

    private bool Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Number++;
            throw Unreadable(_buffer, $"a line must be shorter than {LineMax} bytes");
        }

        try
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            var rule = $"must be readable from here on: {e.Message}";
            throw new TapeException(new(name, Number + 1, null, null, rule, TapeFlawKind.Unreadable), e);
        }
    }

    private TapeException CutOff(ReadOnlySpan<byte> line)
    {
        Number++;
        return Unreadable(line, "the file is cut off: its last line must have a line end");
    }

    private TapeFlaw Flaw(string? field, ReadOnlySpan<byte> value, string rule, TapeFlawKind kind) =>
        new(name, Number, field, Shown(value), rule, kind);

    private TapeException Unreadable(ReadOnlySpan<byte> value, string rule) =>
        new(Flaw(null, value, rule, TapeFlawKind.Unreadable));

    private static string Shown(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, ValueMax)]);
        var plain = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        return value.Length > ValueMax ? plain + "…" : plain;
    }
}
