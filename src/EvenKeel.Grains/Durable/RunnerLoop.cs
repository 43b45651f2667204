using System.Runtime.ExceptionServices;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Grains.Durable;

/// <summary>Does what a <see cref="DurableRunner{TState}"/> needs: requests run side by side, so that a slow one delays
/// no other leg; it ends when there is nothing left but a time to wait for.</summary>
/// <param name="write">Writes the runner's pending row under its etag.</param>
/// <param name="arm">Has this loop run again at a time; called with every wait, later calls replace earlier
/// ones.</param>
/// <param name="tell">What became of the machine from one row to the next, in sentences.</param>
internal sealed class RunnerLoop<TState>(
    DurableRunner<TState> runner, MachinePorts ports, MachineLog log, Func<Task> write, Action<Instant> arm,
    Func<MachineRow<TState>, MachineRow<TState>, IEnumerable<string>> tell)
{
    private readonly List<Task> _onTheirWay = [];
    private TaskCompletionSource _poked = new();
    private bool _running;

    /// <summary>What the store said, when a write failed: then this activation is over. Null while all is
    /// well.</summary>
    public ExceptionDispatchInfo? FailedWrite { get; private set; }

    /// <summary>Does all that can be done now. While it is at it already, it takes the call as a reason to look
    /// again.</summary>
    /// <returns>When nothing is on its way any more; at once if it was running.</returns>
    public async Task Advance()
    {
        _poked.TrySetResult();
        if (_running)
        {
            return;
        }

        _running = true;
        try
        {
            while (await Started(runner.Next(ports.Clock.Now)))
            {
                TellAlarms();
            }
        }
        finally
        {
            TellAlarms();
            _running = false;
        }
    }

    /// <summary>Starts one need; false when there is nothing to start and nothing on its way.</summary>
    private async Task<bool> Started(Need? need)
    {
        switch (need)
        {
            case Need.WriteRow:
                await Write();
                return true;
            case Need.Ask ask:
                _onTheirWay.Add(Ask(ask.Request));
                return true;
            case Need.ReadKill:
                _onTheirWay.Add(ReadKill());
                return true;
            case Need.Append:
                _onTheirWay.Add(Append());
                return true;
            case Need.Wait wait:
                arm(wait.Until);
                return await AnythingArrived();
            case Need.Stop:
                return false;
            default:
                return await AnythingArrived();
        }
    }

    private async Task<bool> AnythingArrived()
    {
        if (_onTheirWay.Count == 0)
        {
            return false;
        }

        _poked = new();
        await Task.WhenAny([.. _onTheirWay, _poked.Task]);
        foreach (var arrived in _onTheirWay.FindAll(t => t.IsCompleted))
        {
            _onTheirWay.Remove(arrived);
            await arrived;
        }

        return true;
    }

    private async Task Write()
    {
        try
        {
            await write();
        }
        catch (Exception e)
        {
            // It may have been written all the same: only reading it again tells
            log.Lost("the row was not surely written", e);
            FailedWrite = ExceptionDispatchInfo.Capture(e);
            runner.WriteFailed(e.Message);
            return;
        }

        var before = runner.Row;
        runner.Wrote(ports.Clock.Now);
        log.Wrote(runner.Row.Outbox[^1], tell(before, runner.Row));
    }

    private async Task Ask(VenueRequest request) =>
        runner.Answered(request, await ports.Venue.Ask(request, CancellationToken.None), ports.Clock.Now);

    private async Task ReadKill()
    {
        RiskMode mode;
        try
        {
            mode = await ports.KillRow.Read(CancellationToken.None);
        }
        catch (Exception e)
        {
            log.Lost("the kill row cannot be read", e);
            mode = RiskMode.Unknown;
        }

        runner.KillRead(mode);
    }

    private async Task Append()
    {
        try
        {
            await ports.Outbox.Append(runner.Row.Machine, runner.Row.Outbox, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.Lost("the audit tables take no append", e);
            runner.AppendFailed();
            return;
        }

        runner.Appended();
    }

    private void TellAlarms()
    {
        foreach (var alarm in runner.TakeAlarms())
        {
            log.Alarm(alarm, ports.Clock.Now);
        }
    }
}
