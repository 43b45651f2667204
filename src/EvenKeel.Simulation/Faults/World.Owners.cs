using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

// Who owns the machine: one owner at a time, as the cluster believes. It may be wrong.
public abstract partial class World
{
    private readonly List<IOwner> _owners = [];
    private readonly List<Crossing> _boundaries = [];
    private int? _crashAt;

    /// <summary>The owner that was appointed last.</summary>
    public IOwner Owner => _owners[^1];

    /// <summary>All that were ever appointed; those before the last may still be at work.</summary>
    public IReadOnlyList<IOwner> Owners => _owners;

    /// <summary>What was crossed so far: each boundary of each need, in order.</summary>
    public IReadOnlyList<Crossing> Boundaries => _boundaries;

    /// <summary>Told of each boundary that any owner crosses; it may kill.</summary>
    public Action<Crossing> Crossing { get; set; } = _ => { };

    /// <summary>How often each reminder rings, and how late: once and in time.</summary>
    public Func<(int Times, TimeSpan Late)> Reminder { get; set; } = () => (1, TimeSpan.Zero);

    /// <summary>How much later than usual a push comes; null: it is lost.</summary>
    public Func<TimeSpan?> PushFate { get; set; } = () => TimeSpan.Zero;

    /// <summary>Kills the owner at the n-th boundary that it crosses from now on, counted from one; the next owner
    /// comes after the failover.</summary>
    internal void KillAt(int boundary) => _crashAt = _boundaries.Count + boundary;

    /// <summary>Kills the owner now.</summary>
    public void Crash(string where)
    {
        History.Add(new Happening.Crashed(Time.Now, where));
        var owner = Owner;
        owner.Die();
        Time.At(Time.Now + _plan.Failover, () =>
        {
            if (owner == Owner)
            {
                owner.ComesBack = true;
                owner.Start();
            }
        });
    }

    /// <summary>The cluster takes the owner for dead and appoints another, while it goes on.</summary>
    public void Usurp()
    {
        Owner.ComesBack = false;
        _owners.Add(Appoint());
        Owner.Start();
    }

    /// <summary>The owner's process stands still; after the failover the cluster appoints another, and when the first
    /// one wakes it goes on as if nothing had been.</summary>
    public void Sleep(TimeSpan span)
    {
        var sleeper = Owner;
        sleeper.Sleep(span);
        Time.At(Time.Now + _plan.Failover, () =>
        {
            if (sleeper == Owner && sleeper.Sleeps)
            {
                Usurp();
            }
        });
    }

    /// <summary>A rolling deploy: the owner ends what it has on its way, then another comes.</summary>
    public void Drain()
    {
        var leaving = Owner;
        leaving.ComesBack = false;
        leaving.Drain(() =>
        {
            if (leaving == Owner)
            {
                _owners.Add(Appoint());
                Owner.Start();
            }
        });
    }

    /// <summary>Something that the market's stream tells to whoever is at work: look now.</summary>
    public void Wake()
    {
        foreach (var owner in Working())
        {
            owner.Wake();
        }
    }

    /// <summary>Another owner of the same machine.</summary>
    private protected abstract IOwner Appoint();

    /// <summary>The first owner: there is one from the beginning.</summary>
    private protected void AppointFirst() => _owners.Add(Appoint());

    private protected void Alarm(string text) => History.Add(new Happening.Alarmed(Time.Now, text));

    private protected void Crossed(Crossing crossing)
    {
        _boundaries.Add(crossing);
        if (_crashAt == _boundaries.Count)
        {
            _crashAt = null;
            Crash(crossing.ToString());
        }

        Crossing(crossing);
    }

    private void Pushed(ClientOrderId? order, Quantity traded)
    {
        if (_plan.PushTakes is { } takes && PushFate() is { } late)
        {
            Time.At(Time.Now + takes + late, () => Push(order, traded));
        }
    }

    private void Push(ClientOrderId? order, Quantity traded)
    {
        foreach (var owner in Working())
        {
            if (order is { } id)
            {
                owner.Nudge(id, traded);
            }
            else
            {
                owner.Tick();
            }
        }
    }

    private void Remind(TimeSpan after) => Time.At(Time.Now + after, () =>
    {
        var (times, late) = Reminder();
        for (var i = 0; i < times; i++)
        {
            Time.At(Time.Now + late, () => Owner.Tick());
        }

        Remind(ReminderEvery);
    });

    /// <summary>The owners that are at work now, as a list of its own: one may fall while another is told.</summary>
    private IOwner[] Working() => [.. _owners.Where(o => o.Version is not null)];
}
