using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;

namespace EvenKeel.Simulation.Owners;

/// <summary>Owns one machine in virtual time, as its grain does in real time: does what the runner needs, tells it how
/// that went. It can die at any boundary and come back from what is stored.</summary>
public sealed class Owner<TState>(
    string name, TState initial, IMachine<TState> machine, RunnerSettings settings, Timeline time, Wire wire,
    IRowStore<TState> store)
{
    private int _life;
    private Instant _timer = Instant.Never;

    /// <summary>What the kill row says.</summary>
    public Func<RiskMode> Mode { get; init; } = () => RiskMode.Normal;

    /// <summary>Called before each need is started, and again when it is done: where a crash can strike.</summary>
    public Action<Need, bool>? Crossing { get; init; }

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
        var life = _life;
        while (life == _life && Runner?.Next(time.Now) is { } need)
        {
            if (need is Need.Wait wait)
            {
                Arm(wait.Until);
                break;
            }

            Crossing?.Invoke(need, false);
            if (life == _life)
            {
                Do(need);
            }
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

    private void Do(Need need)
    {
        switch (need)
        {
            case Need.WriteRow:
                Write(need);
                break;
            case Need.Ask ask:
                var life = _life;
                wire.Carry(ask.Request, reply =>
                {
                    if (life == _life)
                    {
                        Runner!.Answered(ask.Request, reply, time.Now);
                        Done(need);
                    }
                });
                break;
            case Need.ReadKill:
                Runner!.KillRead(Mode());
                break;
            case Need.Append:
                store.Append(name, Runner!.Row.Outbox);
                Runner.Appended();
                Done(need);
                break;
            case Need.Stop:
                Die();
                time.At(time.Now + TimeSpan.FromSeconds(1), Start);
                break;
            default:
                throw new InvalidOperationException($"No way to do {need.GetType().Name}.");
        }
    }

    private void Write(Need need)
    {
        if (store.Write(Runner!.Pending))
        {
            Runner.Wrote(time.Now);
        }
        else
        {
            Runner.WriteFailed($"{name}: another owner has written the row");
        }

        Done(need);
    }

    private void Done(Need need)
    {
        var life = _life;
        Crossing?.Invoke(need, true);
        if (life == _life && need is Need.Ask)
        {
            Pump();
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
