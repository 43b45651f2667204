using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Funding;

public sealed class NegativeCarryTests
{
    private static Scene Short => new() { Market = Scene.Report(-0.0003m) };

    [Fact]
    public void Interest_on_the_borrowed_coin_comes_off_the_rate()
    {
        // 32.85 % less 8760 × 0.00003 = 26.28 % leaves 6.57 %
        var dear = Short.With(m => m with { Borrow = m.Borrow!.Value with { HourlyRate = new(0.00003m) } });
        Refused(dear, "pays 6.57 % after 26.28 % interest");
    }

    [Fact]
    public void Unknown_borrow_terms_are_not_free()
    {
        var unknown = Short.With(m => m with { Borrow = null });
        Refused(unknown, "borrow terms unknown");
        Assert.NotNull(unknown.Target.Alert);
    }

    [Fact]
    public void Borrow_terms_hold_for_an_hour()
    {
        Assert.Equal(Move.Enter, BorrowedAt(Scene.Now - TimeSpan.FromHours(1)).Target.Move);
        Refused(BorrowedAt(Scene.Now - TimeSpan.FromSeconds(3_601)), "borrow terms of");

        static Scene BorrowedAt(Instant at) => Short.With(m => m with { Borrow = m.Borrow!.Value with { At = at } });
    }

    [Fact]
    public void No_more_is_sold_than_can_be_borrowed() =>
        Refused(
            Short.With(m => m with { Borrow = m.Borrow!.Value with { Available = new(4m) } }), "4 ETH can be borrowed");

    [Fact]
    public void Coins_that_lie_in_the_account_are_not_used_up()
    {
        Refused(Short.WithAccount(a => a with { BaseBalance = new(3m) }), "holds 3 ETH of its own");

        // a millionth is dust
        Assert.Equal(Move.Enter, Short.WithAccount(a => a with { BaseBalance = new(0.000001m) }).Target.Move);
    }

    [Fact]
    public void It_can_be_switched_off() =>
        Refused(Short.WithSettings(s => s with { NegativeCarry = false }), "MinApr", "switched off");

    [Fact]
    public void A_debt_without_margin_rules_has_an_unknown_health() =>
        Refused(Short with { Plan = Short.Plan with { Margin = Scene.Terms with { Debt = [] } } }, "projected health");

    [Fact]
    public void Interest_can_turn_a_held_carry_into_a_loss()
    {
        var held = Short.Holding(CarryDirection.Negative);
        Assert.Equal(Move.Hold, held.Target.Move);

        // 32.85 % less 8760 × 0.00005 = 43.8 % is −10.95 %
        var dear = held.With(m => m with { Borrow = m.Borrow!.Value with { HourlyRate = new(0.00005m) } }).Target;
        Assert.Equal(Move.Exit, dear.Move);
        Assert.Contains("-10.95 %", dear.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void While_borrow_terms_are_unknown_a_held_carry_alerts_and_stays()
    {
        var blind = Short.Holding(CarryDirection.Negative).With(m => m with { Borrow = null }).Target;
        Assert.Equal(Move.Hold, blind.Move);
        Assert.Contains("borrow terms", blind.Alert, StringComparison.Ordinal);
    }

    [Fact]
    public void It_leaves_when_the_rate_turns_positive() =>
        Assert.Equal(Move.Exit, Short.Holding(CarryDirection.Negative).Paying(0.0001m).Target.Move);

    private static void Refused(Scene scene, params string[] because)
    {
        Assert.Equal(Move.Hold, scene.Target.Move);
        Assert.Contains(because, word => scene.Target.Because.Contains(word, StringComparison.Ordinal));
    }
}
