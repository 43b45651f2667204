using EvenKeel.Settings;

namespace EvenKeel.Simulation.Venues;

/// <summary>The settings file says something that cannot be taken.</summary>
public sealed class VenueSettingsException(SettingViolation violation) : FormatException(violation.ToString())
{
    /// <summary>Field, value, rule, and the line in the file.</summary>
    public SettingViolation Violation => violation;
}
