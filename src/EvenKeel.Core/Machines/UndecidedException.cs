namespace EvenKeel.Machines;

/// <summary>Thrown when a machine meets an event that it has no rule for: a bug, never a condition of the
/// world.</summary>
public sealed class UndecidedException(object state, object @event, string reason)
    : InvalidOperationException($"{@event.GetType().Name} cannot happen while {state.GetType().Name}: {reason}");
