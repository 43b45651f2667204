using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Storms;

namespace EvenKeel.Cli.Storms;

/// <summary>Which machines a storm is about.</summary>
/// <param name="Carries">Whether carries live.</param>
/// <param name="Grids">Whether grids live.</param>
/// <param name="Errand">The only one that is played; null: those that the seeds draw.</param>
internal sealed record StormScope(bool Carries, bool Grids, Errand? Errand)
{
    /// <summary>Beside the carries, one grid lives for so many seeds: its life takes longer.</summary>
    private const int SeedsPerGrid = 10;

    public static StormScope All { get; } = new(true, true, null);

    /// <summary>How the same is asked for on the command line.</summary>
    public string Option => Errand is { } errand ? $" --machine {errand}" : Carries ? string.Empty : " --machine grid";

    /// <summary>Of a name on the command line.</summary>
    public static StormScope Parse(string machine)
    {
        if (string.Equals(machine, "all", StringComparison.OrdinalIgnoreCase))
        {
            return All;
        }

        if (string.Equals(machine, "grid", StringComparison.OrdinalIgnoreCase))
        {
            return new(false, true, null);
        }

        return Enum.TryParse<Errand>(machine, ignoreCase: true, out var errand) && Enum.IsDefined(errand)
            ? new(!errand.IsGrid(), errand.IsGrid(), errand)
            : throw new CliError(
                $"--machine \"{machine}\" must be one of all, grid, {string.Join(", ", Enum.GetNames<Errand>())}");
    }

    /// <summary>What a campaign is held to of whose figures come first.</summary>
    public Quota Quota => Carries ? Quota.OfCarries : Quota.OfGrids;

    /// <summary>What the life of a carry is.</summary>
    public StormPlan OfCarry(ulong seed) => StormPlan.Of(seed, Errand);

    /// <summary>What the life of a grid is.</summary>
    public StormPlan OfGrid(ulong seed) =>
        Errand is { } errand ? StormPlan.Of(seed, errand) : StormPlan.OfGrid(seed);

    /// <summary>Those of a machine's errands that are played.</summary>
    public IReadOnlyList<Errand> Of(IReadOnlyList<Errand> errands) => Errand is { } only ? [only] : errands;

    /// <summary>How many grids live.</summary>
    public int GridsOf(int seeds) => !Grids ? 0 : Carries ? seeds / SeedsPerGrid : seeds;
}
