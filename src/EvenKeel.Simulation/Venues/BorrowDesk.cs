using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Lends coin for sales on margin, charges interest each hour at five past, and takes repayments.</summary>
internal sealed class BorrowDesk(Floor floor)
{
    private const int Digits = 8;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_interestPast = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_blackoutFrom = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_blackoutUntil = new(0, 5, 30);

    /// <summary>When interest was last charged; a debt is charged once at each five past.</summary>
    public Instant ChargedAt { get; set; } = floor.Now;

    /// <summary>When interest is charged next; Never while nothing is owed.</summary>
    public Instant DueAt => Owes() ? NextInterest(floor.Now) : Instant.Never;

    /// <summary>How much more of a coin can be borrowed. [coin]</summary>
    public Quantity Available(Coin coin) => floor.BorrowOf(coin) is { } terms
        ? Quantity.Max(Quantity.Zero, terms.Limit - new Quantity(floor.Wallet.DebtOf(coin)))
        : Quantity.Zero;

    /// <summary>Makes sure that a coin can be handed over, borrowing what the balance lacks.</summary>
    public void Provide(Coin coin, decimal quantity)
    {
        var holding = floor.Wallet.Of(coin);
        var missing = quantity - holding.Balance;
        if (missing > 0m)
        {
            holding.Balance += missing;
            holding.Debt += missing;
            floor.Moved = true;
        }
    }

    /// <summary>Charges the hour if it is five past: interest joins the debt, rounded up to the eighth
    /// decimal.</summary>
    public void Charge(Instant at)
    {
        if (at == ChargedAt || at != at.Floor(s_hour) + s_interestPast)
        {
            return;
        }

        ChargedAt = at;
        foreach (var holding in floor.Wallet.Holdings)
        {
            var debt = floor.Wallet.DebtOf(holding.Coin);
            if (debt > 0m && floor.BorrowOf(holding.Coin) is { } terms && Bearer(holding.Coin) is { } bearer)
            {
                var interest = RoundUp(debt * terms.HourlyRate.Value);
                Add(holding, interest);
                var flow = new VenueFlow(
                    $"interest-{holding.Coin}-{at.Milliseconds}", at, VenueFlowKind.Interest, Market.Spot, holding.Coin,
                    new(debt), floor.Worth(holding.Coin, at) ?? default, terms.HourlyRate, -interest);
                bearer.Flows.Add(flow);
                floor.Flowed?.Invoke(bearer.Symbol, flow);
                floor.Pushed?.Invoke(bearer.Symbol, null, Quantity.Zero);
            }
        }

        floor.Moved = true;
    }

    /// <summary>Gives borrowed coin back from what is held: at most the debt, and at most the amount asked.</summary>
    public VenueReply Repay(Coin coin, Quantity amount, Instant now)
    {
        if (amount <= Quantity.Zero)
        {
            return new VenueReply.Refused(RefusalKind.Shape, "10001", $"amount {amount}: must be above zero");
        }

        var past = now - now.Floor(s_hour);
        if (past >= s_blackoutFrom && past < s_blackoutUntil)
        {
            return new VenueReply.Refused(
                RefusalKind.Halted, "3400214", "no repayment from 04:00 to 05:30 of each hour");
        }

        var holding = floor.Wallet.Of(coin);
        if (holding.Debt > 0m && holding.Balance <= 0m)
        {
            return new VenueReply.Refused(RefusalKind.Funds, "182104", $"no {coin} is held to repay with");
        }

        Settle(coin, amount.Value);
        return new VenueReply.Accepted(floor.NextId("repay"));
    }

    /// <summary>Repays what can be repaid, and says how much that was. [coin]</summary>
    public decimal Settle(Coin coin, decimal most)
    {
        var holding = floor.Wallet.Of(coin);
        var repaid = Math.Max(0m, Math.Min(most, Math.Min(holding.Debt, holding.Balance)));
        holding.Balance -= repaid;
        holding.Debt -= repaid;
        floor.Moved = true;
        return repaid;
    }

    private bool Owes()
    {
        foreach (var holding in floor.Wallet.Holdings)
        {
            if (floor.Wallet.DebtOf(holding.Coin) > 0m)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(Holding holding, decimal interest)
    {
        if (holding.Coin == floor.Wallet.Quote)
        {
            holding.Balance -= interest;
        }
        else
        {
            holding.Debt += interest;
        }
    }

    private Pair? Bearer(Coin coin) => coin == floor.Wallet.Quote
        ? floor.QuoteDebtor is { } debtor ? floor.Find(debtor) : null
        : floor.PairOf(coin);

    private static Instant NextInterest(Instant now)
    {
        var at = now.Floor(s_hour) + s_interestPast;
        return at > now ? at : at + s_hour;
    }

    /// <summary>Up: the venue never charges less than is due.</summary>
    private static decimal RoundUp(decimal amount) => Math.Round(amount, Digits, MidpointRounding.ToPositiveInfinity);
}
