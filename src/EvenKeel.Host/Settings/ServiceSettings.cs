using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Settings;
using static EvenKeel.Settings.Setting;

namespace EvenKeel.Host.Settings;

/// <summary>What the service is and where it listens; section "Service" of the settings.</summary>
internal sealed record ServiceSettings
{
    /// <summary>Of the API. 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Where silos talk to each other; only on this machine. 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The account's name: part of every client order id and of every claim on a coin. main.</summary>
    public string Account { get; init; } = "main";

    /// <summary>The pairs that carries are traded on. BTCUSDT, ETHUSDT.</summary>
    public ImmutableArray<Symbol> Pairs { get; init; } = [new("BTCUSDT"), new("ETHUSDT")];

    /// <summary>The pairs that have a grid. SOLUSDT.</summary>
    public ImmutableArray<Symbol> Grids { get; init; } = [new("SOLUSDT")];

    /// <summary>Where grids trade. Spot.</summary>
    public Market GridMarket { get; init; } = Market.Spot;

    /// <summary>How often a pair's market is read. 1 s.</summary>
    public TimeSpan TickEvery { get; init; } = TimeSpan.FromSeconds(1);

    public static SettingTable<ServiceSettings> Table { get; } = new(
        [
            Count<ServiceSettings>("Port", 1, 65535, s => s.Port, (s, v) => s with { Port = v }),
            Count<ServiceSettings>("SiloPort", 1, 65535, s => s.SiloPort, (s, v) => s with { SiloPort = v }),
            new(
                "Account", string.Empty, "must be 1 to 32 letters, digits or hyphens", s => s.Account,
                (s, text) => s with { Account = text },
                s => s.Account.Length is >= 1 and <= 32
                    && s.Account.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')),
            new(
                "Pairs", string.Empty, "must be symbols such as BTCUSDT, ETHUSDT, at least one and each once",
                s => string.Join(',', s.Pairs), (s, text) => s with { Pairs = Split(text) },
                s => !s.Pairs.IsEmpty && s.Pairs.Distinct().Count() == s.Pairs.Length && s.Pairs.All(IsSymbol)),
            new(
                "Grids", string.Empty, "must be symbols such as SOLUSDT, each once, or nothing",
                s => string.Join(',', s.Grids), (s, text) => s with { Grids = Split(text) },
                s => s.Grids.Distinct().Count() == s.Grids.Length && s.Grids.All(IsSymbol)),
            Word<ServiceSettings, Market>("GridMarket", s => s.GridMarket, (s, v) => s with { GridMarket = v }),
            Span<ServiceSettings>(
                "TickEvery", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), s => s.TickEvery,
                (s, v) => s with { TickEvery = v }),
        ],
        [
            new("SiloPort", "must differ from Port", s => s.SiloPort != s.Port),
            new("Grids", "must not be among Pairs: one machine a coin", s => !s.Grids.Any(s.Pairs.Contains)),
        ]);

    private static ImmutableArray<Symbol> Split(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => new Symbol(p)),
    ];

    private static bool IsSymbol(Symbol pair) =>
        pair.Name.Length is >= 4 and <= 32 && pair.Name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
