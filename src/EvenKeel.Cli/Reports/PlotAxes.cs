using System.Globalization;
using System.Text;
using EvenKeel.Markets;

namespace EvenKeel.Cli.Reports;

/// <summary>The axes that all plots of a report have alike.</summary>
internal static class PlotAxes
{
    /// <summary>Of a plot. [px]</summary>
    public const int Width = 960;

    /// <summary>Room for the values. [px]</summary>
    public const int Left = 96;

    /// <summary>Room for the days. [px]</summary>
    public const int Bottom = 28;

    /// <summary>Lines at round values.</summary>
    public static void Values(StringBuilder svg, double low, double high, Func<double, double> y)
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

    /// <summary>Five days along the bottom, the first and the last included.</summary>
    /// <param name="height">Of the whole plot. [px]</param>
    public static void Dates(StringBuilder svg, int height, Instant from, Instant to, Func<Instant, double> x)
    {
        for (var i = 0; i <= 4; i++)
        {
            var at = from + ((to - from) * (i / 4.0));
            var anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x(at):0.#}\" y=\"{height - 8}\" text-anchor=\"{anchor}\">" +
                $"{at.ToDateTime():yyyy-MM-dd}</text>");
        }
    }
}
