using EvenKeel.Machines;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>What the stored rows say of the orders, and what is news in the last one.</summary>
/// <param name="raises">Whether an order raises risk, worked out from the row that it was first written in: what its
/// machine wrote of that is not believed.</param>
internal sealed class Journals(Func<IMachineRow, OrderIntent, bool> raises)
{
    private readonly Dictionary<ClientOrderId, Entry> _all = [];
    private readonly List<Entry> _open = [];
    private readonly List<OrderIntent> _new = [];
    private readonly List<OrderIntent> _newRisk = [];
    private readonly List<(OrderIntent Before, OrderIntent Now)> _changed = [];
    private readonly List<OrderIntent> _lost = [];
    private int _rows;

    /// <summary>Intents that no row had before.</summary>
    public IReadOnlyList<OrderIntent> New => _new;

    /// <summary>Those of them that raise risk.</summary>
    public IReadOnlyList<OrderIntent> NewRisk => _newRisk;

    /// <summary>Intents that stand otherwise than in the row before.</summary>
    public IReadOnlyList<(OrderIntent Before, OrderIntent Now)> Changed => _changed;

    /// <summary>Intents that were open and are in the row no longer.</summary>
    public IReadOnlyList<OrderIntent> Lost => _lost;

    /// <summary>An order as it was stored last; null: it never was.</summary>
    public OrderIntent? Find(ClientOrderId id) => _all.GetValueOrDefault(id)?.Intent;

    /// <summary>Who wrote it down first.</summary>
    public Activation? WriterOf(ClientOrderId id) => _all.GetValueOrDefault(id)?.By;

    /// <summary>Whether an order raised risk when it was written; one that never was is none of ours to tell.</summary>
    public bool RaisesRisk(ClientOrderId id) => _all.GetValueOrDefault(id) is { RaisesRisk: true };

    public void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: var row, By: var by })
        {
            return;
        }

        _rows++;
        _new.Clear();
        _newRisk.Clear();
        _changed.Clear();
        _lost.Clear();
        foreach (var intent in row.Journal.Intents)
        {
            Read(row, intent, by);
        }

        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Row != _rows)
            {
                _lost.Add(_open[i].Intent);
                _open.RemoveAt(i);
            }
            else if (!_open[i].Intent.IsOpen)
            {
                _open.RemoveAt(i);
            }
        }
    }

    private void Read(IMachineRow row, OrderIntent intent, Activation by)
    {
        if (!_all.TryGetValue(intent.Id, out var entry))
        {
            _all[intent.Id] = entry = new(intent, by, raises(row, intent));
            _new.Add(intent);
            if (entry.RaisesRisk)
            {
                _newRisk.Add(intent);
            }

            if (intent.IsOpen)
            {
                _open.Add(entry);
            }
        }
        else if (!ReferenceEquals(entry.Intent, intent) && entry.Intent != intent)
        {
            _changed.Add((entry.Intent, intent));
            entry.Intent = intent;
        }

        entry.Row = _rows;
    }

    private sealed class Entry(OrderIntent intent, Activation by, bool raisesRisk)
    {
        public OrderIntent Intent { get; set; } = intent;

        public Activation By { get; } = by;

        public bool RaisesRisk { get; } = raisesRisk;

        public int Row { get; set; }
    }
}
