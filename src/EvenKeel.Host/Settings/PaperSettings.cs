using EvenKeel.Markets;
using EvenKeel.Settings;
using static EvenKeel.Settings.Setting;

namespace EvenKeel.Host.Settings;

/// <summary>The simulated market that paper pairs trade on; section "Paper" of the settings.</summary>
/// <remarks>What is in the venue's file already stays as it began: seed, cash and interval hold for a new
/// file.</remarks>
internal sealed record PaperSettings
{
    /// <summary>The venue's own file: relative to the content root, or a full path.</summary>
    public string FilePath { get; init; } = "evenkeel-data/venue.json";

    /// <summary>Another seed is another market. 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What the account has at first. [quote] 100 000.</summary>
    public Amount Cash { get; init; } = new(100_000m);

    /// <summary>Between two settlements: short, so that one sees it earn. 5 min.</summary>
    public TimeSpan FundingInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a settlement pays on average. [1 per interval] 0.0001.</summary>
    public Rate FundingMean { get; init; } = new(0.0001m);

    /// <summary>Length of the bars that prices are made of. 2 s.</summary>
    public TimeSpan BarEvery { get; init; } = TimeSpan.FromSeconds(2);

    public static SettingTable<PaperSettings> Table { get; } = new(
        [
            new(
                "FilePath", string.Empty, "must name a file", s => s.FilePath, (s, text) => s with { FilePath = text },
                s => Path.GetFileName(s.FilePath).Length > 0),
            Count<PaperSettings>("Seed", 0, int.MaxValue, s => s.Seed, (s, v) => s with { Seed = v }),
            Number<PaperSettings>(
                "Cash", "quote", 1m, 1_000_000_000m, s => s.Cash.Value, (s, v) => s with { Cash = new(v) }),
            Span<PaperSettings>(
                "FundingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromHours(8), s => s.FundingInterval,
                (s, v) => s with { FundingInterval = v }),
            Number<PaperSettings>(
                "FundingMean", "1 per interval", -0.01m, 0.01m, s => s.FundingMean.Value,
                (s, v) => s with { FundingMean = new(v) }),
            Span<PaperSettings>(
                "BarEvery", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), s => s.BarEvery,
                (s, v) => s with { BarEvery = v }),
        ],
        [
            new("BarEvery", "must divide FundingInterval without a rest",
                s => s.FundingInterval.Ticks % s.BarEvery.Ticks == 0),
        ]);
}
