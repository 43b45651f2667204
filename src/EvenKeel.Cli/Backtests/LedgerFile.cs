using System.Text;
using EvenKeel.Cli.Shell;
using EvenKeel.Machines;

namespace EvenKeel.Cli.Backtests;

/// <summary>Every flow of a replay as CSV, in the order in which it was booked.</summary>
internal sealed class LedgerFile
{
    private readonly StringBuilder _text = new("time,pair,coin,kind,quantity,price,rate,amount,market\n");

    public void Appended(string machine, OutboxEntry entry)
    {
        foreach (var flow in entry.Flows)
        {
            _text.AppendJoin(
                ',', flow.At, flow.Pair, flow.Coin, Figures.Word(flow.Kind),
                CliJson.Decimal(flow.Quantity.Value),
                flow.Price is { } price ? CliJson.Decimal(price.Value) : string.Empty,
                flow.Rate is { } rate ? CliJson.Decimal(rate.Value) : string.Empty, CliJson.Decimal(flow.Amount.Value),
                Figures.Word(flow.Market))
                .Append('\n');
        }
    }

    public string Text() => _text.ToString();
}
