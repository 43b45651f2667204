using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>The orders of a target while it is worked out, in room that is lent.</summary>
internal ref struct WantedOrders
{
    private readonly WantedOrder[] _lent;
    private int _count;

    /// <param name="most">So many at most.</param>
    public WantedOrders(int most)
    {
        _lent = ArrayPool<WantedOrder>.Shared.Rent(most);
    }

    public readonly ReadOnlySpan<WantedOrder> All => _lent.AsSpan(0, _count);

    public void Add(in WantedOrder order)
    {
        _lent[_count] = order;
        _count++;
    }

    /// <summary>All of them; the room goes back, so nothing may be added or drained after it.</summary>
    public readonly ImmutableArray<WantedOrder> Drain()
    {
        var all = GC.AllocateUninitializedArray<WantedOrder>(_count);
        All.CopyTo(all);
        ArrayPool<WantedOrder>.Shared.Return(_lent);
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }
}
