using System.Globalization;
using System.Text;
using EvenKeel.Cli.Backtests;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Reports;

/// <summary>What a run was made of, as every output states it.</summary>
/// <param name="Settings">Name, value and source of everything that was assumed or set.</param>
internal sealed record RunLabel(
    string Title, string Data, string Pairs, string From, string To, ulong Seed, bool Synthetic,
    IReadOnlyList<(string Name, string Value, string Source)> Settings);

/// <summary>The report of a funding backtest: one file that needs nothing else to be read.</summary>
internal static class ReportPage
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:1040px;margin:2rem auto;padding:0 1rem}" +
        "body{color:#1c2328;background:#fff}" +
        "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}figure{margin:1rem 0}figcaption{font-weight:600}" +
        "svg{width:100%;height:auto}svg text{font-size:11px;fill:#55606a}" +
        ".grid{stroke:#e3e7ea}polyline{stroke-width:1.4}" +
        "table{border-collapse:collapse;width:100%;font-size:13px}" +
        "td:nth-child(-n+4):nth-last-child(n+4){white-space:nowrap}" +
        "td,th{padding:.3rem .5rem;border-bottom:1px solid #e3e7ea;text-align:left;vertical-align:top}" +
        "td.n{text-align:right;font-variant-numeric:tabular-nums}.legend span{margin-right:1rem}" +
        ".synthetic{background:#fff3cd;padding:.6rem 1rem;border-left:4px solid #c99700}";

    public static string Of(RunLabel label, BacktestReport report, IReadOnlyList<(string Name, string Value)> figures)
    {
        var page = Begin(label);
        Table(page, "Figures", ["", ""], figures.Select(f => new[] { f.Name, f.Value }), numbersFrom: 1);
        Plots(page, report);
        Episodes(page, report);
        return End(page, label, report.Alarms);
    }

    /// <summary>What every report begins with: the run, and whether its prices are made up.</summary>
    public static StringBuilder Begin(RunLabel label)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        page.Append(Html.Text(label.Title)).Append("</title><style>").Append(Style).Append("</style></head><body>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Html.Text(label.Title)}</h1>");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>{Html.Text(label.Pairs)}, {label.From} to {label.To}, seed {label.Seed}, " +
            $"data: {Html.Text(label.Data)}</p>");
        return !label.Synthetic
            ? page
            : page.Append("<p class=\"synthetic\">Synthetic: these prices and rates were made from a seed. ")
                .Append("They prove the program, not the trade.</p>");
    }

    /// <summary>What every report ends with: alarms, and what was assumed.</summary>
    public static string End(StringBuilder page, RunLabel label, IReadOnlyList<string> alarms)
    {
        Table(page, "Alarms", ["what a person was told"], alarms.Select(a => new[] { a }), numbersFrom: 9);
        Table(
            page, "Settings and where they come from", ["setting", "value", "unit or source"],
            label.Settings.Select(s => new[] { s.Name, s.Value, s.Source }), numbersFrom: 9);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Plots(StringBuilder page, BacktestReport report)
    {
        var pairs = report.Samples.GroupBy(s => s.Pair).OrderBy(g => g.Key.Name, StringComparer.Ordinal).ToList();
        page.Append("<h2>Over time</h2>");
        page.Append(SvgPlot.Draw(
            "Equity, as the venue states it", "USDT",
            [new("equity", [.. report.Equity.Points.Select(p => (p.At, (double)p.Equity.Value))])]));
        page.Append(SvgPlot.Draw(
            "Funding received", "USDT",
            [.. pairs.Select(g => new PlotLine(g.Key.Name, [.. g.Select(s => (s.At, (double)s.Funding.Value))]))]));
        page.Append(SvgPlot.Draw(
            "Basis, perpetual over spot", "bp",
            [.. pairs.Select(g => new PlotLine(
                g.Key.Name,
                [.. g.Where(s => s.Basis is not null).Select(s => (s.At, (double)s.Basis!.Value.Value * 10_000))]))]));
        page.Append(SvgPlot.Draw(
            "Exposure, spot held plus perpetual", "base coin",
            [.. pairs.Select(g => new PlotLine(g.Key.Name, [.. g.Select(s => (s.At, (double)s.Exposure.Value))]))]));
    }

    private static void Episodes(StringBuilder page, BacktestReport report) => Table(
        page, "Entries and exits",
        ["pair", "carry", "opened", "closed", "why entered", "why left", "size", "funding [USDT]", "fees [USDT]"],
        report.Episodes.Select(e => new[]
        {
            e.Pair.Name, e.Direction.ToString(), Minute(e.Opened), e.Closed is { } closed ? Minute(closed) : "open",
            e.Entered, e.Left ?? string.Empty, e.Size.ToString(), Money(e.Funding), Money(e.Fees),
        }),
        numbersFrom: 6);

    private static string Minute(Instant at) =>
        at.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Money(Amount amount) => Figures.Money(amount.Value);

    public static void Table(
        StringBuilder page, string title, string[] head, IEnumerable<string[]> rows, int numbersFrom)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Html.Text(title)}</h2><table><tr>");
        foreach (var name in head)
        {
            page.Append(CultureInfo.InvariantCulture, $"<th>{Html.Text(name)}</th>");
        }

        page.Append("</tr>");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                page.Append(i >= numbersFrom ? "<td class=\"n\">" : "<td>").Append(Html.Text(row[i])).Append("</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</table>");
    }
}
