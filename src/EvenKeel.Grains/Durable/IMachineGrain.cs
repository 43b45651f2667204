using Orleans.Concurrency;

namespace EvenKeel.Grains.Durable;

/// <summary>What every machine's grain can be told. Nothing here waits for the market: it enqueues and
/// advances.</summary>
public interface IMachineGrain : IGrainWithStringKey
{
    /// <summary>Look at the market, and go on from what is written. Safe to repeat.</summary>
    [AlwaysInterleave]
    [Alias("Wake")]
    Task Wake();

    /// <summary>The venue pushed something about an order: ask after it.</summary>
    /// <param name="traded">All that it has traded; zero: the push does not say. [base]</param>
    [AlwaysInterleave]
    [Alias("Nudge")]
    Task Nudge(string clientOrderId, decimal traded = 0m);

    /// <summary>The venue pushed something about the account, or a minute is over: compare it with the
    /// ledger.</summary>
    [AlwaysInterleave]
    [Alias("Reconcile")]
    Task Reconcile();
}
