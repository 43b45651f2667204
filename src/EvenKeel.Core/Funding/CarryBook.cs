using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>What a carry's step machines decide on: the plan, what is held, what is open, and what was just
/// seen.</summary>
/// <param name="View">Null when what is decided on is no look.</param>
public sealed record CarryBook(ArbPlan Plan, Ledger Ledger, OrderJournal Journal, MarketView? View, Instant Now)
{
    /// <summary>The price at which it was last found that nothing is left to trade; null: nobody has.</summary>
    public Price? Judged { get; init; }

    /// <summary>Exposure to the price; zero is neutral. [base]</summary>
    public Quantity Exposure => Ledger.Exposure;

    /// <summary>Both legs' quantities fit this step: the coarser of the two lots. [base]</summary>
    public Quantity CoarseLot => Quantity.Max(Plan.Spot.Lot, Plan.Perp.Lot);

    public Instrument On(Market market) => market == Market.Spot ? Plan.Spot : Plan.Perp;

    /// <summary>Whether a pause goes on.</summary>
    /// <param name="length">How long it was when it began.</param>
    public bool Pauses(Instant until, TimeSpan length) => until.IsAwaited(Now, length);

    public bool IsOpen(Market market) => Journal.OpenOn(market) is not null;

    public TopOfBook? Quote(Market market) => View?.Market.QuoteOf(market);

    /// <summary>The best price known of a leg: its quote, else the other leg's, else the one that was judged by, else
    /// its last trade; null if none ever.</summary>
    public Price? PriceOf(Market market) =>
        Quote(market)?.Mid ?? Quote(Other(market))?.Mid ?? Judged ?? LastTraded(market) ?? LastTraded(Other(market));

    /// <summary>The least of a leg that can be traded; its lot while no price is known. [base]</summary>
    /// <remarks>The venue measures its least worth at the limit of an order, which of a sale lies below the price by up
    /// to EmergencyCap: at 50 000, a least worth of 5 and a cap of 3 %, 0.000104 and not 0.0001.</remarks>
    public Quantity Residue(Market market) => PriceOf(market) is { } price
        ? On(market).TradableResidue(price * (1m - Plan.Settings.EmergencyCap.Value))
        : On(market).Lot;

    /// <summary>The least that both legs can trade. [base]</summary>
    public Quantity LeastOfBoth => Quantity.Max(Residue(Market.Spot), Residue(Market.Linear));

    /// <summary>Whether the legs differ by something that the perpetual could still trade.</summary>
    public bool IsExposed => Exposure.Abs() >= Residue(Market.Linear);

    /// <summary>What of a position or a debt cannot be traded away.</summary>
    public bool IsDust(Market market) => Ledger.Of(market).Abs() < Residue(market);

    public Quantity RoundDown(Quantity quantity) => new(quantity.Value - (quantity.Value % CoarseLot.Value));

    /// <summary>The next slice of a way: the way in equal parts of at most SliceMax, each at least
    /// <paramref name="least"/>, and none that leaves a rest below it. [base]</summary>
    /// <param name="way">Unsigned.</param>
    public Quantity SliceOf(Quantity way, Quantity least, Price price)
    {
        var slices = Math.Max(1m, Math.Ceiling((price * way).Value / Plan.Settings.SliceMax.Value));
        var slice = Quantity.Max(RoundDown(new Quantity(way.Value / slices)), least);
        return way - slice < least ? way : slice;
    }

    public static Market Other(Market market) => market == Market.Spot ? Market.Linear : Market.Spot;

    private Price? LastTraded(Market market)
    {
        for (var i = Journal.Intents.Length - 1; i >= 0; i--)
        {
            var intent = Journal.Intents[i];
            if (intent.Draft.Market == market)
            {
                return intent.Done.Quantity.IsZero
                    ? intent.Draft.Mid
                    : new(intent.Done.Amount.Value / intent.Done.Quantity.Value);
            }
        }

        return null;
    }
}
