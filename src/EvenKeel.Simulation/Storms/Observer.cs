using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Counts what happens in one run.</summary>
internal sealed class Observer(World world, Progress progress)
{
    private const decimal MillisecondsOfHour = 3_600_000m;

    private readonly int[] _strikes = new int[Enum.GetValues<Fault>().Length];
    private readonly int[] _upon = new int[Enum.GetValues<Fault>().Length];
    private readonly Trace _trace = new();
    private Quantity _perp;
    private Instant _since;
    private bool _told;
    private bool _unpaid;
    private decimal _held;
    private int _sends;
    private int _orders;

    /// <summary>Whether an order is open in what is stored.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the account was liquidated and has nothing left to pay an order with, and a person was told:
    /// nobody can bring it to rest.</summary>
    public bool IsBroke => _told && _unpaid;

    /// <summary>Whether the storm has begun.</summary>
    public bool Counts
    {
        set => progress.Counts = value;
    }

    public void See(Happening happening)
    {
        _trace.See(happening);
        progress.See(happening);
        switch (happening)
        {
            case Happening.Stored { Row: var row }:
                IsOpen = row.Journal.Open.Any();
                break;
            case Happening.Struck { Fault: var fault }:
                _strikes[(int)fault]++;
                _upon[(int)fault] += IsOpen ? 1 : 0;
                break;
            case Happening.Sent { Request: var request }:
                _sends++;
                _orders += request is VenueRequest.PlaceOrder ? 1 : 0;
                break;
            case Happening.Alarmed:
                _told |= _strikes[(int)Fault.Liquidated] > 0;
                break;
            case Happening.Answered { Request: VenueRequest.PlaceOrder, Reply: var reply }:
                _unpaid = reply is VenueReply.Refused { Kind: RefusalKind.Funds }
                    || (_unpaid && reply is not VenueReply.Accepted);
                break;
            case Happening.Filled { Fill: { Market: Market.Linear } fill }:
                Hold(fill);
                break;
            default:
                break;
        }
    }

    /// <param name="crossings">How many boundaries were crossed.</param>
    public StormOutcome Conclude(StormPlan plan, Checker checker, int crossings)
    {
        var (now, start) = (world.Time.Now, plan.Start);
        Measure(now);
        var branches = new bool[Enum.GetValues<Branch>().Length];
        for (var i = 0; i < branches.Length; i++)
        {
            branches[i] = progress.Took((Branch)i);
        }

        return new(
            plan, [.. checker.Violations], [.. _strikes], [.. _upon], [.. branches], world.History.Count, _sends,
            _orders, progress.Entries, progress.Exits, _held, world.Row.Ledger.Funding, [.. checker.Stretches],
            now - start, crossings, _trace.Digest)
        {
            EntriesWhole = progress.EntriesWhole,
        };
    }

    private void Hold(Fill fill)
    {
        Measure(fill.At);
        _perp += fill.Quantity * fill.Side.Sign();
    }

    private void Measure(Instant now)
    {
        _held += (world.Market.Price * _perp.Abs()).Value * (now.Milliseconds - _since.Milliseconds)
            / MillisecondsOfHour;
        _since = now;
    }
}
