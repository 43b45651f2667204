using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>What the stored rows say of the orders, and what is news in the last one.</summary>
internal sealed class Journals
{
    private readonly Dictionary<ClientOrderId, Entry> _all = [];
    private readonly List<Entry> _open = [];
    private readonly List<OrderIntent> _new = [];
    private readonly List<(OrderIntent Before, OrderIntent Now)> _changed = [];
    private readonly List<OrderIntent> _lost = [];
    private int _rows;

    /// <summary>Intents that no row had before.</summary>
    public IReadOnlyList<OrderIntent> New => _new;

    /// <summary>Intents that stand otherwise than in the row before.</summary>
    public IReadOnlyList<(OrderIntent Before, OrderIntent Now)> Changed => _changed;

    /// <summary>Intents that were open and are in the row no longer.</summary>
    public IReadOnlyList<OrderIntent> Lost => _lost;

    /// <summary>An order as it was stored last; null: it never was.</summary>
    public OrderIntent? Find(ClientOrderId id) => _all.GetValueOrDefault(id)?.Intent;

    /// <summary>Who wrote it down first.</summary>
    public Activation? WriterOf(ClientOrderId id) => _all.GetValueOrDefault(id)?.By;

    public void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row.Journal.Intents: var intents, By: var by })
        {
            return;
        }

        _rows++;
        _new.Clear();
        _changed.Clear();
        _lost.Clear();
        foreach (var intent in intents)
        {
            Read(intent, by);
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

    private void Read(OrderIntent intent, Activation by)
    {
        if (!_all.TryGetValue(intent.Id, out var entry))
        {
            _all[intent.Id] = entry = new(intent, by);
            _new.Add(intent);
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

    private sealed class Entry(OrderIntent intent, Activation by)
    {
        public OrderIntent Intent { get; set; } = intent;

        public Activation By { get; } = by;

        public int Row { get; set; }
    }
}
