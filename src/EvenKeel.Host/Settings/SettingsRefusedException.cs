using System.Collections.Immutable;
using EvenKeel.Settings;

namespace EvenKeel.Host.Settings;

/// <summary>The service must not start as it is configured: each line names a setting, its value and the
/// rule.</summary>
internal sealed class SettingsRefusedException(ImmutableArray<SettingViolation> violations)
    : Exception("These settings cannot be used:\n" + string.Join('\n', violations.Select(v => $"  {v}")));
