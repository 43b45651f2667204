using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Storage;

namespace EvenKeel.Grains.Durable;

/// <summary>Keeps one machine alive across crashes: remembers its row, awaits what its runner needs, decides
/// nothing.</summary>
/// <remarks>A failed write or a bug ends the activation, the next one goes on from what is stored. A machine that fails
/// again and again is put in quarantine, alone. The timer starts the loop and waits for no answer: it fires again only
/// when its callback has ended, and one slow leg must not keep the others waiting.</remarks>
public abstract class MachineGrain<TState>(IPersistentState<MachineRow<TState>> stored, MachinePorts ports)
    : Grain, IMachineGrain, IRemindable
{
    private const string Watchdog = "watchdog";
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private RunnerLoop<TState> _loop = null!;
    private IGrainTimer _timer = null!;
    private bool _over;

    internal MachineLog Log { get; private set; } = null!;
    protected MachinePorts Ports => ports;
    protected DurableRunner<TState> Runner { get; private set; } = null!;
    protected string Key => this.GetPrimaryKeyString();
    protected abstract TState Initial { get; }
    protected abstract IMachine<TState> Machine { get; }

    /// <summary>What became of the machine from one row to the next, in sentences for people.</summary>
    protected abstract IEnumerable<string> Story(MachineRow<TState> before, MachineRow<TState> after);

    /// <summary>Why this machine must not start here; null when it may.</summary>
    protected abstract Task<string?> Refusal();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Log = new(ports.Logs.CreateLogger(GetType().FullName!), Key);
        var now = ports.Clock.Now;
        var machine = ports.Patience.Admit(Machine, Key, await Refusal(), Log, now);
        var row = stored.RecordExists ? RowFormat.Check(stored.State) : MachineRow<TState>.New(Key, Initial, now);
        Runner = new(machine, ports.Protocol, row, now);
        // What happened while nobody watched
        Runner.Reconcile();
        _loop = new(Runner, ports, Log, Write, Arm, Story);
        _timer = this.RegisterGrainTimer(
            _ => Task.WhenAny(Advance(), Task.CompletedTask),
            new() { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        await this.RegisterOrUpdateReminder(Watchdog, s_minute, s_minute, cancellationToken);
    }

    public Task Wake() => Advance(Runner.Wake);

    public Task Nudge(string clientOrderId, decimal traded = 0m) =>
        Advance(() => Runner.Nudge(new(clientOrderId), ports.Clock.Now, new(traded)));

    public Task Reconcile() => Advance(() =>
    {
        Runner.Reconcile();
        Runner.Wake();
    });

    /// <summary>Watchdog and reconciliation tick in one: every minute, also while nothing is to be done.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Reconcile();

    /// <summary>Tells the runner something, then does what it needs.</summary>
    protected async Task Advance(Action? tell = null)
    {
        if (Log.Halted is not null || _over || _loop.FailedWrite is not null)
        {
            return;
        }

        try
        {
            tell?.Invoke();
            await _loop.Advance();
        }
        catch (Exception bug)
        {
            ports.Patience.Failed(Key, bug, Log, ports.Clock.Now);
            _over = true;
        }

        if (_over || _loop.FailedWrite is not null)
        {
            DeactivateOnIdle();
            // Whoever is woken is the next activation, which reads the row again
            ports.Revival.Revive(Key, this.AsReference<IMachineGrain>().Wake);
            _loop.FailedWrite?.Throw();
        }
    }

    private Task Write()
    {
        stored.State = Runner.Pending;
        return stored.WriteStateAsync();
    }

    private void Arm(Instant until) => _timer.Change(ports.Clock.Until(until), Timeout.InfiniteTimeSpan);
}
