using EvenKeel.Machines;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>A boundary of a need that an owner crossed: where it can die.</summary>
public readonly record struct Crossing(Need Need, Boundary Boundary)
{
    public override string ToString() =>
        $"{Boundary} {(Need is Need.Ask { Request: var request } ? (object)request : Need).GetType().Name}";
}
