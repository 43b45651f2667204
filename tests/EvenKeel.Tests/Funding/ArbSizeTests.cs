using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Funding;

public sealed class ArbSizeTests
{
    private static Scene Held => new Scene().Holding();

    [Fact]
    public void A_warning_halves_the_position()
    {
        var warned = Held.AtHealth(0.69m).Target;
        Assert.Equal((Move.Reduce, Urgency.Normal), (warned.Move, warned.Urgency));
        Assert.Equal((new Quantity(2.5m), new Quantity(-2.5m)), (warned.Of(Market.Spot), warned.Of(Market.Linear)));
        Assert.Contains("0.69", warned.Because, StringComparison.Ordinal);
        Assert.Equal(Move.Hold, Held.AtHealth(0.7m).Target.Move);
    }

    [Fact]
    public void A_warning_reduces_once_in_its_cool_down()
    {
        // Given a carry that a warning has halved
        var warned = Held.AtHealth(0.65m);
        var sized = warned.Book.Sized.Adopt(warned.Target, warned.Plan, Scene.Now);
        var halved = Held.Holding(size: 2.5m).AtHealth(0.65m);
        halved = halved with { Book = halved.Book with { Sized = sized } };

        // Then it is left in peace for half an hour, and reduced again after it
        Assert.Equal(Scene.Now, sized.ReducedAt);
        Assert.Equal(Move.Hold, (halved with { At = Scene.Now + TimeSpan.FromMinutes(29) }).Target.Move);
        var again = (halved with { At = Scene.Now + TimeSpan.FromMinutes(30) }).Target;
        Assert.Equal((Move.Reduce, new Quantity(1.25m)), (again.Move, again.Of(Market.Spot)));
    }

    [Fact]
    public void An_emergency_does_not_wait_for_a_cool_down()
    {
        var sick = Held.AtHealth(0.4m);
        sick = sick with { Book = sick.Book with { Sized = sick.Book.Sized with { ReducedAt = Scene.Now } } };
        Assert.Equal(Urgency.Emergency, sick.Target.Urgency);
    }

    [Fact]
    public void Where_no_half_could_be_traded_all_is_closed()
    {
        Assert.Equal(new Quantity(0.01m), Held.Holding(size: 0.02m).AtHealth(0.6m).Target.Of(Market.Spot));
        Assert.Equal(Move.Exit, Held.Holding(size: 0.01m).AtHealth(0.6m).Target.Move);
        Assert.Equal(Move.Hold, Held.Holding(size: 0.005m).AtHealth(0.6m).Target.Move);
    }

    [Fact]
    public void What_was_halved_grows_back_only_into_good_health()
    {
        var halved = Held.Holding(size: 2.5m) with { At = Scene.Now };
        halved = halved with
        {
            Book = halved.Book with
            {
                Sized = new(new(2.5m), new(5_000m), Scene.Now - TimeSpan.FromHours(1)),
            },
        };
        Assert.Equal((Move.Resize, new Quantity(5m)), (halved.Target.Move, halved.Target.Of(Market.Spot)));
        Assert.Equal(Move.Hold, halved.AtHealth(0.79m).Target.Move);
        var cooling = halved with
        {
            Book = halved.Book with { Sized = new(new(2.5m), new(5_000m), Scene.Now - TimeSpan.FromMinutes(1)) },
        };
        Assert.Equal(Move.Hold, cooling.Target.Move);
        Assert.Contains("a warning reduced it", cooling.Target.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20000", "10")]
    [InlineData("12000", "6")]
    [InlineData("5000", "2.5")]
    [InlineData("9000", "4.5")]
    public void An_open_pair_is_resized_up_and_down_with_its_plan(string notional, string size)
    {
        var resized = Planned(notional).Target;
        Assert.Equal(Move.Resize, resized.Move);
        Assert.Equal(new Quantity(decimal.Parse(size)), resized.Of(Market.Spot));
        Assert.Equal(new Quantity(-decimal.Parse(size)), resized.Of(Market.Linear));
    }

    [Theory]
    [InlineData("10400")]
    [InlineData("9600")]
    public void A_change_within_the_hysteresis_is_not_made(string notional) =>
        Assert.Equal(Move.Hold, Planned(notional).Target.Move);

    [Fact]
    public void Growing_needs_all_that_entering_needs_and_shrinking_nothing()
    {
        Assert.Equal(Move.Hold, (Planned("20000") with { Mode = new RiskMode(Kill: true) }).Target.Move);
        Assert.Equal(Move.Resize, (Planned("5000") with { Mode = new RiskMode(Kill: true) }).Target.Move);
        Assert.Equal(Move.Hold, (Planned("20000") with { At = Scene.Now + TimeSpan.FromMinutes(1) }).Target.Move);
        Assert.Equal(Move.Resize, (Planned("5000") with { At = Scene.Now + TimeSpan.FromMinutes(1) }).Target.Move);
        Assert.Equal(Move.Hold, Planned("20000").With(m => m with { Depth = new(4m) }).Target.Move);
    }

    [Fact]
    public void Growing_must_earn_two_and_a_half_times_its_cost()
    {
        // 32.85 % × 9 / 365 = 0.81 %: more than 1.5 × 0.31 %, less than 2.5 × 0.33 %
        var slow = Planned("20000").WithSettings(s => s with { HoldDays = 9m });
        Assert.Equal(Move.Hold, slow.Target.Move);
        Assert.Contains("less than 2.5", slow.Target.Because, StringComparison.Ordinal);
        Assert.Equal(Move.Resize, slow.WithSettings(s => s with { HoldDays = 12m }).Target.Move);
    }

    [Fact]
    public void A_price_that_moves_does_not_resize()
    {
        foreach (var price in new[] { 1_000m, 1_900m, 2_200m, 4_000m })
        {
            Assert.Equal(Move.Hold, (Held with { Market = Scene.Report(0.0003m, price, price) }).Target.Move);
        }
    }

    [Fact]
    public void A_plan_of_nothing_is_an_exit() => Assert.Equal(Move.Exit, Planned("0").Target.Move);

    [Fact]
    public void An_entry_that_stopped_short_is_finished_while_it_is_worth_it()
    {
        var begun = Begun();
        Assert.Equal((Move.Enter, new Quantity(5m)), (begun.Target.Move, begun.Target.Of(Market.Spot)));

        // and not when it has ceased to be
        Assert.Equal(Move.Hold, begun.Paying(0.00001m).Target.Move);
        Assert.Equal(new Quantity(2m), begun.Paying(0.00001m).Target.Of(Market.Spot));
    }

    [Fact]
    public void An_entry_that_has_not_traded_yet_keeps_its_size()
    {
        var begun = Begun() with
        {
            Book = ArbBook.Flat with { Direction = CarryDirection.Positive, Sized = new(new(5m), new(10_000m), null) },
            Account = Scene.Healthy(),
        };
        Assert.Equal(new Quantity(5m), begun.Target.Of(Market.Spot));
        Assert.Equal(
            new Quantity(5m), (begun with { Market = Scene.Report(0.0003m, 2_100m, 2_100m) }).Target.Of(Market.Spot));
    }

    [Fact]
    public void Taking_on_a_target_remembers_what_it_was_for()
    {
        var plan = Held.Plan;
        var entered = ArbSizing.None.Adopt(new Scene().Target, plan, Scene.Now);
        Assert.Equal(new ArbSizing(new(5m), new(10_000m), null), entered);
        Assert.Equal(entered, entered.Adopt(Held.Target, plan, Scene.Now));
        var halved = entered.Adopt(Held.AtHealth(0.6m).Target, plan, Scene.Now);
        Assert.Equal(new ArbSizing(new(2.5m), new(5_000m), Scene.Now), halved);
        Assert.Equal(Quantity.Zero, halved.Adopt(Held.AtHealth(0.4m).Target, plan, Scene.Now).Size);
    }

    private static Scene Planned(string notional) =>
        Held with { Plan = Held.Plan with { Notional = new(decimal.Parse(notional)) } };

    private static Scene Begun()
    {
        var begun = Held.Holding(size: 2m);
        return begun with { Book = begun.Book with { Sized = new(new(5m), new(10_000m), null) } };
    }
}
