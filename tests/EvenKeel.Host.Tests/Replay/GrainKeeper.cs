using EvenKeel.Funding;
using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Host.Tests.Durable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Replay;
using EvenKeel.Venues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;

namespace EvenKeel.Host.Tests.Replay;

/// <summary>Keeps the carry of a replay in the pair's real grain, in a silo: its row, its timer, its watch. Venue, wire
/// and time are the replay's.</summary>
/// <remarks>The replay's time stands still while the grain does something. Whatever a grain is told, its loop ends by
/// saying until when it waits; a read after that comes behind all that it still had in its queue.</remarks>
internal sealed class GrainKeeper : ICarryKeeper, IVenue, IVenueClock, ICarryDesk, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private readonly CarrySeat _seat;
    private readonly SharedRows _rows = new();
    private readonly FakeTimeProvider _timers = new(DateTimeOffset.UnixEpoch);
    private readonly InProcessTestCluster _cluster;
    private TaskCompletionSource _waits = new();
    private Instant _armed = Instant.Never;

    public GrainKeeper(CarrySeat seat)
    {
        _seat = seat;
        _rows.AfterWrite = row =>
        {
            if (row is MachineRow<Carry> carry)
            {
                seat.Written(carry);
            }
        };
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureClient(client => client.Services.AddCoreJson());
        builder.ConfigureSilo((_, silo) => Serve(silo));
        _cluster = builder.Build();
    }

    public MachineRow<Carry> Row => Result(Grain.Look()).Row;

    public Instant Now => _seat.Time.Now;

    public TimeSpan? TickEvery => null;

    private ICarryGrain Grain => _cluster.Client.Carry(_seat.Symbol);

    public void Start()
    {
        _cluster.DeployAsync().WaitAsync(s_patience).GetAwaiter().GetResult();
        Tell(Grain.Wake);
    }

    public void Closed(Price spot, Price perp, Instant now) => Tell(Grain.Tick);

    public void Settled() => Tell(Grain.Reconcile);

    public void Reconcile() => Tell(Grain.Reconcile);

    public void Leave(string because) => throw new NotSupportedException("a grain is not asked to leave yet");

    public void Nudge(ClientOrderId order) => Tell(() => Grain.Nudge(order.Text));

    public ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<VenueReply>();
        var asking = true;
        _seat.Wire.Carry(request, reply =>
        {
            if (asking)
            {
                answer.SetResult(reply);
                return;
            }

            Tell(() =>
            {
                answer.SetResult(reply);
                return new TaskCompletionSource().Task;
            });
        });
        asking = false;
        return new(answer.Task);
    }

    /// <summary>The grain's timer fires when the replay has come to its time: the clock of its timers moves then, and
    /// at no other moment.</summary>
    public TimeSpan Until(Instant at)
    {
        var span = at < Instant.Never ? at > Now ? at - Now : s_moment : Timeout.InfiniteTimeSpan;
        if (at < Instant.Never)
        {
            _seat.Time.At(at, () => Fire(at, _timers.GetUtcNow() + span));
        }

        _armed = at;
        _waits.TrySetResult();
        return span;
    }

    public CarryTerms TermsOf(Symbol pair) => new(_seat.PlanNow(), _seat.Limits);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private void Serve(ISiloBuilder silo)
    {
        silo.AddCoreJson();
        silo.UseInMemoryReminderService();
        silo.Services.AddSingleton<IGrainStorage>(_rows);
        silo.Services.AddSingleton<ICarryDesk>(this);
        silo.Services.AddSingleton(services => new MachinePorts(
            this, _rows, _rows, this, _seat.Protocol, services.GetRequiredService<ILoggerFactory>(),
            _timers));
        silo.Services.AddSingleton<TimeProvider>(_timers);
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        // Reminders stand still: the settlements tell it when to compare.
        silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, new FakeTimeProvider());
    }

    private void Fire(Instant at, DateTimeOffset due)
    {
        if (_armed == at && due > _timers.GetUtcNow())
        {
            Tell(() =>
            {
                _timers.SetUtcNow(due);
                return new TaskCompletionSource().Task;
            });
        }
    }

    /// <summary>Tells the grain something, and returns when it waits for time to pass or had nothing to do.</summary>
    private void Tell(Func<Task> what)
    {
        _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Task.WaitAny([_waits.Task, what()], s_patience) < 0)
        {
            throw new TimeoutException($"{Now}: the grain does not come to rest");
        }

        if (Result(Grain.Look()).Halted is { } halted)
        {
            throw new InvalidOperationException($"{Now}: {halted}");
        }
    }

    private static T Result<T>(Task<T> task) => task.WaitAsync(s_patience).GetAwaiter().GetResult();
}
