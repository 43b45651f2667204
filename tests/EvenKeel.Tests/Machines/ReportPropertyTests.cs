using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Orders of three slots trade in parts. The runner is told of them twice, late, out of order, by lists that
/// are not of one moment, after the end too, and its owner dies: each part is booked once.</summary>
public sealed class ReportPropertyTests
{
    private const int Slots = 3;

    /// <summary>What an order trades, part by part, of its 1. [1/1000 base]</summary>
    private static readonly Gen<int[]> s_parts = Gen.Int[1, 400].Array[1, 4];

    private static readonly Gen<(int Kind, int Which, int Report, int Fills)[]> s_steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Slots - 1], Gen.Int[0, 99], Gen.Int[0, 99]).Array[10, 80];

    [Fact]
    public void What_is_told_of_orders_twice_late_or_out_of_order_is_booked_once()
    {
        var (old, doubled, apart, after) = (0, 0, 0, 0);
        Gen.Select(s_parts.Array[Slots], s_steps).Check(
            drawn =>
            {
                var run = new Telling(drawn.Item1);
                foreach (var (kind, which, report, fills) in drawn.Item2)
                {
                    run.Happen(kind, which, report, fills);
                }

                run.TellAll();
                (old, doubled, apart, after) =
                    (old + run.Old, doubled + run.Doubled, apart + run.Apart, after + run.AfterEnd);
            },
            times: 400);
        Assert.All([old, doubled, apart, after], count => Assert.True(count > 100, $"{count}"));
    }

    /// <summary>What the venue knows, and what it says of it.</summary>
    private sealed class Telling
    {
        private readonly int[][] _parts;
        private readonly List<ClientOrderId> _ids;
        private readonly List<Fill>[] _fills = [[], [], []];
        private readonly Quantity[] _booked = new Quantity[Slots];
        private Bench _bench = new();

        public Telling(int[][] parts)
        {
            _parts = parts;
            _ids = _bench.Rest(1, 2, 3);
        }

        public int Old { get; private set; }

        public int Doubled { get; private set; }

        public int Apart { get; private set; }

        public int AfterEnd { get; private set; }

        public void Happen(int kind, int which, int report, int fills)
        {
            _bench.After(200);
            switch (kind)
            {
                case 0 or 1 or 2 when !IsOver(which, _fills[which].Count):
                    var left = 1m - Traded(which, _fills[which].Count).Value;
                    var part = Math.Min(_parts[which][_fills[which].Count] / 1_000m, left);
                    _fills[which].Add(_bench.Fill(
                        _ids[which], Market.Linear, Side.Buy, part, $"{which}-{_fills[which].Count}"));
                    break;
                case 3:
                    _bench = new(_bench.Now, _bench.Runner.Row);
                    break;
                default:
                    _bench.Runner.Nudge(_ids[which], _bench.Now, Traded(which, _fills[which].Count));
                    break;
            }

            if (_bench.Wants<VenueRequest.FindOrder>())
            {
                Answer(count => report % (count + 1), count => fills % (count + 1));
            }

            Check();
        }

        /// <summary>At last the venue says all that it knows.</summary>
        public void TellAll()
        {
            for (var i = 0; i < 40; i++)
            {
                _bench.After(2_000);
                for (var which = 0; which < Slots; which++)
                {
                    _bench.Runner.Nudge(_ids[which], _bench.Now, Traded(which, _fills[which].Count));
                }

                while (_bench.Wants<VenueRequest.FindOrder>())
                {
                    Answer(count => count, count => count);
                }

                Check();
            }

            var all = _fills.SelectMany(f => f).Aggregate(Quantity.Zero, (sum, f) => sum + f.Quantity);
            Assert.Equal(all, _bench.Runner.Row.Ledger.Perp);
            Assert.Equal(new(0.1m * all.Value), _bench.Runner.Row.Ledger.Fees);
            Assert.Equal(new(-100.1m * all.Value), _bench.Runner.Row.Ledger.Cash);
        }

        /// <param name="report">Which of its former states the order's list shows, of how many there were.</param>
        /// <param name="fills">How many of its fills the executions show.</param>
        private void Answer(Func<int, int> report, Func<int, int> fills)
        {
            var find = _bench.Asked<VenueRequest.FindOrder>();
            var which = _ids.IndexOf(find.Order);
            var count = _fills[which].Count;
            var (shown, executed) = (report(count), fills(count));
            var traded = Traded(which, shown);
            var before = _bench.Runner.Row.Journal.Find(find.Order)!;
            Old += traded < before.Done.Quantity ? 1 : 0;
            Doubled += traded == before.Done.Quantity && !traded.IsZero ? 1 : 0;
            Apart += shown == executed ? 0 : 1;
            AfterEnd += before.IsOpen ? 0 : 1;
            var state = !IsOver(which, shown) ? OrderState.Live
                : traded.Value == 1m ? OrderState.Filled
                : OrderState.Cancelled;
            _bench.Answer(find, new VenueReply.OrderSought(
                new(find.Order, "v1", state, traded, null, _bench.Now), [.. _fills[which].Take(executed)], _bench.Now));
            _bench.Settle();
        }

        private bool IsOver(int which, int parts) =>
            parts == _parts[which].Length || Traded(which, parts).Value == 1m;

        private Quantity Traded(int which, int parts) =>
            _fills[which].Take(parts).Aggregate(Quantity.Zero, (sum, f) => sum + f.Quantity);

        /// <summary>What is booked is no more than has traded, no less than before, and is the position.</summary>
        private void Check()
        {
            var sum = Quantity.Zero;
            for (var which = 0; which < Slots; which++)
            {
                var done = _bench.Runner.Row.Journal.Find(_ids[which])!.Done.Quantity;
                Assert.True(
                    done >= _booked[which] && done <= Traded(which, _fills[which].Count), $"{which}: {done}");
                _booked[which] = done;
                sum += done;
            }

            Assert.Equal(sum, _bench.Runner.Row.Ledger.Perp);
        }
    }
}
