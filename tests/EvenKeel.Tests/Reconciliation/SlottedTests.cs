using CsCheck;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Reconciliation;

public sealed class SlottedTests
{
    [Fact]
    public void A_slot_is_found_wherever_it_stands_and_a_missing_one_where_it_would() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[-12, 12]).Array[0, 20].Check(drawn =>
        {
            SlotKey[] keys =
                [.. drawn.Select(d => new SlotKey(d.Item1, d.Item2 * d.Item2 * d.Item2)).Distinct().Order()];
            var places = keys.Select(k => new Place(k)).ToArray();
            foreach (var generation in Enumerable.Range(0, 5))
            {
                foreach (var index in Enumerable.Range(-1_800, 3_600))
                {
                    var key = new SlotKey(generation, index);
                    Assert.Equal(Array.BinarySearch(keys, key), Slotted.IndexOf<Place>(places, key));
                }
            }
        }, times: 100);

    private readonly record struct Place(SlotKey Key) : ISlotted;
}
