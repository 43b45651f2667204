using EvenKeel.Markets;

namespace EvenKeel.Venues;

/// <summary>One order on the venue's list of live ones.</summary>
/// <param name="Id">Its client order id: text as the venue has it.</param>
/// <param name="Traded">So far. [base]</param>
public readonly record struct LiveOrder(string Id, Quantity Traded);
