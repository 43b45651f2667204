using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Replay;

/// <summary>Finds for each close of a rung the opening that it met, from fills alone.</summary>
internal sealed class MatchedPairs
{
    private readonly SortedDictionary<int, List<Fill>> _open = [];
    private readonly List<MatchedPair> _all = [];

    public IReadOnlyList<MatchedPair> All => _all;

    /// <param name="rung">Whose order it was.</param>
    public void Add(int rung, Fill fill)
    {
        if (!_open.TryGetValue(rung, out var open))
        {
            _open[rung] = open = [];
        }

        var left = fill.Quantity;
        while (open.Count > 0 && open[0].Side != fill.Side && !left.IsZero)
        {
            var first = open[0];
            var part = Quantity.Min(left, first.Quantity);
            var sign = first.Side.Sign();
            _all.Add(new(
                first.At, fill.At, part * sign, first.Price, fill.Price, (fill.Price - first.Price) * (part * sign)));
            left -= part;
            open[0] = first with { Quantity = first.Quantity - part };
            if (open[0].Quantity.IsZero)
            {
                open.RemoveAt(0);
            }
        }

        if (!left.IsZero)
        {
            open.Add(fill with { Quantity = left });
        }
    }
}
