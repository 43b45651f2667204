using System.Diagnostics.Tracing;
using System.Globalization;

namespace EvenKeel.Benchmarks.Grids;

/// <summary>How many objects a piece of work allocates: an estimate, since the runtime shows one allocation in about
/// 100 KiB, with its size.</summary>
internal sealed class AllocatedObjects : EventListener
{
    private const EventKeywords Collector = (EventKeywords)1;
    private static readonly TimeSpan s_delivery = TimeSpan.FromSeconds(1);
    private double _objects;

    public static double By(Action work)
    {
        using var counted = new AllocatedObjects();
        work();
        Thread.Sleep(s_delivery);
        return counted._objects;
    }

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(source, EventLevel.Verbose, Collector);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e is { EventName: "GCAllocationTick_V4", PayloadNames: { } names, Payload: { } values })
        {
            // What is shown stands for all that was allocated since the last one.
            _objects += Of("AllocationAmount64") / Of("ObjectSize");

            double Of(string name) => Convert.ToDouble(values[names.IndexOf(name)], CultureInfo.InvariantCulture);
        }
    }
}
