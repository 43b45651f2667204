using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>A store of serialised rows with etags, and append-only tables. It takes its time, and what was asked of it
/// happens whatever becomes of the owner that asked.</summary>
public abstract class FaultyStore(Timeline time, Chance chance, DelaySpan takes, History history)
{
    /// <summary>Why a write under an old etag fails.</summary>
    public const string Conflict = "another owner has written the row";

    private readonly SortedDictionary<string, List<OutboxEntry>> _tables = new(StringComparer.Ordinal);

    /// <summary>Decides what befalls each write.</summary>
    public Func<IMachineRow, StoreFate> WriteFate { get; set; } = _ => StoreFate.Done;

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

    /// <summary>The audit records of one machine, oldest first.</summary>
    public IReadOnlyList<OutboxEntry> Table(string machine) => _tables.GetValueOrDefault(machine) ?? [];

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

    /// <summary>Stores a row after a while, if the one before it is still there.</summary>
    /// <param name="done">Told why it failed; null: it is stored.</param>
    protected void Write(
        IMachineRow row, Activation by, int bytes, Func<long> versionNow, Action store, Action<string?> done)
    {
        var fate = WriteFate(row);
        time.At(time.Now + takes.Draw(chance) + WriteLate(), () =>
        {
            if (fate == StoreFate.FailsBefore)
            {
                Fail("the store did not answer");
            }
            else if (versionNow() != row.Version - 1 && Fences(row.Version))
            {
                Fail(Conflict);
            }
            else
            {
                store();
                RowBytesMax = Math.Max(RowBytesMax, bytes);
                history.Add(new Happening.Stored(time.Now, row, by));
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
