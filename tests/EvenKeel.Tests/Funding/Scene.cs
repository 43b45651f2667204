using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Funding;

/// <summary>A pair whose positive carry is worth entering, all inputs fresh; each test changes what it is
/// about.</summary>
internal sealed record Scene
{
    public static readonly Instant Now = Instant.At(2025, 3, 10, 12);

    public static readonly TimeSpan EightHours = TimeSpan.FromHours(8);

    public static Instrument Spot { get; } = new(
        EvenKeel.Markets.Market.Spot, new("ETHUSDT"), new("ETH"), new("USDT"), new(0.01m), new(0.00001m), new(0.0001m),
        new(1m));

    public static Instrument Perp { get; } = new(
        EvenKeel.Markets.Market.Linear, new("ETHUSDT"), new("ETH"), new("USDT"), new(0.01m), new(0.01m), new(0.01m),
        new(5m));

    public static MarginTerms Terms { get; } = new(
        [
            new(new(1_000_000m), new(0.02m), new(0.01m), new(0m)),
            new(new(10_000_000m), new(0.04m), new(0.02m), new(10_000m)),
        ],
        [new(new(1_000m), new(0.95m)), new(new(10_000m), new(0.9m))],
        [new(new(1_000_000m), new(0.2m), new(0.04m), new(0m))],
        new(0.00055m));

    public ArbPlan Plan { get; init; } = new(
        new("ETHUSDT"), Spot, Perp, new ArbSettings(), Ranked: true, new(10_000m),
        new(new(0.001m), new(0.001m), new(0.00055m), new(0.0002m)), Terms);

    public ArbBook Book { get; init; } = ArbBook.Flat;

    public MarketReport Market { get; init; } = Report(0.0003m);

    public AccountReport? Account { get; init; } = Healthy();

    public BasisSignal Basis { get; init; }

    public RiskMode Mode { get; init; } = RiskMode.Normal;

    public Instant At { get; init; } = Now;

    public MarketView View => new(Market, Account, Basis, Mode, At);

    public TargetState Target => ArbStrategy.Instance.Target(Plan, Book, View);

    public WakeRule Rest => ArbStrategy.Instance.Rest(Plan, Book, View);

    /// <summary>Market inputs at 2 000 with one rate, settled and predicted.</summary>
    public static MarketReport Report(decimal rate, decimal spot = 2_000m, decimal perp = 2_000m) => new(
        new("ETHUSDT"), Quotes(spot), Quotes(perp), new(new(perp), Now), new(new(rate), Now), EightHours,
        Now + TimeSpan.FromHours(4), Settled(rate, rate, rate, rate, rate, rate, rate, rate, rate),
        new(new(1_000m), new(0.000002m), Now), new(100m), Now);

    /// <summary>Settlements of eight hours each, oldest first, the last four hours ago.</summary>
    public static ImmutableArray<Settlement> Settled(params decimal[] rates) =>
        Every(EightHours, Now - TimeSpan.FromHours(4), rates);

    /// <summary>Settlements at even distances, oldest first.</summary>
    public static ImmutableArray<Settlement> Every(TimeSpan interval, Instant last, params decimal[] rates) =>
    [
        .. rates.Select((rate, i) => new Settlement(
            new(last.Milliseconds - ((rates.Length - 1 - i) * (interval.Ticks / TimeSpan.TicksPerMillisecond))),
            new(rate))),
    ];

    public static TopOfBook Quotes(decimal mid) => new(new(mid - 0.05m), new(mid + 0.05m), Now);

    /// <summary>100 000 in quote, nothing bound.</summary>
    public static AccountReport Healthy() => new(
        new("ETHUSDT"), Quantity.Zero, Quantity.Zero, Quantity.Zero, null, new(100_000m), new(100_000m), Amount.Zero,
        Amount.Zero, new(100_000m), Amount.Zero, [], Now);

    /// <summary>The same pair with a position of 5 ETH on both legs, as it was decided.</summary>
    public Scene Holding(CarryDirection direction = CarryDirection.Positive, decimal size = 5m) => this with
    {
        Book = new(
            new(size * direction.Sign()), new(-size * direction.Sign()), Quantity.Zero, Quantity.Zero, direction,
            new(new(size), Plan.Notional, null)),
        Account = Account! with
        {
            BaseBalance = new(direction == CarryDirection.Positive ? size : 0m),
            BaseDebt = new(direction == CarryDirection.Positive ? 0m : size),
            Position = new(-size * direction.Sign()),
            MaintenanceMargin = new(100m),
        },
    };

    public Scene With(Func<MarketReport, MarketReport> change) => this with { Market = change(Market) };

    public Scene WithAccount(Func<AccountReport, AccountReport> change) => this with { Account = change(Account!) };

    public Scene WithSettings(Func<ArbSettings, ArbSettings> change) =>
        this with { Plan = Plan with { Settings = change(Plan.Settings) } };

    /// <summary>All rates become one: settled and predicted.</summary>
    public Scene Paying(decimal rate) => With(m => m with
    {
        Settled = Settled([.. Enumerable.Repeat(rate, 9)]),
        Predicted = new(new(rate), Now),
    });

    /// <summary>An account of this health: maintenance margin that makes it so.</summary>
    public Scene AtHealth(decimal health) => WithAccount(a => a with
    {
        MaintenanceMargin = new((1m - health) / 1.2m * a.AdjustedEquity!.Value.Value),
    });
}
