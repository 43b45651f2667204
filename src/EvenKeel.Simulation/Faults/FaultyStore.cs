using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Storage;

namespace EvenKeel.Simulation.Faults;

/// <summary>A store of serialised rows with etags, and append-only tables. It takes its time, and what was asked of it
/// happens whatever becomes of the owner that asked.</summary>
public sealed class FaultyStore(Timeline time, Chance chance, DelaySpan takes, History history) : IRowStore<Carry>
{
    /// <summary>Why a write under an old etag fails.</summary>
    public const string Conflict = "another owner has written the row";

    private readonly SortedDictionary<string, byte[]> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MachineRow<Carry>> _seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<OutboxEntry>> _tables = new(StringComparer.Ordinal);

    /// <summary>Decides what befalls each write.</summary>
    public Func<MachineRow<Carry>, StoreFate> WriteFate { get; set; } = _ => StoreFate.Done;

    /// <summary>Decides what befalls each append.</summary>
    public Func<StoreFate> AppendFate { get; set; } = () => StoreFate.Done;

    /// <summary>How much longer than usual the next write takes.</summary>
    public Func<TimeSpan> WriteLate { get; set; } = () => TimeSpan.Zero;

    /// <summary>Decides what a reader gets.</summary>
    public Func<ReadFate> ReadFate { get; set; } = () => Faults.ReadFate.Done;

    /// <summary>Whether a write of this version is held to the one before it.</summary>
    public Func<long, bool> Fences { get; set; } = _ => true;

    /// <summary>The largest row that was ever stored. [B]</summary>
    public int RowBytesMax { get; private set; }

    public MachineRow<Carry>? Read(string machine)
    {
        if (!_rows.TryGetValue(machine, out var bytes))
        {
            return null;
        }

        return ReadFate() switch
        {
            Faults.ReadFate.Done => RowFormat.Read<Carry>(bytes),
            Faults.ReadFate.Corrupt => RowFormat.Read<Carry>(bytes.AsSpan(0, bytes.Length / 2)),
            Faults.ReadFate.Newer => RowFormat.Check(
                RowFormat.Read<Carry>(bytes) with { Format = MachineRow<Carry>.FormatNow + 1 }),
            _ => throw new RowUnreadException("the store did not answer"),
        };
    }

    /// <summary>The same for an onlooker, without reading it anew.</summary>
    public MachineRow<Carry>? Seen(string machine) => _seen.GetValueOrDefault(machine);

    /// <summary>The audit records of one machine, oldest first.</summary>
    public IReadOnlyList<OutboxEntry> Table(string machine) => _tables.GetValueOrDefault(machine) ?? [];

    public void Write(MachineRow<Carry> row, Action<string?> done)
    {
        // What is written is what the row is now, not what its owner makes of it later.
        var bytes = RowFormat.Write(row);
        var fate = WriteFate(row);
        time.At(time.Now + takes.Draw(chance) + WriteLate(), () =>
        {
            if (fate == StoreFate.FailsBefore)
            {
                Fail("the store did not answer");
            }
            else if ((Seen(row.Machine)?.Version ?? 0) != row.Version - 1 && Fences(row.Version))
            {
                Fail(Conflict);
            }
            else
            {
                (_rows[row.Machine], _seen[row.Machine]) = (bytes, row);
                RowBytesMax = Math.Max(RowBytesMax, bytes.Length);
                history.Add(new Happening.Stored(time.Now, row));
                if (fate == StoreFate.FailsAfter)
                {
                    Fail("the store did not answer in time");
                }
                else
                {
                    done(null);
                }
            }
        });

        void Fail(string because)
        {
            history.Add(new Happening.Unstored(time.Now, because));
            done(because);
        }
    }

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done)
    {
        var appended = entries.ToImmutableArray();
        var fate = AppendFate();
        time.At(time.Now + takes.Draw(chance), () =>
        {
            if (fate != StoreFate.FailsBefore)
            {
                Append(machine, appended);
            }

            done(fate == StoreFate.Done);
        });
    }

    private void Append(string machine, ImmutableArray<OutboxEntry> entries)
    {
        if (!_tables.TryGetValue(machine, out var table))
        {
            _tables[machine] = table = [];
        }

        foreach (var entry in entries)
        {
            if (table.Count == 0 || entry.Version > table[^1].Version)
            {
                table.Add(entry);
                history.Add(new Happening.Appended(time.Now, entry));
            }
        }
    }
}
