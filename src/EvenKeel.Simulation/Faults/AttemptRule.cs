using EvenKeel.Machines;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>I3 of the attempts of a step, by the names that the stored orders bear: they follow one another without a
/// gap, none twice, and each only when the one before is over; and no order leaves the row before a row has shown how
/// it ended.</summary>
internal sealed class AttemptRule(Verdict verdict, Deployment deployment, Journals journals) : Rule(verdict)
{
    /// <summary>A ladder counts its orders as a whole.</summary>
    private const int AllSteps = -1;

    private readonly Dictionary<(WorkflowId Workflow, int Series), int> _next = [];
    private readonly Dictionary<(WorkflowId Workflow, int Step), ClientOrderId> _last = [];

    public override void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: var row })
        {
            return;
        }

        foreach (var intent in journals.New)
        {
            Check(row, intent);
        }

        foreach (var lost in journals.Lost)
        {
            Break("I3", $"{lost.Id} was open and is not in version {row.Version}");
        }
    }

    private void Check(IMachineRow row, OrderIntent intent)
    {
        var (id, draft) = (intent.Id, intent.Draft);
        if (!ClientOrderId.TryParse(deployment, id.Text, out var workflow, out var step, out var attempt)
            || step != draft.Step || attempt != intent.Attempt % ClientOrderId.Bound)
        {
            Break("I3", $"{id} is no name of step {draft.Step}, attempt {intent.Attempt}");
            return;
        }

        var series = (workflow, draft.Slot is null ? step : AllSteps);
        if (_next.GetValueOrDefault(series) is var next && attempt != next)
        {
            Break("I3", $"{id} is attempt {attempt} of step {step}, and the next is {next}");
        }

        _next[series] = attempt + 1;
        if (_last.TryGetValue((workflow, step), out var last) && row.Journal.Find(last) is { IsOpen: true })
        {
            Break("I3", $"{id} is written in version {row.Version} while {last} of the same step is open");
        }

        _last[(workflow, step)] = id;
    }
}
