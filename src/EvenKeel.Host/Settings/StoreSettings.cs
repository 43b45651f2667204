using EvenKeel.Host.Storage;
using EvenKeel.Settings;

namespace EvenKeel.Host.Settings;

/// <summary>Where the service keeps what it must not forget; section "Store" of the settings.</summary>
internal sealed record StoreSettings
{
    /// <summary>The SQLite file: relative to the content root, or a full path. Its folder is created.</summary>
    public string FilePath { get; init; } = "evenkeel-data/evenkeel.db";

    /// <summary>Names; what the file must be, its full path says.</summary>
    public static SettingTable<StoreSettings> Table { get; } = new(
        [
            new(
                "FilePath", string.Empty, "must name a file", s => s.FilePath, (s, text) => s with { FilePath = text },
                _ => true),
        ],
        []);

    /// <summary>The full path of the file.</summary>
    /// <exception cref="StoreRefusedException">The setting breaks the rule that the message names.</exception>
    public string FullPath(string contentRoot)
    {
        if (string.IsNullOrWhiteSpace(FilePath))
        {
            throw Refused("it must name a file");
        }

        if (FilePath.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || FilePath.Contains(":memory:"))
        {
            throw Refused("it must be a file on disk, neither a URI nor memory: a restart goes on from it");
        }

        if (FilePath.Contains('\0') || Path.EndsInDirectorySeparator(FilePath))
        {
            throw Refused("it must end with the name of a file");
        }

        var full = Path.GetFullPath(FilePath, contentRoot);
        return Directory.Exists(full) ? throw Refused($"it must be a file, and {full} is a folder") : full;
    }

    private StoreRefusedException Refused(string rule) => new($"Store:FilePath is '{FilePath}': {rule}.");
}
