using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>What the venue does by itself: orders that it rejects after it has acknowledged them or fills beyond what
/// was asked; positions that it reduces and coin that it recalls.</summary>
internal sealed class VenueTrouble(World world, Dice dice, OrderNumbers numbers)
{
    /// <summary>An order that waits for so long before it meets the book can be rejected before.</summary>
    private static readonly TimeSpan s_heldBack = TimeSpan.FromSeconds(1);

    private readonly BorrowTerms? _lends = world.Venue.BorrowingOf(world.Symbol);

    public void Begin() => world.Venue.HoldsBack = HoldBack;

    /// <summary>Looks at what happens and answers it.</summary>
    public void See(Happening happening)
    {
        if (happening is Happening.Filled { Fill: var fill }
            && (dice.Takes(Fault.Overfilled) || numbers.IsMeant(Fault.Overfilled, fill.Order)))
        {
            // At once, or when the order is over for everybody.
            var late = dice.Span(Fault.Overfilled, -2_000, 2_000);
            world.Time.At(world.Time.Now + late, () => world.Act(venue => Overfill(venue, fill)));
        }
    }

    public void Strike(Trigger trigger)
    {
        switch (trigger.Fault)
        {
            case Fault.VenueRestart:
                dice.Strike(Fault.VenueRestart);
                world.Venue.Restart();
                break;
            case Fault.Deleveraged:
                Deleverage(trigger.Size / 1000m);
                break;
            case Fault.Liquidated:
                world.Venue.AdvanceTo(world.Time.Now);
                // It lost elsewhere what its margin needs; without anything to maintain, nothing is taken over.
                if (world.Venue.Figures is { } figures && figures.Maintenance > Amount.Zero)
                {
                    dice.Strike(Fault.Liquidated);
                    world.Act(_ => world.Lose(figures.Adjusted - figures.Maintenance + new Amount(1m)));
                }

                break;
            case Fault.BorrowRecalled:
                world.Act(venue =>
                {
                    if (venue.Recall(world.Symbol, world.Market.Price))
                    {
                        dice.Strike(Fault.BorrowRecalled);
                    }
                });
                break;
            case Fault.BorrowRefused:
                Lend(trigger, terms => terms with { Limit = Quantity.Zero });
                break;
            case Fault.BorrowDearer:
                // By up to nine times: beyond what a carry can bear, or not.
                Lend(trigger, terms => terms with { HourlyRate = terms.HourlyRate * (2 + (trigger.Size % 8)) });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(trigger), trigger.Fault, "not of the venue");
        }
    }

    private void Deleverage(decimal share)
    {
        // An order may be about to trade: what is held is read after that.
        world.Venue.AdvanceTo(world.Time.Now);
        var part = world.Venue.InstrumentOf(Market.Linear, world.Symbol)
            .RoundDown(world.Venue.Position(world.Symbol).Abs() * share);
        if (!part.IsZero)
        {
            dice.Strike(Fault.Deleveraged);
            world.Act(venue => venue.Deleverage(world.Symbol, part, world.Market.Price));
        }
    }

    /// <summary>Other terms for a while, where a loan is under way.</summary>
    private void Lend(Trigger trigger, Func<BorrowTerms, BorrowTerms> change)
    {
        if (_lends is not { } terms
            || !(world.Row.Journal.Open.Any(i => i.Draft.OnMargin) || world.Row.Ledger.Base < Quantity.Zero))
        {
            return;
        }

        dice.Strike(trigger.Fault);
        world.Venue.ChangeBorrowing(world.Symbol, change(terms));
        world.Time.At(
            world.Time.Now + trigger.Span(1_000, 15_000), () => world.Venue.ChangeBorrowing(world.Symbol, terms));
    }

    private TimeSpan HoldBack(ClientOrderId order)
    {
        if (!dice.Takes(Fault.RejectedAfterAck) && !numbers.IsMeant(Fault.RejectedAfterAck, order))
        {
            return TimeSpan.Zero;
        }

        var late = dice.Span(Fault.RejectedAfterAck, 1, 300);
        world.Time.At(world.Time.Now + late, () => world.Act(venue =>
        {
            if (venue.Reject(order, "EC_Others"))
            {
                dice.Strike(Fault.RejectedAfterAck);
            }
        }));
        return s_heldBack;
    }

    private void Overfill(SimulatedVenue venue, Fill fill)
    {
        if (venue.Trades(fill.Market, fill.Symbol))
        {
            dice.Strike(Fault.Overfilled);
            world.History.Add(new Happening.BeyondPromise(
                world.Time.Now, fill.Order, "more is filled than was asked"));
            var lot = venue.InstrumentOf(fill.Market, fill.Symbol).Lot * (1 + (fill.At.Milliseconds % 50));
            venue.Overfill(fill.Market, fill.Symbol, fill.Order, lot);
        }
    }
}
