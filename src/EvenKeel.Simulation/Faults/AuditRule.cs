namespace EvenKeel.Simulation.Faults;

/// <summary>I19: one audit record for each write, in one unbroken chain.</summary>
internal sealed class AuditRule(Verdict verdict, string machine) : Rule(verdict)
{
    private string _hash = string.Empty;
    private long _version;

    public override void See(Happening happening)
    {
        if (happening is not Happening.Appended { Entry: var entry })
        {
            return;
        }

        if (entry.Version != _version + 1)
        {
            Break("I19", $"record {entry.Version} after {_version}");
        }

        if (!entry.Follows(machine, _hash))
        {
            Break("I19", $"record {entry.Version} breaks the chain");
        }

        (_hash, _version) = (entry.Hash, entry.Version);
    }
}
