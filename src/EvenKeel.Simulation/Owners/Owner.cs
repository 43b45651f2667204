using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Storage;

namespace EvenKeel.Simulation.Owners;

/// <summary>Owns one machine in virtual time, as its grain does in real time: does what the runner needs, tells it how
/// that went. It can die at any boundary and come back from what is stored, and sleep and wake as if nothing had
/// been.</summary>
public sealed class Owner<TState>(
    string name, TState initial, IMachine<TState> machine, RunnerSettings settings, Timeline time, IWire wire,
    IRowStore<TState> store) : IOwner
{
    private int _life;
    private int _onItsWay;
    private Instant _timer = Instant.Never;
    private Instant _asleepUntil;
    private bool _pumping;
    private Action? _drained;

    /// <summary>What the kill row says.</summary>
    public Func<RiskMode> Mode { get; init; } = () => RiskMode.Normal;

    /// <summary>Called at each boundary of each need but a wait: where a crash can strike.</summary>
    public Action<Need, Boundary>? Crossing { get; init; }

    /// <summary>How long after a lost row, or one that could not be read, it reads it again.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a person would be told.</summary>
    public Action<string> Alarmed { get; init; } = _ => { };

    /// <summary>Called when it has read the row and is about to go on from it.</summary>
    public Action<MachineRow<TState>>? Began { get; init; }

    /// <summary>Null while it is dead.</summary>
    public DurableRunner<TState>? Runner { get; private set; }

    public TimeSpan Skew { get; set; }

    public bool ComesBack { get; set; } = true;

    /// <summary>Venue time as it knows it.</summary>
    public Instant Now => time.Now + Skew;

    public bool Sleeps => _asleepUntil > time.Now;

    public long? Version => Runner?.Row.Version;

    public void Start()
    {
        var life = ++_life;
        (_timer, _onItsWay, _drained, _asleepUntil) = (Instant.Never, 0, null, time.Now);
        MachineRow<TState> row;
        try
        {
            row = store.Read(name) ?? MachineRow<TState>.New(name, initial, Now);
        }
        catch (Exception e) when (e is RowFormatException or RowUnreadException)
        {
            Runner = null;
            Alarmed($"{name} does not start: {e.Message}");
            StartAgain(life);
            return;
        }

        Began?.Invoke(row);
        Runner = new(machine, settings, row, Now);
        // What happened while nobody watched
        Runner.Reconcile();
        Pump();
    }

    public void Die()
    {
        _life++;
        Runner = null;
    }

    public void Sleep(TimeSpan span) => _asleepUntil = Instant.Later(_asleepUntil, time.Now + span);

    public void Drain(Action drained)
    {
        _drained = drained;
        EndIfDrained();
    }

    /// <summary>Does all that can be done now.</summary>
    public void Pump()
    {
        if (_pumping || Sleeps)
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

    public void Nudge(ClientOrderId order, Quantity traded = default) => WhenAwake(_life, () =>
    {
        Runner?.Nudge(order, Now, traded);
        Pump();
    });

    public void Wake() => WhenAwake(_life, () =>
    {
        Runner?.Wake();
        Pump();
    });

    public void Tick() => WhenAwake(_life, () =>
    {
        Runner?.Reconcile();
        Runner?.Wake();
        Pump();
    });

    public void Tell(MachineEvent @event) => WhenAwake(_life, () =>
    {
        Runner?.Tell(@event, Now);
        Pump();
    });

    private void DoAll(int life)
    {
        while (life == _life && _drained is null && Runner?.Next(Now) is { } need)
        {
            if (need is Need.Wait wait)
            {
                Arm(wait.Until);
                break;
            }

            Crossing?.Invoke(need, Boundary.Before);
            if (life == _life && !Sleeps)
            {
                Do(need);
            }
            else if (life == _life)
            {
                // It was about to do this when it fell asleep, and does it when it wakes.
                WhenAwake(life, () =>
                {
                    Do(need);
                    Pump();
                });
                break;
            }
        }
    }

    private void Do(Need need)
    {
        var (life, runner) = (_life, Runner!);
        var done = false;
        _onItsWay++;
        switch (need)
        {
            case Need.WriteRow:
                store.Write(runner.Pending, failure => Done(() => Written(runner, failure)));
                break;
            case Need.Ask ask:
                wire.Carry(ask.Request, reply => Done(() => runner.Answered(ask.Request, reply, Now)));
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
                EndIfDrained();
                StartAgain(_life);
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
            WhenAwake(life, () =>
            {
                _onItsWay--;
                tell();
                Crossing?.Invoke(need, Boundary.Done);
                EndIfDrained();
                // It may have fallen asleep just now, and goes on when it wakes.
                WhenAwake(life, Pump);
            });
        }
    }

    private void Written(DurableRunner<TState> runner, string? failure)
    {
        if (failure is null)
        {
            runner.Wrote(Now);
        }
        else
        {
            runner.WriteFailed(failure);
        }
    }

    private void StartAgain(int life) => time.At(time.Now + RestartAfter, () =>
    {
        if (life == _life && ComesBack)
        {
            Start();
        }
    });

    private void EndIfDrained()
    {
        if (_drained is { } drained && (_onItsWay == 0 || Runner is null))
        {
            Die();
            _drained = null;
            drained();
        }
    }

    private void WhenAwake(int life, Action action)
    {
        if (Sleeps)
        {
            time.At(_asleepUntil, () => WhenAwake(life, action));
        }
        else if (life == _life)
        {
            action();
        }
    }

    private void Arm(Instant until)
    {
        if (until >= Instant.Never)
        {
            return;
        }

        // On a clock that only runs forward: what venue time is thought to be may jump.
        var due = Instant.Later(time.Now, time.Now + (until - Now));
        if (_timer <= due && _timer > time.Now)
        {
            return;
        }

        _timer = due;
        var life = _life;
        time.At(due, () => WhenAwake(life, Pump));
    }
}
