using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Settings;
using EvenKeel.Storage;
using EvenKeel.Tests.Faults;
using EvenKeel.Tests.Funding;

namespace EvenKeel.Tests.Storage;

/// <summary>A row comes back as it was stored, to the digit, in every state; it stays small, and what is not a row of
/// this program is refused.</summary>
public sealed class RowFormatTests
{
    private const int BytesMax = 16 * 1024;

    private static readonly Instant s_now = Instant.At(2025, 3, 10, 12);
    private static readonly Deployment s_ours = new(Realm.Live, "format");

    /// <summary>The step with the most to remember.</summary>
    private static readonly CarryPhase s_longest = new CarryPhase.Leaving(
        new(new(123_456.123456m), new(-123_456.123456m), true, "costs 12 % a year", s_now),
        new SpotPerpExit.Slicing(
            new(123_456.123456m), new(-123_456.123456m), new(30, s_now), new(30, s_now), Alarmed: true));

    [Fact]
    public void Every_state_that_there_is_is_among_those_that_are_tried()
    {
        var tried = Any.Phases.Select(p => p.Single()).ToList();
        AssertAll(typeof(CarryPhase), tried);
        AssertAll(typeof(SpotPerpEntry), tried.OfType<CarryPhase.Entering>().Select(e => e.Step));
        AssertAll(typeof(SpotPerpExit), tried.OfType<CarryPhase.Leaving>().Select(l => l.Step));

        static void AssertAll(Type closed, IEnumerable<object> instances) => Assert.Equal(
            closed.GetNestedTypes().Where(t => t.IsAssignableTo(closed)).Select(t => t.Name)
                .Order(StringComparer.Ordinal),
            instances.Select(i => i.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_setting_of_nothing_comes_back_as_nothing_and_not_as_its_default()
    {
        AssertAll(ArbSettingTable.Table, new ArbSettings());
        AssertAll(GridSettingTable.Table, new GridSettings());

        static void AssertAll<T>(SettingTable<T> table, T defaults)
            where T : class
        {
            var changed = 0;
            foreach (var setting in table.Settings)
            {
                foreach (var nothing in new[] { "0", "0s", "none", "false" })
                {
                    if (table.Set(defaults, setting.Name, nothing) is { Violation: null, Settings: var set })
                    {
                        var bytes = JsonSerializer.SerializeToUtf8Bytes(set, RowFormat.Options);
                        Assert.Equal(set, JsonSerializer.Deserialize<T>(bytes, RowFormat.Options));
                        changed += set.Equals(defaults) ? 0 : 1;
                    }
                }
            }

            Assert.True(changed >= 3, $"only {changed} settings may be nothing");
        }
    }

    [Fact]
    public void A_row_comes_back_as_it_was_stored_in_every_state() => Assert.All(Any.Phases, phase =>
        Gen.Select(Rows(), Any.Carries(phase), (row, carry) => row with { State = carry }).Check(
            row =>
            {
                var bytes = RowFormat.Write(row);
                var read = RowFormat.Read<Carry>(bytes);
                Assert.Equal(row.State, read.State);
                Assert.Equal(row.Ledger, read.Ledger);
                Assert.Equal(row.Journal.Folded, read.Journal.Folded);
                Assert.Equal(row.Journal.Intents.AsEnumerable(), read.Journal.Intents);
                Assert.Equal(row.Attempts.AsEnumerable(), read.Attempts);
                Assert.Equal(row.Booked.AsEnumerable(), read.Booked);
                Assert.Equal(
                    (row.Version, row.Epoch, row.LookAt, row.Baseline, row.LastHash),
                    (read.Version, read.Epoch, read.LookAt, read.Baseline, read.LastHash));
                Assert.True(read.Outbox.All(e => e.Follows(row.Machine, e.Previous)));
                Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(RowFormat.Write(read)));
            },
            times: 100));

    [Fact]
    public void A_decimal_keeps_its_digits_and_its_scale()
    {
        var row = Row(new CarryPhase.Flat("new")) with
        {
            Ledger = Ledger.Empty(s_now) with { Base = new(0.10000000m), Cash = new(-1234567890123456.123456789012m) },
        };
        var read = RowFormat.Read<Carry>(RowFormat.Write(row)).Ledger;
        Assert.Equal("0.10000000", read.Base.Value.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("-1234567890123456.123456789012", read.Cash.Value.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_row_of_a_newer_program_is_refused_and_says_why()
    {
        var newer = RowFormat.Write(Row(new CarryPhase.Flat("new")) with { Format = 2 });
        var refused = Assert.Throws<RowFormatException>(() => RowFormat.Read<Carry>(newer));
        Assert.Contains("format 2, this program reads up to 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"format\":1,\"mach", "cannot be read")]
    [InlineData("null", "empty")]
    [InlineData("{\"format\":1,\"colour\":\"red\"}", "colour")]
    [InlineData("{\"format\":1,\"state\":{\"phase\":{\"is\":\"dancing\"}}}", "$.state.phase")]
    [InlineData("{\"format\":1,\"ledger\":{\"base\":\"many\"}}", "$.ledger.base")]
    public void What_is_no_row_is_refused_and_says_where(string text, string where)
    {
        var refused = Assert.Throws<RowFormatException>(() => RowFormat.Read<Carry>(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_row_that_a_carry_can_have_is_within_16_KiB()
    {
        var intents = Enumerable.Range(0, 200).Select(i => Wordy(i).End(IntentStatus.CancelledPartial, "cancelled"));
        var journal = intents.Append(Wordy(200)).Append(Wordy(201, Market.Linear))
            .Aggregate(OrderJournal.Empty, (j, i) => j.Add(i).Fold(stored: j, _ => false));
        var booked = Enumerable.Range(0, 16)
            .Select(i => new BookedFlow(s_now + TimeSpan.FromMilliseconds(i), "abcdefghij"));
        var row = Row(s_longest) with
        {
            Journal = journal,
            Booked = [.. booked],
            Outbox = [Entry(1), Entry(2)],
        };
        Assert.InRange(RowFormat.Write(row).Length, BytesMax / 2, BytesMax);
    }

    [Fact]
    public void After_many_lives_a_row_is_as_small_as_before()
    {
        var world = Worlds.Plan.Begin();
        for (var life = 0; life < 12; life++)
        {
            world.UntilPhase<CarryPhase.Holding>();
            world.Mode = new RiskMode(Flatten: true);
            world.Owner.Tick();
            world.UntilPhase<CarryPhase.Flat>();
            world.Mode = RiskMode.Normal;
            world.Owner.Tick();
        }

        Assert.True(world.Sound().Row.Journal.Folded > 50);
        Assert.InRange(world.Store.RowBytesMax, 1, BytesMax);
    }

    private static MachineRow<Carry> Row(CarryPhase phase) => MachineRow<Carry>.New(
        "carry/1000000MOGUSDT", new(
            phase, new ArbSettings(), "deleveraged by 0.1", new(new(0.25m), new(10_000m), s_now), s_now, "blind"),
        s_now);

    private static Gen<MachineRow<Carry>> Rows()
    {
        var number = Gen.Decimal[-1_000_000m, 1_000_000m];
        var time = Gen.Long[0, 4_000_000_000_000].Select(ms => new Instant(ms));
        var intent = Gen.Select(
            Gen.Int[0, 999], number, time, Gen.Enum<IntentStatus>(), Gen.Enum<TimeInForce>(), Gen.Bool,
            (n, value, at, status, force, flag) => new OrderIntent(
                ClientOrderId.Of(s_ours, WorkflowId.Of("m", n), n, n),
                new(
                    n, flag ? Market.Spot : Market.Linear, new("BTCUSDT"), flag ? Side.Buy : Side.Sell, new(value),
                    flag ? null : new Price(value), force, flag, !flag, new(value)),
                n, at, TimeSpan.FromMilliseconds(n), flag, status, flag ? null : "v",
                new(new(value), default, default, new(value), default),
                flag ? "because" : null, flag));
        return Gen.Select(
            intent.Array[0, 12], number.Array[8], time, Gen.Long[1, long.MaxValue], Gen.Int[0, 9_999],
            (intents, n, at, version, epoch) => Row(new CarryPhase.Flat("new")) with
            {
                Version = version,
                Epoch = epoch,
                LookAt = at,
                Journal = new([.. intents], version / 2),
                Ledger = new(
                    new(n[0]), new(n[1]), new(n[2]), new(n[3]), new(n[4]), new(n[5]), new(n[6]), new(n[7]), new(n[0]),
                    at),
                Attempts = intents.Select(i => i.Attempt).Distinct().ToImmutableSortedDictionary(i => i, i => i + 1),
                Baseline = epoch % 2 == 0 ? null : new(new(n[1]), at),
                Booked = [new(at, "0123456789")],
                Outbox = [Entry(version)],
                LastHash = "abc",
            });
    }

    /// <summary>An intent with nothing left out and every number long.</summary>
    private static OrderIntent Wordy(int n, Market market = Market.Spot) => new(
        ClientOrderId.Of(s_ours, WorkflowId.Of("m", n), 4, n),
        new(
            4, market, new("1000000MOGUSDT"), Side.Sell, new(123_456.123456m), new Price(98_765.4321m),
            TimeInForce.ImmediateOrCancel, market == Market.Linear, market == Market.Spot, new(98_765.43215m)),
        n, s_now, TimeSpan.FromSeconds(1), true, IntentStatus.Intended, "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
        new(
            new(123_456.123456m), new(12_193_263_113.702179m), new(123.456123456m), new(9_876_543.123456789m),
            new(12_193_263.113702179m)),
        CancelAsked: true);

    private static OutboxEntry Entry(long version) => OutboxEntry.Of(
        "carry/1000000MOGUSDT", version, s_now, new string('r', 300), "previous",
        [
            new(
                s_now, new("BTCUSDT"), Market.Spot, new("BTC"), FlowKind.Trade, new(0.1m), new Price(50_000m),
                new Rate(0.01m), new(-5_000m)),
        ]);
}
