using System.Globalization;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Everything at once, drawn from a seed: lost, late and doubled requests, lost answers, failing writes and
/// appends, owners that die. When the faults stop, every world is sound.</summary>
public sealed class MixedFaultTests
{
    public static TheoryData<string> Kinds => ["positive", "negative", "patient"];

    /// <remarks>EVENKEEL_WORLDS says how many seeds of each kind are tried.</remarks>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_befalls_it_a_carry_is_sound_when_the_faults_are_over(string kind)
    {
        var count = int.Parse(
            Environment.GetEnvironmentVariable("EVENKEEL_WORLDS") ?? "40", CultureInfo.InvariantCulture);
        for (ulong seed = 1; seed <= (ulong)count; seed++)
        {
            try
            {
                Live(kind, seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{kind}, seed {seed}", e);
            }
        }
    }

    private static void Live(string kind, ulong seed)
    {
        var plan = kind switch
        {
            "positive" => Worlds.Plan,
            "negative" => Worlds.Negative,
            _ => Worlds.Patient,
        };
        var chance = Chance.Of(seed, "faults");
        var world = new World((plan with { Seed = seed }).WithDelays(_ => Slow(chance)));
        Strike(world, chance);
        world.Start().Run(TimeSpan.FromSeconds(chance.Between(5, 60)));
        world.TurnAgainst(kind == "negative" ? new(0.001m) : Worlds.Costly);
        world.Run(TimeSpan.FromSeconds(chance.Between(1, 60)));
        world.Wire.Fate = _ => default;
        world.Store.WriteFate = _ => StoreFate.Done;
        world.Store.AppendFate = () => StoreFate.Done;
        world.Run(TimeSpan.FromMinutes(3));
        world.Holds(world.RunUntil(w => w.IsAtRest, TimeSpan.FromMinutes(3)), () => $"{world.Row.State.Phase}");
        world.Sound();
        Assert.IsType<CarryPhase.Flat>(world.Row.State.Phase);
        Assert.Equal(Quantity.Zero, world.Held.Position);
    }

    /// <summary>The venue shows orders and fills late, but never later than the visibility that the runner waits
    /// for.</summary>
    private static VenueDelays Slow(Chance chance)
    {
        return new(UpTo(1_500), UpTo(800), UpTo(4_900), UpTo(4_900));

        Sourced<DelaySpan> UpTo(int most) => Worlds.Assumed(
            new DelaySpan(TimeSpan.Zero, TimeSpan.FromMilliseconds(chance.Happens(0.4) ? 0 : chance.Between(1, most))));
    }

    private static void Strike(World world, Chance chance)
    {
        // Each world has its own mixture, and some have none of a kind.
        double Weight(double most) => chance.Happens(0.33) ? 0 : chance.Unit() * most;
        var (lost, mute, late, copies) = (Weight(0.2), Weight(0.2), Weight(0.2), Weight(0.2));
        var (before, after, appends, deaths) = (Weight(0.1), Weight(0.1), Weight(0.2), Weight(1));
        world.Wire.Fate = request => new(
            chance.Happens(lost), chance.Happens(mute), Late(late), Late(late), chance.Happens(copies) ? 1 : 0);
        world.Store.WriteFate = _ => chance.Happens(before) ? StoreFate.FailsBefore
            : chance.Happens(after) ? StoreFate.FailsAfter : StoreFate.Done;
        world.Store.AppendFate = () => chance.Happens(appends)
            ? chance.Happens(0.5) ? StoreFate.FailsBefore : StoreFate.FailsAfter : StoreFate.Done;
        for (var i = 0; deaths > 0 && i < 6; i++)
        {
            var at = world.Time.Now + TimeSpan.FromMilliseconds(chance.Between(1, 30_000));
            world.Time.At(at, () => world.Crash("by chance"));
        }

        TimeSpan Late(double share) =>
            TimeSpan.FromMilliseconds(chance.Happens(share) ? chance.Between(100, 2_500) : 0);
    }
}
