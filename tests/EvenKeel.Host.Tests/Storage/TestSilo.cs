using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EvenKeel.Host.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace EvenKeel.Host.Tests.Storage;

/// <summary>A whole silo on a store, as the service has it: real sockets, membership in the file.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost running;
    private readonly SqliteDataSource memory;

    private TestSilo(IHost host, SqliteDataSource source) => (running, memory) = (host, source);

    public IGrainFactory Grains => running.Services.GetRequiredService<IGrainFactory>();

    public IGrainStorage Rows => running.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    public IReminderTable Reminders => running.Services.GetRequiredService<IReminderTable>();

    /// <summary>How many silos are alive in this silo's cluster.</summary>
    public async Task<int> ActiveAsync()
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        return (await management.GetHosts(onlyActive: true, TestContext.Current.CancellationToken)).Count;
    }

    public T Get<T>()
        where T : notnull => running.Services.GetRequiredService<T>();

    public static async Task<TestSilo> StartAsync(TemporaryStore store)
    {
        var source = new SqliteDataSource(store.File);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<Ticks>();
        builder.UseOrleans(silo => silo
            .UseSqliteStore(source, "main")
            .Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = ("evenkeel", "test"))
            .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.Zero)
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort()));
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            host.Dispose();
            await source.DisposeAsync();
            throw;
        }

        return new(host, source);
    }

    public async ValueTask DisposeAsync()
    {
        await running.StopAsync(CancellationToken.None);
        running.Dispose();
        await memory.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tells a test that a reminder ticked.</summary>
internal sealed class Ticks
{
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task First => first.Task;

    public void Ticked() => first.TrySetResult();
}

internal interface INoteGrain : IGrainWithStringKey
{
    Task<int> Write(decimal value);

    Task<decimal[]> Read();

    Task Watch(TimeSpan period);

    Task<bool> IsWatched();
}

/// <summary>What the tests keep in a row: like the product's rows it cannot be made without its values.</summary>
internal sealed record Note(ImmutableArray<decimal> Values, string? Text)
{
    public static Note Of(string? text) => new([], text);
}

internal sealed class NoteGrain([PersistentState("note")] IPersistentState<Note> row, Ticks ticks)
    : Grain, INoteGrain, IRemindable
{
    private decimal[] Values => row.RecordExists ? [.. row.State.Values] : [];

    public async Task<int> Write(decimal value)
    {
        row.State = new([.. Values, value], null);
        await row.WriteStateAsync();
        return Values.Length;
    }

    public Task<decimal[]> Read() => Task.FromResult(Values);

    public Task Watch(TimeSpan period) => this.RegisterOrUpdateReminder("watch", period, period);

    public async Task<bool> IsWatched() => await this.GetReminder("watch") is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        ticks.Ticked();
        return Task.CompletedTask;
    }
}
