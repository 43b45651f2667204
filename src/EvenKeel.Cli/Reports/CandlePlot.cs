using System.Globalization;
using System.Text;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Reports;

/// <summary>Draws candles with the ladder that stands at the end, the fills, and a line from each opening to its
/// close.</summary>
internal static class CandlePlot
{
    private const int Width = PlotAxes.Width;
    private const int Height = 420;
    private const int Left = PlotAxes.Left;
    private const int Bottom = PlotAxes.Bottom;
    private const int CandlesMax = 300;
    private const int FillsMax = 2_000;
    private const int RungsMax = 200;

    public static string Draw(GridBacktestReport report)
    {
        var svg = new StringBuilder("<figure><figcaption>Price, ladder, fills and matched pairs</figcaption>");
        if (report.Candles.Count == 0)
        {
            return svg.Append("<p>Nothing to draw.</p></figure>").ToString();
        }

        var frame = new Frame(report.Candles);
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        PlotAxes.Values(svg, (double)frame.Low.Value, (double)frame.High.Value, v => frame.Y(new((decimal)v)));
        PlotAxes.Dates(svg, Height, frame.From, frame.To, frame.X);
        Rungs(svg, report, frame);
        Candles(svg, report.Candles, frame);
        foreach (var p in report.Pairs.Skip(Math.Max(0, report.Pairs.Count - FillsMax)))
        {
            Segment(svg, "#b8c4cc", frame.X(p.Opened), frame.Y(p.From), frame.X(p.Closed), frame.Y(p.To));
        }

        foreach (var fill in report.Fills.Skip(Math.Max(0, report.Fills.Count - FillsMax)))
        {
            var color = fill.Side == Side.Buy ? "#0b6e99" : "#c2571a";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle cx=\"{frame.X(fill.At):0.#}\" cy=\"{frame.Y(fill.Price):0.#}\" r=\"1.8\" fill=\"{color}\"/>");
        }

        return svg.Append("</svg><p class=\"legend\"><span style=\"color:#0b6e99\">● bought</span> ")
            .Append("<span style=\"color:#c2571a\">● sold</span> <span style=\"color:#9aa7b0\">— opening to close")
            .Append("</span> <span style=\"color:#7a4fa3\">┄ ladder at the end</span> ")
            .Append(CultureInfo.InvariantCulture, $"<span>candle = {HoursOf(report.Candles)} h</span></p>")
            .Append(LeftOut(report)).Append("</figure>").ToString();
    }

    /// <summary>A line on what is not drawn; empty: all is.</summary>
    private static string LeftOut(GridBacktestReport report)
    {
        var (fills, pairs) = (report.Fills.Count, report.Pairs.Count);
        return fills <= FillsMax && pairs <= FillsMax
            ? string.Empty
            : string.Create(
                CultureInfo.InvariantCulture,
                $"<p>Of {fills:N0} fills and {pairs:N0} pairs only the last {FillsMax:N0} of each are drawn.</p>");
    }

    private static void Rungs(StringBuilder svg, GridBacktestReport report, Frame frame)
    {
        if (report.Row.State.Ladder is not { } ladder)
        {
            return;
        }

        var (from, to) = (ladder.NearestTo(frame.Low), ladder.NearestTo(frame.High));
        for (var index = from; index <= to && index - from < RungsMax; index++)
        {
            var y = frame.Y(ladder.At(index));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line stroke=\"#7a4fa3\" stroke-opacity=\".25\" stroke-dasharray=\"2 3\" x1=\"{Left}\" " +
                $"x2=\"{Width - 8}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
        }
    }

    private static void Candles(StringBuilder svg, IReadOnlyList<Candle> candles, Frame frame)
    {
        var together = HoursOf(candles);
        for (var i = 0; i < candles.Count; i += together)
        {
            var part = candles.Skip(i).Take(together).ToList();
            var (open, close) = (part[0].Open, part[^1].Close);
            var (x, color) = (frame.X(part[0].OpenTime), close >= open ? "#3d8b40" : "#a33a4b");
            Segment(svg, color, x, frame.Y(part.Max(c => c.High)), x, frame.Y(part.Min(c => c.Low)));
            var (top, bottom) = (frame.Y(Price.Max(open, close)), frame.Y(Price.Min(open, close)));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{x - 1:0.#}\" y=\"{top:0.#}\" width=\"2\" height=\"{Math.Max(0.5, bottom - top):0.#}\" " +
                $"fill=\"{color}\"/>");
        }
    }

    /// <summary>How many hourly candles are drawn as one. [h]</summary>
    private static int HoursOf(IReadOnlyList<Candle> candles) => ((candles.Count - 1) / CandlesMax) + 1;

    private static void Segment(StringBuilder svg, string color, double x1, double y1, double x2, double y2) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<line stroke=\"{color}\" stroke-width=\".7\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" " +
            $"y2=\"{y2:0.#}\"/>");

    /// <summary>Where a time and a price lie on the page.</summary>
    private sealed class Frame(IReadOnlyList<Candle> candles)
    {
        public Instant From { get; } = candles[0].OpenTime;

        public Instant To { get; } = candles[^1].OpenTime;

        public Price Low { get; } = candles.Min(c => c.Low);

        public Price High { get; } = candles.Max(c => c.High);

        public double X(Instant at) => Left
            + ((at - From).TotalSeconds / Math.Max(1, (To - From).TotalSeconds) * (Width - Left - 8));

        public double Y(Price price) => 12
            + ((double)((High - price).Value / Math.Max(0.00000001m, (High - Low).Value)) * (Height - 12 - Bottom));
    }
}
