using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>All that happened in one world, in order.</summary>
public sealed class History
{
    private readonly List<Happening> _all = [];

    public IReadOnlyList<Happening> All => _all;

    /// <summary>Whether what happened is kept, for whoever looks at it later.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>How much has happened.</summary>
    public int Count { get; private set; }

    /// <summary>Told of all that happens, as it happens.</summary>
    public Action<Happening>? Watched { get; set; }

    public void Add(Happening happening)
    {
        Count++;
        if (Keeps)
        {
            _all.Add(happening);
        }

        Watched?.Invoke(happening);
    }

    /// <summary>What happened of one kind, in order.</summary>
    public IEnumerable<T> Of<T>()
        where T : Happening => _all.OfType<T>();

    /// <summary>Every order that the venue took in, in that order, with the time.</summary>
    public IEnumerable<(OrderIntent Intent, Instant At)> Accepted => Of<Happening.Answered>()
        .Where(a => a is { Request: VenueRequest.PlaceOrder, Reply: VenueReply.Accepted })
        .Select(a => (((VenueRequest.PlaceOrder)a.Request).Order.Item, a.At));

    /// <summary>Every flow that was appended to the tables, in order.</summary>
    public IEnumerable<Flow> Flows => Of<Happening.Appended>().SelectMany(a => a.Entry.Flows);

    /// <summary>The last things that happened, one a line: what a failing run shows.</summary>
    public string Tail(int count) => string.Join('\n', _all.Skip(Math.Max(0, _all.Count - count)));
}
