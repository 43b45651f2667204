using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Replay;

/// <summary>Every order that the venue accepted and every fill, as text in the order in which they happened. It holds
/// no id, seed or setting: two runs that traded alike have the same list, and the same hash.</summary>
public sealed class OrderList
{
    public const string Header = "time,pair,market,what,side,quantity,price,timeInForce,reduceOnly,feeCoin,fee";

    private readonly List<string> _lines = [];

    /// <summary>Orders that were accepted; fills are not counted.</summary>
    public int Orders { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    public void Accepted(OrderDraft draft, Instant at)
    {
        Orders++;
        _lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{at},{draft.Symbol},{draft.Market},order,{draft.Side},{draft.Quantity}," +
            $"{draft.Limit},{draft.TimeInForce},{draft.ReduceOnly},,"));
    }

    public void Filled(Fill fill) => _lines.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{fill.At},{fill.Symbol},{fill.Market},fill,{fill.Side},{fill.Quantity}," +
        $"{fill.Price},,,{fill.FeeCoin},{fill.Fee}"));

    /// <summary>The whole list as the file has it: header, then a line each, ended by a line feed.</summary>
    public string Text()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var line in _lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, in lower-case hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text())));
}
