using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Reports;

/// <summary>The report of a grid's backtest: one file that needs nothing else to be read.</summary>
internal static class GridReportPage
{
    private const int PairsMax = 500;

    public static string Of(
        RunLabel label, GridBacktestReport report, IReadOnlyList<(string Name, string Value)> figures)
    {
        var page = ReportPage.Begin(label);
        ReportPage.Table(page, "Figures", ["", ""], figures.Select(f => new[] { f.Name, f.Value }), numbersFrom: 1);
        page.Append("<h2>Over time</h2>").Append(CandlePlot.Draw(report));
        page.Append(SvgPlot.Draw(
            "Equity, as the venue states it", "USDT",
            [new("equity", [.. report.Equity.Points.Select(p => (p.At, (double)p.Equity.Value))])]));
        page.Append(SvgPlot.Draw(
            "Matched profit, before fees", "USDT", [new("matched", Matched(report))]));
        var left = Math.Max(0, report.Pairs.Count - PairsMax);
        ReportPage.Table(
            page, left == 0 ? "Matched pairs" : $"Matched pairs, the last {PairsMax} of {report.Pairs.Count}",
            ["opened", "closed", "quantity", "from", "to", "earned before fees"],
            report.Pairs.Skip(left).Select(p => new[]
            {
                p.Opened.ToString(), p.Closed.ToString(), p.Quantity.ToString(), p.From.ToString(), p.To.ToString(),
                p.Earned.ToString(),
            }),
            numbersFrom: 2);
        return ReportPage.End(page, label, report.Alarms);
    }

    private static List<(Markets.Instant, double)> Matched(GridBacktestReport report)
    {
        var (sum, points) = (0m, new List<(Markets.Instant, double)>());
        foreach (var pair in report.Pairs)
        {
            sum += pair.Earned.Value;
            points.Add((pair.Closed, (double)sum));
        }

        return points;
    }
}
