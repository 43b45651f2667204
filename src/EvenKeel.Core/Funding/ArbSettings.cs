using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Settings;

namespace EvenKeel.Funding;

/// <summary>How the leading leg of an entry is traded.</summary>
public enum EntryStyle
{
    /// <summary>Taken at once under a price cap; what is not filled is not wanted.</summary>
    Aggressive,

    /// <summary>Rests as a maker and may fill slowly; every part is hedged as it comes.</summary>
    Patient,
}

/// <summary>Where the rate that the coming settlement will have is taken from.</summary>
public enum PredictedSource
{
    /// <summary>The venue states it; when it does not, it is unknown.</summary>
    Venue,

    /// <summary>The last settled rate stands in for it: for recordings that hold no predicted rate.</summary>
    Settled,
}

/// <summary>Every number that the carry's rules leave open. Ranges are in <see cref="ArbSettingTable"/>.</summary>
public sealed record ArbSettings
{
    /// <summary>Worth of each leg when nothing else sizes it. [quote] 10 000.</summary>
    public Amount Notional { get; init; } = new(10_000m);

    /// <summary>Least carry to enter. [1/year] 0.10.</summary>
    public Rate MinApr { get; init; } = new(0.10m);

    /// <summary>How long a carry is expected to be held, for weighing its cost. [days] 30.</summary>
    public decimal HoldDays { get; init; } = 30m;

    /// <summary>An entry must earn this many times its round-trip cost within HoldDays. [1] 1.5.</summary>
    public decimal CostFactor { get; init; } = 1.5m;

    /// <summary>The same for growing what is held because the plan grew. [1] 2.5.</summary>
    public decimal ResizeCostFactor { get; init; } = 2.5m;

    /// <summary>Carry below which a carry is left. [1/year] −0.05.</summary>
    public Rate ExitApr { get; init; } = new(-0.05m);

    /// <summary>Twice in a row worse than minus this: left at once. [1/year] 0.50.</summary>
    public Rate UrgentApr { get; init; } = new(0.50m);

    /// <summary>Settlements of this long are averaged. 3 d.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Least share of the window that settlements must account for; less is unknown. [1] 0.5.</summary>
    public Rate WindowCoverage { get; init; } = new(0.5m);

    /// <summary>Basis beyond which a window is toxic. [1] 0.0020 = 20 bp.</summary>
    public Rate ToxicBasis { get; init; } = new(0.0020m);

    /// <summary>Toxic windows in a row that mean leave. 3.</summary>
    public int ToxicWindows { get; init; } = 3;

    /// <summary>Length of one such window. 5 min.</summary>
    public TimeSpan ToxicWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Distance |mark − liquidation| ÷ mark below which all is closed. [1] 0.10.</summary>
    public Rate LiquidationDistance { get; init; } = new(0.10m);

    /// <summary>Least projected account health to enter or grow. [0, 1] 0.8.</summary>
    public Rate HealthEntry { get; init; } = new(0.8m);

    /// <summary>Account health below which a half is given up. [0, 1] 0.7.</summary>
    public Rate HealthReduce { get; init; } = new(0.7m);

    /// <summary>Account health below which all is closed. [0, 1] 0.5.</summary>
    public Rate HealthExit { get; init; } = new(0.5m);

    /// <summary>A warning reduces once in this time. 30 min.</summary>
    public TimeSpan ReduceCoolDown { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Most of one leg that is sent at once. [quote] 5 000.</summary>
    public Amount SliceMax { get; init; } = new(5_000m);

    /// <summary>A change of size within this share of what is held is not made. [1] 0.05.</summary>
    public Rate Hysteresis { get; init; } = new(0.05m);

    /// <summary>Oldest quotes to take new risk on. 2 s.</summary>
    public TimeSpan QuoteAgeMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Oldest mark to take new risk on. 5 s.</summary>
    public TimeSpan MarkAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Oldest reading of the account to take new risk on. 10 s.</summary>
    public TimeSpan AccountAgeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Oldest predicted rate to take new risk on. 60 s.</summary>
    public TimeSpan PredictedAgeMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Oldest borrow terms to take new risk on. 1 h.</summary>
    public TimeSpan BorrowAgeMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Attempts to hedge before the unhedged part is unwound. 3.</summary>
    public int HedgeTriesMax { get; init; } = 3;

    /// <summary>Time to hedge before the unhedged part is unwound. 3 s.</summary>
    public TimeSpan HedgeTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How far beyond the touch an order may take: the slippage limit. [1] 0.0010.</summary>
    public Rate NormalCap { get; init; } = new(0.0010m);

    /// <summary>The same for a hedge or a close that has failed before. [1] 0.0050.</summary>
    public Rate WideCap { get; init; } = new(0.0050m);

    /// <summary>How far from the last price one goes when there is no fresh one, or all else failed. [1]
    /// 0.03.</summary>
    public Rate EmergencyCap { get; init; } = new(0.03m);

    /// <summary>How the leading leg is traded. Aggressive.</summary>
    public EntryStyle Style { get; init; } = EntryStyle.Aggressive;

    /// <summary>The leg that goes first: the less liquid one. Spot.</summary>
    public Market Lead { get; init; } = Market.Spot;

    /// <summary>How long a patient order rests. 2 min.</summary>
    public TimeSpan PatientTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait after an entry that came to nothing. 1 min.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after its timestamp the venue may accept a request. 1 s.</summary>
    public TimeSpan RecvWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How late an order may become visible in the venue's lists (δ). 5 s.</summary>
    public TimeSpan VisibilityDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether spot may be sold short on borrowed coin. true.</summary>
    public bool NegativeCarry { get; init; } = true;

    /// <summary>Interest that a buy-back allows for while the borrow rate is unknown. [1/h] 0.0001.</summary>
    public Rate BorrowHourlyMax { get; init; } = new(0.0001m);

    /// <summary>Yearly cost of borrowed quote coin; none: a positive carry is bought with own cash only.
    /// none.</summary>
    public Rate? QuoteBorrowApr { get; init; }

    /// <summary>Where the rate of the coming settlement comes from. Venue.</summary>
    public PredictedSource PredictedSource { get; init; } = PredictedSource.Venue;

    /// <summary>All that is wrong, as (field, value, rule); empty: nothing is.</summary>
    public ImmutableArray<SettingViolation> Validate() => ArbSettingTable.Table.Validate(this);

    /// <summary>One setting by name, from text: <c>Set("MinApr", "0.12")</c>, <c>Set("Window", "3d")</c>.</summary>
    public SettingChange<ArbSettings> Set(string name, string text) => ArbSettingTable.Table.Set(this, name, text);

    /// <summary>Settings over these, from a flat JSON object.</summary>
    public SettingReading<ArbSettings> Read(string json) => ArbSettingTable.Table.Read(this, json);
}
