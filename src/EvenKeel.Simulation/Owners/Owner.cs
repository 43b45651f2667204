using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;

namespace EvenKeel.Simulation.Owners;

/// <summary>Owns one machine in virtual time, as its grain does in real time: does what the runner needs, tells it how
/// that went. It can die at any boundary and come back from what is stored.</summary>
public sealed class Owner<TState>(
    string name, TState initial, IMachine<TState> machine, RunnerSettings settings, Timeline time, IWire wire,
    IRowStore<TState> store)
{
    private int _life;
    private Instant _timer = Instant.Never;
    private bool _pumping;

    /// <summary>What the kill row says.</summary>
    public Func<RiskMode> Mode { get; init; } = () => RiskMode.Normal;

    /// <summary>Called at each boundary of each need but a wait: where a crash can strike.</summary>
    public Action<Need, Boundary>? Crossing { get; init; }

    /// <summary>How long after a lost row it reads it again.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a person would be told.</summary>
    public Action<string> Alarmed { get; init; } = _ => { };

    /// <summary>Null while it is dead.</summary>
    public DurableRunner<TState>? Runner { get; private set; }

    /// <summary>Reads the row and starts to own it.</summary>
    public void Start()
    {
        _life++;
        _timer = Instant.Never;
        var row = store.Read(name) ?? MachineRow<TState>.New(name, initial, time.Now);
        Runner = new(machine, settings, row, time.Now);
        Pump();
    }

    /// <summary>Forgets all that is not stored; answers that are on their way come to nobody.</summary>
    public void Die()
    {
        _life++;
        Runner = null;
    }

    /// <summary>Does all that can be done now.</summary>
    public void Pump()
    {
        if (_pumping)
        {
            return;
        }

        _pumping = true;
        try
        {
            DoAll(_life);
        }
        finally
        {
            _pumping = false;
        }

        foreach (var alarm in Runner?.TakeAlarms() ?? [])
        {
            Alarmed(alarm);
        }
    }

    /// <summary>The venue pushed something about an order.</summary>
    public void Nudge(ClientOrderId order)
    {
        Runner?.Nudge(order, time.Now);
        Pump();
    }

    /// <summary>The reminder: looks, and compares venue and ledger.</summary>
    public void Tick()
    {
        Runner?.Reconcile();
        Runner?.Wake();
        Pump();
    }

    private void DoAll(int life)
    {
        while (life == _life && Runner?.Next(time.Now) is { } need)
        {
            if (need is Need.Wait wait)
            {
                Arm(wait.Until);
                break;
            }

            Crossing?.Invoke(need, Boundary.Before);
            if (life == _life)
            {
                Do(need);
            }
        }
    }

    private void Do(Need need)
    {
        var (life, runner) = (_life, Runner!);
        var done = false;
        switch (need)
        {
            case Need.WriteRow:
                store.Write(runner.Pending, failure => Done(() => Written(runner, failure)));
                break;
            case Need.Ask ask:
                wire.Carry(ask.Request, reply => Done(() => runner.Answered(ask.Request, reply, time.Now)));
                break;
            case Need.ReadKill:
                Done(() => runner.KillRead(Mode()));
                break;
            case Need.Append:
                store.Append(name, runner.Row.Outbox, appended =>
                    Done(appended ? runner.Appended : runner.AppendFailed));
                break;
            case Need.Stop:
                Die();
                time.At(time.Now + RestartAfter, Start);
                return;
            default:
                throw new InvalidOperationException($"No way to do {need.GetType().Name}.");
        }

        if (!done)
        {
            Crossing?.Invoke(need, Boundary.OnItsWay);
        }

        void Done(Action tell)
        {
            done = true;
            if (life == _life)
            {
                tell();
                Crossing?.Invoke(need, Boundary.Done);
            }

            if (life == _life)
            {
                Pump();
            }
        }
    }

    private void Written(DurableRunner<TState> runner, string? failure)
    {
        if (failure is null)
        {
            runner.Wrote(time.Now);
        }
        else
        {
            runner.WriteFailed(failure);
        }
    }

    private void Arm(Instant until)
    {
        if (until >= Instant.Never || (_timer <= until && _timer > time.Now))
        {
            return;
        }

        _timer = until;
        var life = _life;
        time.At(until, () =>
        {
            if (life == _life)
            {
                Pump();
            }
        });
    }
}
