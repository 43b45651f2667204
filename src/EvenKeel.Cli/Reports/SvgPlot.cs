using System.Globalization;
using System.Text;
using EvenKeel.Markets;

namespace EvenKeel.Cli.Reports;

/// <summary>One line of a plot.</summary>
internal sealed record PlotLine(string Name, IReadOnlyList<(Instant At, double Value)> Points);

/// <summary>Draws lines over time as SVG, with axes that can be read; no script, no font of its own.</summary>
internal static class SvgPlot
{
    private const int Width = 960;
    private const int Height = 240;
    private const int Left = 96;
    private const int Bottom = 28;
    private const int Top = 12;
    private const int PointsMax = 1500;
    private static readonly string[] s_colors = ["#0b6e99", "#c2571a", "#3d8b40", "#7a4fa3", "#a33a4b", "#6b6b1f"];

    public static string Draw(string title, string unit, IReadOnlyList<PlotLine> lines)
    {
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture, $"<figure><figcaption>{Html.Text(title)} [{Html.Text(unit)}]</figcaption>");
        var points = lines.SelectMany(l => l.Points).ToList();
        if (points.Count == 0)
        {
            return svg.Append("<p>Nothing to draw.</p></figure>").ToString();
        }

        var (from, to) = (points.Min(p => p.At.Milliseconds), points.Max(p => p.At.Milliseconds));
        var (low, high) = (points.Min(p => p.Value), points.Max(p => p.Value));
        (low, high) = high > low ? (low, high) : (low - 1, high + 1);
        double X(Instant at) => Left + ((at.Milliseconds - from) / Math.Max(1.0, to - from) * (Width - Left - 8));
        double Y(double value) => Top + ((high - value) / (high - low) * (Height - Top - Bottom));

        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        Grid(svg, low, high, Y);
        Dates(svg, from, to, X);
        for (var i = 0; i < lines.Count; i++)
        {
            Line(svg, lines[i], s_colors[i % s_colors.Length], X, Y);
        }

        svg.Append("</svg><p class=\"legend\">");
        for (var i = 0; i < lines.Count; i++)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<span style=\"color:{s_colors[i % s_colors.Length]}\">■ {Html.Text(lines[i].Name)}</span> ");
        }

        return svg.Append("</p></figure>").ToString();
    }

    /// <summary>Lines at round values.</summary>
    private static void Grid(StringBuilder svg, double low, double high, Func<double, double> y)
    {
        var (step, decimals) = Step(high - low);
        for (var at = Math.Ceiling(low / step); at * step <= high; at++)
        {
            // Plus zero: a zero from below would be shown as minus zero.
            var value = (at * step) + 0.0;
            var label = value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 8}\" y1=\"{y(value):0.#}\" y2=\"{y(value):0.#}\"/>" +
                $"<text x=\"{Left - 6}\" y=\"{y(value) + 4:0.#}\" text-anchor=\"end\">{label}</text>");
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, so that a range has three to eight of it, and its decimals.</summary>
    private static (double Step, int Decimals) Step(double range)
    {
        var power = (int)Math.Floor(Math.Log10(range / 3));
        var share = range / 3 / Math.Pow(10, power);
        var digit = share >= 5 ? 5 : share >= 2 ? 2 : 1;
        return (digit * Math.Pow(10, power), Math.Max(0, -power));
    }

    private static void Dates(StringBuilder svg, long from, long to, Func<Instant, double> x)
    {
        for (var i = 0; i <= 4; i++)
        {
            var at = new Instant(from + ((to - from) * i / 4));
            var anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x(at):0.#}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\">" +
                $"{at.ToDateTime():yyyy-MM-dd}</text>");
        }
    }

    private static void Line(
        StringBuilder svg, PlotLine line, string color, Func<Instant, double> x, Func<double, double> y)
    {
        // More points than pixels only make the file heavy.
        var step = Math.Max(1, line.Points.Count / PointsMax);
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" points=\"");
        for (var i = 0; i < line.Points.Count; i += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{x(line.Points[i].At):0.#},{y(line.Points[i].Value):0.#} ");
        }

        svg.Append("\"/>");
    }
}

internal static class Html
{
    public static string Text(string text) => System.Net.WebUtility.HtmlEncode(text);
}
