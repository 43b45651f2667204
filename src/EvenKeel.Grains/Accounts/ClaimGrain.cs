
namespace EvenKeel.Grains.Accounts;

/// <summary>Who owns a base coin of an account, spot and perpetual alike. Key: account/coin, e.g. main/BTC.</summary>
public interface IClaimGrain : IGrainWithStringKey
{
    /// <summary>Claims the coin for a machine unless another has it.</summary>
    /// <returns>The machine that owns it.</returns>
    [Alias("Take")]
    Task<string> Take(string machine);
}

/// <summary>A claim as it is stored.</summary>
/// <param name="Machine">The owner's key.</param>
public sealed record Claim(string Machine);

/// <summary>Remembers one claim for good. The store lets one first write win, however many try.</summary>
[GrainType("claim")]
internal sealed class ClaimGrain([PersistentState("claim")] IPersistentState<Claim> stored) : Grain, IClaimGrain
{
    public async Task<string> Take(string machine)
    {
        if (!stored.RecordExists)
        {
            stored.State = new(machine);
            try
            {
                await stored.WriteStateAsync();
            }
            catch
            {
                // What is in memory may not be what is stored
                DeactivateOnIdle();
                throw;
            }
        }

        return stored.State.Machine;
    }
}
