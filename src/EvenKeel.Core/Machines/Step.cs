using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Machines;

/// <summary>What a machine decided: the state to remember, the commands to carry out, and when to look again.</summary>
/// <param name="LookAt">Venue time of the next look at the market; <see cref="Instant.Never"/> waits for an
/// event.</param>
public sealed record Step<TState>(TState State, ImmutableArray<MachineCommand> Commands, Instant LookAt);
