using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EvenKeel.Host.Tests.Processes;

/// <summary>The storm at the command line, in processes of their own: each hashes strings in another way.</summary>
public sealed class StormProcessTests
{
    [Fact]
    public async Task Two_processes_with_another_number_of_threads_print_the_same_trace()
    {
        var traces = await Task.WhenAll(TracesAsync(threads: 1), TracesAsync(threads: 2));
        Assert.All(traces, t => Assert.Matches("^[0-9a-f]{64}$", t.Carries));
        Assert.All(traces, t => Assert.Matches("^[0-9a-f]{64}$", t.Grids));
        Assert.Equal(traces[0], traces[1]);
    }

    private static async Task<(string Carries, string Grids)> TracesAsync(int threads)
    {
        string[] arguments = ["storm", "--seeds", "200", "--threads", $"{threads}", "--json"];
        var program = Path.Combine(AppContext.BaseDirectory, "evenkeel.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var ended = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(ended);
        var output = await process.StandardOutput.ReadToEndAsync(ended);
        await process.WaitForExitAsync(ended);
        Assert.True(process.ExitCode == 0, await error);
        var report = JsonNode.Parse(output)!;
        return (report["traceHash"]!.GetValue<string>(), report["grid"]!["traceHash"]!.GetValue<string>());
    }
}
