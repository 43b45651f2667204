using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls the books: thin, empty, halted, moved; and what a settlement changes.</summary>
internal sealed class MarketTrouble(World world, Dice dice)
{
    private static readonly ImmutableArray<Quantity> s_deep = [new(100m)];
    private static readonly TimeSpan s_resolving = TimeSpan.FromSeconds(10);

    private readonly Price _price = world.Market.Price;

    public void Strike(Trigger trigger)
    {
        var span = trigger.Span(300, 8_000);
        var spot = trigger.Size % 2 == 0;
        switch (trigger.Fault)
        {
            case Fault.BookThin:
                dice.Strike(Fault.BookThin, span + s_resolving);
                Offer([new(0.003m + (0.001m * (trigger.Size / 10)))], spot, trigger.Size % 3 == 0);
                End(span);
                break;
            case Fault.BookEmpty:
                dice.Strike(Fault.BookEmpty, (span * 2) + s_resolving);
                Offer([], spot, trigger.Size % 3 == 0);
                End(span);
                break;
            case Fault.PriceJump:
                dice.Strike(Fault.PriceJump, s_resolving);
                // Up to three hundredths either way, in whole steps of the book.
                world.Market.Price = new(_price.Value + (5m * ((trigger.Size * 600 / 1000) - 300)));
                Requote();
                break;
            case Fault.LegHalted:
                dice.Strike(Fault.LegHalted, (span * 2) + s_resolving);
                Halt(spot ? Market.Spot : Market.Linear, span);
                break;
            case Fault.Settled:
                dice.Strike(Fault.Settled, TimeSpan.Zero);
                world.Market.Settle(new(0.0001m * ((trigger.Size % 9) - 2)));
                break;
            default:
                dice.Strike(Fault.IntervalChanged, TimeSpan.Zero);
                world.Venue.Announce(
                    world.ArbPlan.Symbol, TimeSpan.FromHours(1 << (trigger.Size % 4)), world.Time.Now + span);
                break;
        }
    }

    /// <summary>Stops a leg for a while.</summary>
    public void Halt(Market market, TimeSpan span)
    {
        Act(() => world.Venue.Halt(market, world.ArbPlan.Symbol));
        world.Time.At(world.Time.Now + span, () => Resume(market));
    }

    /// <summary>Deep books, and both legs trade.</summary>
    public void Calm()
    {
        Offer(s_deep, spot: true, both: true);
        Resume(Market.Spot);
        Resume(Market.Linear);
    }

    private void Resume(Market market)
    {
        Act(() => world.Venue.Resume(market, world.ArbPlan.Symbol));
        world.Wake();
    }

    private void End(TimeSpan span) =>
        world.Time.At(world.Time.Now + span, () => Offer(s_deep, spot: true, both: true));

    private void Offer(ImmutableArray<Quantity> sizes, bool spot, bool both)
    {
        if (spot || both)
        {
            (world.Market.SpotBids, world.Market.SpotAsks) = (sizes, sizes);
        }

        if (!spot || both)
        {
            (world.Market.PerpBids, world.Market.PerpAsks) = (sizes, sizes);
        }

        Requote();
    }

    private void Requote()
    {
        world.Market.Quote();
        world.Wake();
    }

    private void Act(Action action)
    {
        world.Venue.AdvanceTo(world.Time.Now);
        action();
        world.WatchVenue();
    }
}
