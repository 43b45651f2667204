using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Sums over runs. Two tallies of other runs add up to one, in whatever order.</summary>
public sealed class Tally
{
    private const int ViolationsKept = 100;

    /// <summary>So much has struck beside its deaths in a run that is called stormy.</summary>
    private const int StrikesOfStormy = 3;

    public long Runs { get; private set; }

    public long Crashes { get; private set; }

    public long CrashesUponOrders { get; private set; }

    public long SecondOwners { get; private set; }

    public long Zombies { get; private set; }

    public long Sends { get; private set; }

    public long Orders { get; private set; }

    public long Events { get; private set; }

    public long Entries { get; private set; }

    public long Exits { get; private set; }

    /// <summary>Runs in which no order was ever sent.</summary>
    public long Refused { get; private set; }

    /// <summary>Runs that sent orders, and had a death and at least three strikes more.</summary>
    public long Stormy { get; private set; }

    public long StormyEntered { get; private set; }

    /// <summary>Those of them in which an entry reached its target.</summary>
    public long StormyEnteredWhole { get; private set; }

    public long StormyLeft { get; private set; }

    public decimal NotionalHours { get; private set; }

    public Amount Funding { get; private set; } = Amount.Zero;

    public TimeSpan Lived { get; private set; }

    /// <summary>By fault, how often it struck.</summary>
    public long[] Strikes { get; } = new long[Enum.GetValues<Fault>().Length];

    /// <summary>By fault, in how many runs it struck while an order was open.</summary>
    public long[] RunsUpon { get; } = new long[Enum.GetValues<Fault>().Length];

    /// <summary>By branch, in how many runs it was taken.</summary>
    public long[] Branches { get; } = new long[Enum.GetValues<Branch>().Length];

    public long ViolationsAll { get; private set; }

    /// <summary>The first runs that broke something, in the order of their seeds.</summary>
    public List<StormOutcome> Broken { get; } = [];

    public void Add(StormOutcome outcome)
    {
        Runs++;
        var crashes = outcome.Strikes[(int)Fault.Crash];
        Crashes += crashes;
        CrashesUponOrders += outcome.Upon[(int)Fault.Crash];
        SecondOwners += outcome.Strikes[(int)Fault.SecondOwner];
        Zombies += outcome.Strikes[(int)Fault.Zombie];
        (Sends, Orders, Events) = (Sends + outcome.Sends, Orders + outcome.Orders, Events + outcome.Events);
        (Entries, Exits) = (Entries + outcome.Entries, Exits + outcome.Exits);
        Refused += outcome.IsRefused ? 1 : 0;
        if (crashes > 0 && !outcome.IsRefused && outcome.StrikesAll - crashes >= StrikesOfStormy)
        {
            Stormy++;
            StormyEntered += outcome.Entries > 0 ? 1 : 0;
            StormyEnteredWhole += outcome.EntriesWhole > 0 ? 1 : 0;
            StormyLeft += outcome.Exits > 0 ? 1 : 0;
        }

        (NotionalHours, Funding, Lived) = (
            NotionalHours + outcome.Held, Funding + outcome.Funding, Lived + outcome.Lived);
        for (var i = 0; i < Strikes.Length; i++)
        {
            Strikes[i] += outcome.Strikes[i];
            RunsUpon[i] += outcome.Upon[i] > 0 ? 1 : 0;
        }

        for (var i = 0; i < Branches.Length; i++)
        {
            Branches[i] += outcome.Branches[i] ? 1 : 0;
        }

        ViolationsAll += outcome.Violations.Length;
        if (!outcome.Violations.IsEmpty && Broken.Count < ViolationsKept)
        {
            Broken.Add(outcome);
        }
    }

    public void Add(Tally other)
    {
        Runs += other.Runs;
        (Crashes, CrashesUponOrders) = (Crashes + other.Crashes, CrashesUponOrders + other.CrashesUponOrders);
        (SecondOwners, Zombies) = (SecondOwners + other.SecondOwners, Zombies + other.Zombies);
        (Sends, Orders, Events) = (Sends + other.Sends, Orders + other.Orders, Events + other.Events);
        (Entries, Exits, Refused) = (Entries + other.Entries, Exits + other.Exits, Refused + other.Refused);
        Stormy += other.Stormy;
        (StormyEntered, StormyLeft) = (StormyEntered + other.StormyEntered, StormyLeft + other.StormyLeft);
        StormyEnteredWhole += other.StormyEnteredWhole;
        (NotionalHours, Funding, Lived) = (
            NotionalHours + other.NotionalHours, Funding + other.Funding, Lived + other.Lived);
        Add(Strikes, other.Strikes);
        Add(RunsUpon, other.RunsUpon);
        Add(Branches, other.Branches);
        ViolationsAll += other.ViolationsAll;
        Broken.AddRange(other.Broken.Take(ViolationsKept - Broken.Count));
    }

    private static void Add(long[] to, long[] what)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += what[i];
        }
    }
}
