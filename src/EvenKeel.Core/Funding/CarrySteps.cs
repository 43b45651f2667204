namespace EvenKeel.Funding;

/// <summary>The steps of a carry's workflow, as they stand in its client order ids. A number is never reused.</summary>
internal static class CarrySteps
{
    public const int Lead = 0;
    public const int Hedge = 1;
    public const int Unwind = 2;
    public const int LeaveSpot = 3;
    public const int LeavePerp = 4;
}
