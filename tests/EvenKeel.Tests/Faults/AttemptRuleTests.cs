using EvenKeel.Orders;
using static EvenKeel.Tests.Faults.HandMade;

namespace EvenKeel.Tests.Faults;

/// <summary>What the checker of the storm says of attempts: they follow one another, each when the one before is
/// over.</summary>
public sealed class AttemptRuleTests
{
    private static readonly OrderIntent s_first = Intent();
    private static readonly OrderIntent s_over = Intent(status: IntentStatus.CancelledZero);

    [Fact]
    public void Attempts_that_follow_one_another_break_nothing() => Assert.Empty(
        Attempts().Stores(0, First, s_first).Stores(1, First, s_over)
            .Stores(2, First, s_over, Intent(at: 2, attempt: 1)).Broken);

    [Fact]
    public void An_attempt_may_be_written_with_the_end_of_the_one_before() => Assert.Empty(
        Attempts().Stores(0, First, s_first).Stores(2, First, s_over, Intent(at: 2, attempt: 1)).Broken);

    [Fact]
    public void An_attempt_beside_the_one_before_it_that_is_open_is_noticed() => Assert.Equal(
        ["I3"], Attempts().Stores(0, First, s_first).Stores(2, First, s_first, Intent(at: 2, attempt: 1)).Broken);

    [Fact]
    public void An_attempt_that_leaves_out_a_number_is_noticed()
    {
        Assert.Equal(["I3"], Attempts().Stores(0, First, Intent(attempt: 1)).Broken);
        Assert.Equal(["I3"], Attempts().Stores(0, First, s_over).Stores(1, First, Intent(at: 1, attempt: 2)).Broken);
    }

    [Fact]
    public void An_attempt_with_a_lower_number_than_one_before_it_is_noticed() => Assert.Equal(
        ["I3"],
        Attempts().Stores(0, First, Intent(attempt: 1, status: IntentStatus.Refused))
            .Stores(1, First, Intent(at: 1, attempt: 0)).Broken);

    [Fact]
    public void A_new_epoch_counts_its_attempts_anew() => Assert.Empty(
        Attempts().Stores(0, First, s_over).Stores(1, First, s_over, Intent(at: 1, epoch: 2)).Broken);

    [Fact]
    public void A_name_that_is_of_another_step_or_attempt_than_its_order_is_noticed()
    {
        Assert.Equal(["I3"], Attempts().Stores(0, First, s_first with { Attempt = 1 }).Broken);
        Assert.Equal(["I3"], Attempts().Stores(0, First, Intent(step: 1) with { Id = s_first.Id }).Broken);
        Assert.Equal(["I3"], Attempts().Stores(0, First, s_first with { Id = new("not-one-of-ours") }).Broken);
    }

    [Fact]
    public void An_order_that_leaves_the_row_before_a_row_has_told_how_it_ended_is_noticed()
    {
        Assert.Equal(["I3"], Attempts().Stores(0, First, s_first).Stores(1, First).Broken);
        Assert.Empty(Attempts().Stores(0, First, s_first).Stores(1, First, s_over).Stores(2, First).Broken);
    }
}
