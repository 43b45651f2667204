using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>What the venue does by itself: orders that it shows late, rejects after it has acknowledged them or fills
/// beyond what was asked; positions that it reduces and coin that it recalls.</summary>
internal sealed class VenueTrouble(World world, StormPlan plan, Dice dice, OrderNumbers numbers)
{
    /// <summary>The settings of a venue with the delays of a plan.</summary>
    public static VenueSettings Delayed(VenueSettings venue, StormPlan plan)
    {
        var slow = plan.Odds[(int)Fault.FilledSlowly];
        return venue with
        {
            Delays = venue.Delays with
            {
                OrderShown = UpTo(
                    Math.Max(plan.Odds[(int)Fault.OrdersShownLate], plan.Odds[(int)Fault.ShownPastBound])),
                FillShown = UpTo(plan.Odds[(int)Fault.FillsShownLate]),
                Match = UpTo(plan.Odds[(int)Fault.MatchedLate]),
                Cancel = UpTo(plan.Odds[(int)Fault.CancelSlow]),
            },
            SlowFill = new(slow == 0 ? new(1, TimeSpan.Zero) : new(slow, TimeSpan.FromSeconds(slow)), "of the storm"),
        };

        static Sourced<DelaySpan> UpTo(int most) =>
            new(new(TimeSpan.Zero, TimeSpan.FromMilliseconds(most)), "of the storm");
    }

    /// <summary>Looks at what happens and answers it.</summary>
    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: var intent }, Reply: VenueReply.Accepted,
            }:
                Linger(
                [
                    Fault.OrdersShownLate, Fault.FillsShownLate, Fault.MatchedLate, Fault.FilledSlowly,
                    Fault.ShownPastBound, Fault.FlowsShownLate,
                ]);
                if (dice.Strikes(Fault.RejectedAfterAck, 4_000)
                    || numbers.IsMeant(Fault.RejectedAfterAck, intent.Id, Dice.Found))
                {
                    world.Time.At(world.Time.Now, () => world.Act(venue => venue.Reject(intent.Id, "EC_Others")));
                }

                break;
            case Happening.Answered { Request: VenueRequest.CancelOrder, Reply: VenueReply.Accepted }:
                Linger([Fault.CancelSlow]);
                break;
            case Happening.Filled { Fill: var fill }
                when dice.Strikes(Fault.Overfilled, (int)Dice.Found.TotalMilliseconds)
                    || numbers.IsMeant(Fault.Overfilled, fill.Order, Dice.Found):
                var lot = world.Venue.InstrumentOf(fill.Market, fill.Symbol).Lot * (1 + (fill.At.Milliseconds % 50));
                // At once, or when the order is over for everybody.
                var late = dice.Span(Fault.Overfilled, -2_000, 2_000);
                world.Time.At(world.Time.Now + late, () => world.Act(venue =>
                {
                    if (venue.Trades(fill.Market, fill.Symbol))
                    {
                        world.History.Add(new Happening.BeyondPromise(
                            world.Time.Now, fill.Order, "more is filled than was asked"));
                        venue.Overfill(fill.Market, fill.Symbol, fill.Order, lot);
                    }
                }));
                break;
            default:
                break;
        }
    }

    public void Strike(Trigger trigger)
    {
        var symbol = world.Symbol;
        switch (trigger.Fault)
        {
            case Fault.VenueRestart:
                dice.Strike(Fault.VenueRestart, TimeSpan.Zero);
                world.Venue.Restart();
                break;
            case Fault.Deleveraged:
                // An order may be about to trade: what is held is read after that.
                world.Venue.AdvanceTo(world.Time.Now);
                var part = world.Venue.InstrumentOf(Market.Linear, symbol)
                    .RoundDown(world.Venue.Position(symbol).Abs() * (trigger.Size / 1000m));
                if (!part.IsZero)
                {
                    dice.Strike(Fault.Deleveraged, Dice.Found);
                    world.Act(venue => venue.Deleverage(symbol, part, world.Market.Price));
                }

                break;
            case Fault.Liquidated:
                world.Venue.AdvanceTo(world.Time.Now);
                // It lost elsewhere what its margin needs; without anything to maintain, nothing is taken over.
                if (world.Venue.Figures is { } figures && figures.Maintenance > Amount.Zero)
                {
                    dice.Strike(Fault.Liquidated, Dice.Found);
                    world.Act(_ => world.Lose(figures.Adjusted - figures.Maintenance + new Amount(1m)));
                }

                break;
            case Fault.BorrowRecalled:
                world.Act(venue =>
                {
                    if (venue.Recall(symbol, world.Market.Price))
                    {
                        dice.Strike(Fault.BorrowRecalled, Dice.Found);
                    }
                });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(trigger), trigger.Fault, "not of the venue");
        }
    }

    /// <summary>Something was taken in by a venue that is slow: the slowness strikes it.</summary>
    private void Linger(ReadOnlySpan<Fault> slowness)
    {
        foreach (var fault in slowness)
        {
            if (plan.Odds[(int)fault] > 0)
            {
                dice.Strike(fault, TimeSpan.FromMilliseconds(plan.Odds[(int)fault] * 4));
            }
        }
    }
}
