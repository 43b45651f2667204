using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls the books: thin, empty, halted, moved; and what a settlement changes.</summary>
internal sealed class MarketTrouble(World world, Dice dice)
{
    private static readonly ImmutableArray<Quantity> s_deep = [new(100m)];

    /// <summary>Of its lot, what a leg trades in from then on.</summary>
    private static readonly decimal[] s_lots = [2m, 10m, 5m, 0.1m, 0.5m];

    private readonly Price _price = world.Market.Price;
    private bool _delisted;

    public void Strike(Trigger trigger)
    {
        var span = trigger.Span(300, 8_000);
        var spot = world.LegStruck(trigger.Size) == Market.Spot;
        switch (trigger.Fault)
        {
            case Fault.BookThin:
                dice.Strike(Fault.BookThin, span);
                Offer([new(0.003m + (0.001m * (trigger.Size / 10)))], spot, trigger.Size % 3 == 0);
                End(span);
                break;
            case Fault.BookEmpty:
                dice.Strike(Fault.BookEmpty, span);
                Offer([], spot, trigger.Size % 3 == 0);
                End(span);
                break;
            case Fault.PriceJump:
                dice.Strike(Fault.PriceJump);
                // Up to three hundredths either way, in whole steps of the book.
                world.Market.Price = new(_price.Value + (5m * ((trigger.Size * 600 / 1000) - 300)));
                Requote();
                break;
            case Fault.LegHalted:
                Halt(spot ? Market.Spot : Market.Linear, span);
                break;
            case Fault.Delisted when world.HasPerpetual:
                dice.Strike(Fault.Delisted);
                _delisted = true;
                world.Act(venue => venue.Delist(world.Symbol, world.Market.Price));
                break;
            case Fault.LotChanged:
                dice.Strike(Fault.LotChanged, span);
                ChangeLot(spot ? Market.Spot : Market.Linear, s_lots[trigger.Size % s_lots.Length], span);
                break;
            case Fault.Settled when world.HasPerpetual:
                dice.Strike(Fault.Settled);
                world.Market.Settle(new(0.0001m * ((trigger.Size % 9) - 2)));
                break;
            case Fault.IntervalChanged:
                dice.Strike(Fault.IntervalChanged);
                world.Venue.Announce(
                    world.Symbol, TimeSpan.FromHours(1 << (trigger.Size % 4)), world.Time.Now + span);
                break;
            default:
                // A perpetual that is not traded strikes nobody.
                break;
        }
    }

    /// <summary>Stops a leg for a while.</summary>
    public void Halt(Market market, TimeSpan span)
    {
        dice.Strike(Fault.LegHalted, span);
        world.Act(venue => venue.Halt(market, world.Symbol));
        world.Time.At(world.Time.Now + span, () => Resume(market));
    }

    /// <summary>Deep books, and both legs trade.</summary>
    public void Calm()
    {
        Offer(s_deep, spot: true, both: true);
        Resume(Market.Spot);
        Resume(Market.Linear);
    }

    /// <summary>The venue trades in other steps at once; we read its rules some time later.</summary>
    private void ChangeLot(Market market, decimal factor, TimeSpan later)
    {
        var symbol = world.Symbol;
        world.Venue.ChangeLot(market, symbol, world.Venue.InstrumentOf(market, symbol).Lot * factor);
        world.History.Add(new Happening.RulesChanged(world.Time.Now, Quantity.Max(
            world.Venue.InstrumentOf(Market.Spot, symbol).TradableResidue(world.Market.Price),
            world.Venue.InstrumentOf(Market.Linear, symbol).TradableResidue(world.Market.Price))));
        world.Time.At(world.Time.Now + later, world.ReadRules);
    }

    private void Resume(Market market)
    {
        if (_delisted && market == Market.Linear)
        {
            return;
        }

        world.Act(venue => venue.Resume(market, world.Symbol));
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
}
