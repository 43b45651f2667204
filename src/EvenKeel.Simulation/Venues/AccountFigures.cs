using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>What the account is worth and what margin it binds. [quote]</summary>
/// <param name="Equity">Σ coins at their worth − debts + unrealised profit.</param>
/// <param name="Adjusted">Equity with each coin at its collateral ratio and debts in full.</param>
public readonly record struct AccountFigures(Amount Equity, Amount Adjusted, Amount Initial, Amount Maintenance)
{
    /// <summary>The margin cannot be maintained any more: the venue takes over.</summary>
    public bool IsBankrupt => Maintenance > Amount.Zero && Maintenance >= Adjusted;
}
