namespace EvenKeel.Risk;

/// <summary>Proof that <typeparamref name="T"/> passed the RiskGate: nothing else can make one.</summary>
public sealed record Approved<T>
{
    internal Approved(T item) => Item = item;

    public T Item { get; }
}
