using EvenKeel.Markets;

namespace EvenKeel.Grains.Accounts;

/// <summary>One machine owns a base coin of an account, carry or grid: a second one never starts.</summary>
internal static class CoinClaim
{
    /// <summary>Claims a coin for a machine.</summary>
    /// <returns>Why the machine must not start; null when the coin is its own.</returns>
    public static async Task<string?> Claim(this IGrainFactory grains, Coin coin, string account, string machine)
    {
        var owner = await grains.GetGrain<IClaimGrain>($"{account}/{coin}").Take(machine);
        return string.Equals(owner, machine, StringComparison.Ordinal)
            ? null
            : $"{machine} is refused: {owner} owns {coin} on account {account}, one machine a coin";
    }
}
