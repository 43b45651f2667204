using System.Globalization;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Everything at once, drawn from a seed: lost, late and doubled requests, lost answers, failing writes and
/// appends, owners that die, markets that swing and stop, positions that others move. When the faults stop, every world
/// is sound.</summary>
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
        var world = new CarryWorld((plan with { Seed = seed }).WithDelays(_ => Slow(chance)));
        Strike(world, chance);
        Upset(world, chance);
        world.Start().Run(TimeSpan.FromSeconds(chance.Between(5, 60)));
        world.TurnAgainst(kind == "negative" ? new(0.001m) : Worlds.Costly);
        world.Run(TimeSpan.FromSeconds(chance.Between(1, 60)));
        world.Wire.Fate = _ => default;
        world.Store.WriteFate = _ => StoreFate.Done;
        world.Store.AppendFate = () => StoreFate.Done;
        world.Run(TimeSpan.FromMinutes(3));
        Deepen(world, new(50_000m), new(100m), new(100m));
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

    /// <summary>What the market, the venue and a person may do to a carry: prices that swing and books that are thin, a
    /// leg that stops trading, a position that is deleveraged or traded by hand.</summary>
    private static void Upset(CarryWorld world, Chance chance)
    {
        var symbol = world.ArbPlan.Symbol;
        for (var i = chance.Happens(0.5) ? 60 : 0; i > 0; i--)
        {
            var (price, spot, perp) = (Thousandths(-30_000, 30_000), Thousandths(1, 100), Thousandths(1, 100));
            Sometime(() => Deepen(world, new(50_000m + (price - (price % 5m))), new(spot), new(perp)));
        }

        if (chance.Happens(0.4))
        {
            var (market, shut) = (chance.Happens(0.5) ? Market.Spot : Market.Linear, chance.Between(100, 20_000));
            Sometime(() =>
            {
                world.Venue.Halt(market, symbol);
                world.Time.At(
                    world.Time.Now + TimeSpan.FromMilliseconds(shut), () => world.Venue.Resume(market, symbol));
            });
        }

        var (deleveraged, traded) = (chance.Happens(0.3), chance.Happens(0.3) ? Thousandths(-200, 200) : 0m);
        Sometime(() =>
        {
            var half = world.ArbPlan.RoundDown(world.Venue.Position(symbol).Abs() * 0.5m);
            if (deleveraged && !half.IsZero)
            {
                world.Venue.Deleverage(symbol, half, world.Market.Price);
            }
        });
        Sometime(() =>
        {
            if (traded != 0m && world.Row.Baseline is not null)
            {
                world.Venue.OutsideTrade(Market.Linear, symbol, new(traded), world.Market.Price);
            }
        });

        decimal Thousandths(long from, long to) => chance.Between(from, to) / 1_000m;

        void Sometime(Action action) => world.Time.At(
            world.Time.Now + TimeSpan.FromMilliseconds(chance.Between(1, 40_000)),
            () =>
            {
                world.Venue.AdvanceTo(world.Time.Now);
                action();
            });
    }

    /// <summary>Quotes around a price, thin at the touch and deep behind it.</summary>
    private static void Deepen(CarryWorld world, Price price, Quantity spot, Quantity perp)
    {
        world.Market.Price = price;
        world.Market.SpotAsks = world.Market.SpotBids = [spot, new(100m)];
        world.Market.PerpAsks = world.Market.PerpBids = [perp, new(100m)];
    }

    private static void Strike(CarryWorld world, Chance chance)
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
