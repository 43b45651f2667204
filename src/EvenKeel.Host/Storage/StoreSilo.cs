using EvenKeel.Grains.Durable;
using Orleans.Configuration;

namespace EvenKeel.Host.Storage;

/// <summary>A silo's memory: grain state, reminders, membership, history and kill switch in one SQLite file.</summary>
internal static class StoreSilo
{
    /// <summary>Orleans' own key for Microsoft.Data.Sqlite; the provider's name is not known to it.</summary>
    private const string Invariant = "System.Data.SQLite";

    /// <summary>Uses the store for all that this silo remembers, after preparing it before anything starts.</summary>
    /// <remarks>The service id is part of each stored key: with another one, no grain finds its state again.
    /// A string key that reads as a hex number (ADA) is stored as that number and collides with its twins
    /// (0ADA); a key with a word before it (carry/ADAUSDT) does not. A state name belongs to one grain class: the class
    /// is no part of the key.</remarks>
    /// <param name="store">Stays the caller's to dispose, after the silo has stopped.</param>
    /// <param name="account">The account whose kill row these grains obey.</param>
    /// <param name="membership">False where a test cluster keeps its own membership.</param>
    public static ISiloBuilder UseSqliteStore(
        this ISiloBuilder silo, SqliteDataSource store, string account, bool membership = true)
    {
        silo.Services.AddSingleton(store);
        silo.Services.AddHostedService<StorePreparation>();
        silo.Services.AddSingleton<IOutbox, SqliteOutbox>();
        silo.Services.AddSingleton(new SqliteKillRow(store, account));
        silo.Services.AddSingleton<IKillRow>(services => services.GetRequiredService<SqliteKillRow>());
        silo.AddAdoNetGrainStorageAsDefault((AdoNetGrainStorageOptions options) =>
        {
            options.Invariant = Invariant;
            options.DataSource = store;
            options.GrainStorageSerializer = new RowSerializer();
        });
        silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) =>
        {
            options.Invariant = Invariant;
            options.DataSource = store;
        });
        return !membership ? silo : silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
        {
            options.Invariant = Invariant;
            options.DataSource = store;
        });
    }

    /// <summary>Prepares the store before any service of this host starts, the silo among them.</summary>
    private sealed class StorePreparation(SqliteDataSource store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) =>
            StoreSchema.PrepareAsync(store, cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
