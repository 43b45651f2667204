using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Settings;

namespace EvenKeel.Grids;

/// <summary>What a plan would lay at a price: its levels, what each would earn, and what is wrong with it.</summary>
/// <param name="Levels">From the highest to the lowest.</param>
/// <param name="CapitalMax">What all purchases together would cost, or all sales be worth, whichever is more; openings
/// beyond the inventory cap are not placed. [quote]</param>
/// <param name="Wrong">Why it is refused; empty: it is not.</param>
public sealed record GridOutlook(
    Ladder Ladder, ImmutableArray<GridLevel> Levels, Amount CapitalMax, ImmutableArray<SettingViolation> Wrong)
{
    /// <summary>Of a plan at a price. Buys at 99 and 98 of 1.01 and 1.02 → a capital of 199.95.</summary>
    /// <param name="range">Average true range; null: unknown.</param>
    public static GridOutlook Of(GridPlan plan, Price price, Price? range)
    {
        var ladder = Laying.First(plan, price, range);
        var levels = ImmutableArray.CreateBuilder<GridLevel>();
        var centre = ladder.NearestTo(price);
        foreach (var side in new[] { Side.Sell, Side.Buy })
        {
            for (var away = 1; plan.Opens(side) && away <= Math.Min(plan.Window(side), ladder.Reach); away++)
            {
                var index = centre - (away * side.Sign());
                if (plan.IsInRange(ladder, index, plan.RungOf(ladder, index), side))
                {
                    levels.Add(LevelOf(plan, ladder, index, side, range));
                }
            }
        }

        levels.Sort((a, b) => b.Opens.CompareTo(a.Opens));
        var capital = Amount.Max(Worth(levels, Side.Buy), Worth(levels, Side.Sell));
        return new(ladder, levels.DrainToImmutable(), capital, GridCheck.Of(plan, ladder, price));
    }

    private static GridLevel LevelOf(GridPlan plan, Ladder ladder, int index, Side side, Price? range)
    {
        var (opens, closes) = (plan.RungOf(ladder, index), plan.ExitOf(ladder, index, side));
        var size = plan.SizeAt(opens, range);
        var (buy, sell) = side == Side.Buy ? (opens, closes) : (closes, opens);
        var earned = GridProfit.OfRung(plan, buy, sell);
        return new(index, side, opens, closes, size, opens * size, earned * size);
    }

    private static Amount Worth(ImmutableArray<GridLevel>.Builder levels, Side side) =>
        levels.Where(l => l.Side == side).Aggregate(Amount.Zero, (sum, level) => sum + level.Worth);
}

/// <summary>One rung as it would be opened and closed.</summary>
/// <param name="Index">Rung of the ladder.</param>
/// <param name="Side">Of the opening order.</param>
/// <param name="Opens">Where it is opened. [quote/base]</param>
/// <param name="Closes">Where it is closed. [quote/base]</param>
/// <param name="Size">[base]</param>
/// <param name="Worth">Opens × Size. [quote]</param>
/// <param name="Earned">By one round trip, after both maker fees. [quote]</param>
public readonly record struct GridLevel(
    int Index, Side Side, Price Opens, Price Closes, Quantity Size, Amount Worth, Amount Earned);
