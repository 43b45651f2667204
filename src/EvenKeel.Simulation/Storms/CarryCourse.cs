using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What belongs to an errand and is no fault: the market comes to a resting order, the portfolio changes its
/// mind, the second leg is shut when it is needed, the carry is left at last.</summary>
internal sealed class CarryCourse(CarryWorld world, StormPlan plan, MarketTrouble market, CarryPeople people)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly Instant _begins = world.Time.Now;
    private readonly Chance _chance = Chance.Of(plan.Seed, "course");
    private decimal _swung;
    private bool _turned;
    private bool _shut;

    private bool IsOver => world.Time.Now >= _begins + plan.Span;

    public void Begin()
    {
        if (plan.Errand == Errand.Patient)
        {
            Swing();
        }

        if (plan.Errand == Errand.Resize)
        {
            At(plan.Span * 0.3, () => people.Resize(_chance.Below(1000)));
            At(plan.Span * 0.6, () => people.Resize(_chance.Below(1000)));
        }

        Look();
    }

    private void At(TimeSpan after, Action action) => world.Time.At(_begins + after, action);

    /// <summary>The price comes down to a resting bid and goes up again, to one place or another, also when the storm
    /// is over.</summary>
    private void Swing()
    {
        // In whole steps of the book, around where it was.
        var swung = 5m * _chance.Between(-6, 3);
        world.Market.Price += new Price(swung - _swung);
        _swung = swung;
        world.Market.Quote();
        world.Time.At(world.Time.Now + TimeSpan.FromMilliseconds(_chance.Between(300, 3_000)), Swing);
    }

    private void Look()
    {
        if (IsOver)
        {
            return;
        }

        if (plan.Errand == Errand.Unwind && !_shut && world.Row.Journal.Intents.Length > 0)
        {
            _shut = true;
            market.Halt(Market.Linear, TimeSpan.FromMilliseconds(_chance.Between(100, 9_000)));
        }

        var (due, holds) = (world.Time.Now >= _begins + plan.TurnAt, world.Row.State.Phase is CarryPhase.Holding);
        if (!_turned && ((due && plan.TurnsAnywhere) || (holds && (due || plan.Errand != Errand.Resize))))
        {
            _turned = true;
            world.Time.At(
                world.Time.Now + TimeSpan.FromMilliseconds(_chance.Below(3_000)), () => people.Turn(plan.Turn));
        }

        world.Time.At(world.Time.Now + s_look, Look);
    }
}
