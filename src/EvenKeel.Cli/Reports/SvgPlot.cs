using System.Globalization;
using System.Text;
using EvenKeel.Markets;

namespace EvenKeel.Cli.Reports;

/// <summary>One line of a plot.</summary>
internal sealed record PlotLine(string Name, IReadOnlyList<(Instant At, double Value)> Points);

/// <summary>Draws lines over time as SVG, with axes that can be read; no script, no font of its own.</summary>
internal static class SvgPlot
{
    private const int Width = PlotAxes.Width;
    private const int Height = 240;
    private const int Left = PlotAxes.Left;
    private const int Bottom = PlotAxes.Bottom;
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
        PlotAxes.Values(svg, low, high, Y);
        PlotAxes.Dates(svg, Height, new(from), new(to), X);
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
