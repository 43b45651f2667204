using CsCheck;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Orders;

public sealed class ClientOrderIdTests
{
    private static readonly Deployment Ours = new(Realm.Paper, "north");

    private static readonly Gen<(int Machine, int Epoch, int Step, int Attempt)> Places = Gen.Select(
        Gen.Int[0, 5_000], Gen.Int[0, 100_000], Gen.Int[0, ClientOrderId.Bound - 1],
        Gen.Int[0, ClientOrderId.Bound - 1]);

    /// <remarks>An id that is read back as the place that it was made for stands for no other place.</remarks>
    [Fact]
    public void Ten_million_places_have_ten_million_ids() => Parallel.For(0, 1_000, w =>
    {
        var workflow = WorkflowId.Of($"carry/P{w % 40}USDT", w / 40);
        for (var i = 0; i < 10_000; i++)
        {
            // Both numbers take a hundred values, from the first that there is to the last.
            var (step, attempt) = (i / 100 * (ClientOrderId.Bound - 1) / 99, i % 100 * (ClientOrderId.Bound - 1) / 99);
            var id = ClientOrderId.Of(Ours, workflow, step, attempt);
            if (!ClientOrderId.TryParse(Ours, id.Text, out var read, out var readStep, out var readAttempt)
                || read != workflow || readStep != step || readAttempt != attempt)
            {
                Assert.Fail($"{id}: {workflow}/{step}/{attempt} is read as {read}/{readStep}/{readAttempt}");
            }
        }
    });

    [Fact]
    public void A_million_lives_of_machines_have_a_million_workflows()
    {
        var seen = new HashSet<WorkflowId>(1_000_000);
        for (var machine = 0; machine < 1_000; machine++)
        {
            for (var life = 0; life < 1_000; life++)
            {
                Assert.True(seen.Add(WorkflowId.Of($"grid/P{machine}USDT", life)), $"{machine}, life {life}");
            }
        }
    }

    [Fact]
    public void An_id_says_where_it_comes_from() => Places.Check(place =>
    {
        var workflow = WorkflowId.Of($"carry/{place.Machine}", place.Epoch);
        var id = ClientOrderId.Of(Ours, workflow, place.Step, place.Attempt);
        Assert.Equal(ClientOrderId.Length, id.Text.Length);
        Assert.Matches("^[0-9a-z]{32}$", id.Text);
        Assert.True(ClientOrderId.TryParse(Ours, id.Text, out var read, out var step, out var attempt));
        Assert.Equal((workflow, place.Step, place.Attempt), (read, step, attempt));
    });

    [Fact]
    public void The_same_place_always_has_the_same_id() => Places.Check(place =>
    {
        var workflow = WorkflowId.Of($"carry/{place.Machine}", place.Epoch);
        Assert.Equal(
            ClientOrderId.Of(Ours, workflow, place.Step, place.Attempt),
            ClientOrderId.Of(Ours, WorkflowId.Of($"carry/{place.Machine}", place.Epoch), place.Step, place.Attempt));
    });

    [Theory]
    [InlineData("")]
    [InlineData("my order")]
    [InlineData("p1")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("P1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("8f14e45fceea167a5a36dedd4bea2543")]
    public void What_a_stranger_calls_its_order_is_not_ours(string text) =>
        Assert.False(ClientOrderId.TryParse(Ours, text, out _, out _, out _));

    [Fact]
    public void An_order_of_another_realm_is_not_ours()
    {
        var live = ClientOrderId.Of(new(Realm.Live, "north"), WorkflowId.Of("carry/BTCUSDT", 1), 0, 0);
        Assert.False(ClientOrderId.TryParse(Ours, live.Text, out _, out _, out _));
    }

    [Fact]
    public void A_sister_deployment_is_told_apart_in_all_but_a_few_cases_of_a_thousand()
    {
        var taken = Enumerable.Range(0, 20_000).Count(i => ClientOrderId.TryParse(
            Ours, ClientOrderId.Of(new(Realm.Paper, "south"), WorkflowId.Of("carry/BTCUSDT", i), 1, 1).Text, out _,
            out _, out _));
        Assert.InRange(taken, 0, 60);
    }

    [Fact]
    public void One_wrong_letter_is_noticed_in_all_but_a_few_cases_of_a_thousand()
    {
        var id = ClientOrderId.Of(Ours, WorkflowId.Of("carry/BTCUSDT", 1), 0, 0).Text;
        var taken = (from place in Enumerable.Range(2, 28)
                     from letter in "0123456789abcdefghijklmnopqrstuvwxyz"
                     where letter != id[place]
                     let wrong = string.Concat(id.AsSpan(0, place), [letter], id.AsSpan(place + 1))
                     where ClientOrderId.TryParse(Ours, wrong, out _, out _, out _)
                     select wrong).Count();
        Assert.InRange(taken, 0, 5);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(ClientOrderId.Bound, 0)]
    [InlineData(0, ClientOrderId.Bound)]
    public void What_does_not_fit_throws_and_never_wraps(int step, int attempt) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ClientOrderId.Of(Ours, WorkflowId.Of("carry/BTCUSDT", 1), step, attempt));
}
