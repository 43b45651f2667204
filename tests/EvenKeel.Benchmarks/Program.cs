using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EvenKeel.Benchmarks.Grids;
using EvenKeel.Benchmarks.Replay;

namespace EvenKeel.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["replay", ..])
        {
            return ReplayCommand.Run(args);
        }

        if (args is ["grid"])
        {
            return GridDecisions.Run();
        }

        // In this process: a build of its own would not find what is shared by the whole repository.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.Console)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath("artifacts/benchmarks"));
        return 0;
    }
}
