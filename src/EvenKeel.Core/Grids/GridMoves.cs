using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>Turns what should rest into cancels and orders, as far as windows and rate budgets let it now.</summary>
internal static class GridMoves
{
    /// <summary>When openings that found no budget are decided again: several times within the second that they wait
    /// for.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(250);

    /// <summary>Cancels first, then closings, then openings. What finds no room is decided again at the next
    /// look.</summary>
    /// <remarks>An order that is being cancelled still takes its place in the window, so there are never more orders at
    /// the venue than the windows hold. Closings and cancels are never held back by a rate: of those there are no more
    /// than there are orders and slots.</remarks>
    public static Step<Grid> Toward(
        Grid grid, GridDesk desk, MarketView view, CurrentState current, TargetState target)
    {
        var differences = Diff.Between(current, target);
        if (differences.IsEmpty)
        {
            return new(grid, [], desk.Now + desk.Plan.Settings.LookEvery);
        }

        var moves = new Moves(grid, desk, GridStrategy.Quote(desk.Plan, view));
        foreach (var difference in differences)
        {
            switch (difference)
            {
                case Difference.Cancel cancel:
                    moves.Cancel(cancel.Order);
                    break;
                case Difference.Place place:
                    moves.Place(place.Order);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(target), "a grid's strategy asks for orders only");
            }
        }

        return moves.Done();
    }

    private sealed class Moves(Grid grid, GridDesk desk, TopOfBook? quote)
    {
        private readonly ImmutableArray<MachineCommand>.Builder _commands =
            ImmutableArray.CreateBuilder<MachineCommand>();

        private readonly int _perMinute = desk.Plan.Settings.OrdersPerMinuteMax;
        private int _buys = desk.Plan.Window(Side.Buy) - desk.Live(Side.Buy);
        private int _sells = desk.Plan.Window(Side.Sell) - desk.Live(Side.Sell);
        private int _openings = desk.SendableNow(
            desk.Plan.Limits.OrdersPerSecondMax - desk.Plan.Limits.OrdersPerSecondReserve);

        private Grid _grid = grid with { Pace = grid.Pace.Now(desk.Now, desk.Plan.Settings.OrdersPerMinuteMax) };
        private bool _later;

        public void Cancel(RestingOrder order)
        {
            Spend(new MachineCommand.Cancel(desk.Journal.OpenAt(order.Slot)!.Id));
        }

        public void Place(in WantedOrder order)
        {
            ref var room = ref order.Side == Side.Buy ? ref _buys : ref _sells;
            if (quote is not { } known || room <= 0)
            {
                // A cancel that is on its way will make room, and its end is told.
                return;
            }

            if (order.Opens && (_openings == 0 || _grid.Pace.Left(_perMinute) == 0))
            {
                _later = true;
                return;
            }

            _openings -= order.Opens ? 1 : 0;
            room--;
            if (order.Opens)
            {
                var exit = desk.Plan.ExitOf(_grid.Ladder!, order.Slot.Index, order.Side);
                _grid = _grid with { Slots = _grid.Slots.Reserve(order.Slot, exit) };
            }

            Spend(new MachineCommand.Place(GridSteps.Draft(desk.Plan, order, known)));
        }

        /// <summary>A look that asks for nothing leaves the row as it was, its pace included.</summary>
        public Step<Grid> Done() => new(
            _commands.Count == 0 ? _grid with { Pace = grid.Pace } : _grid, _commands.DrainToImmutable(),
            desk.Now + (_later ? s_soon : desk.Plan.Settings.LookEvery));

        private void Spend(MachineCommand command)
        {
            _commands.Add(command);
            _grid = _grid with { Pace = _grid.Pace.Spend(1) };
        }
    }
}
