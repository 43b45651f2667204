using System.CommandLine;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Grids;
using EvenKeel.Cli.Shell;
using EvenKeel.Cli.Storms;

namespace EvenKeel.Cli;

internal static class Program
{
    internal static RootCommand Contents() => new("EvenKeel: funding-rate arbitrage that writes down before it acts.")
    {
        new Command("backtest", "Replay the past through the machines that trade.")
        {
            FundingCommand.Create(),
            GridCommand.Create(),
        },
        new Command("grid", "Grids.")
        {
            ExplainCommand.Create(),
        },
        SweepCommand.Create(),
        new Command("data", "Recorded market data.")
        {
            VerifyCommand.Create(),
        },
        StormCommand.Create(),
    };

    private static int Main(string[] args) => CommandLine.Run(Contents(), args, Console.Out, Console.Error);
}
