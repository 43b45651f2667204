using System.Collections.Immutable;
using System.Text.Json;
using EvenKeel.Simulation.Venues;
using EvenKeel.Storage;

namespace EvenKeel.Host.Paper;

/// <summary>All that the simulated venue knows: its own truth, and where each pair's market has come to.</summary>
/// <param name="Format">Version of this shape.</param>
internal sealed record VenueTruth(int Format, WalkTerms Terms, ImmutableArray<WalkState> Walks, VenueState Venue)
{
    public const int FormatNow = 1;
}

/// <summary>The venue's file: only the venue reads and writes it. After a crash it holds one truth, whole.</summary>
internal sealed class VenueFile(string path)
{
    /// <summary>What was last put away; null: there is no file yet.</summary>
    /// <exception cref="VenueFileRefusedException">The file cannot be used; it is left as it is.</exception>
    public VenueTruth? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
            var truth = JsonSerializer.Deserialize<VenueTruth>(file, RowFormat.Options);
            return truth is { Format: VenueTruth.FormatNow }
                ? truth
                : throw new VenueFileRefusedException(
                    path, $"it has format {truth?.Format}, not {VenueTruth.FormatNow}", null);
        }
        catch (JsonException e)
        {
            throw new VenueFileRefusedException(path, $"it cannot be read at {e.Path}, line {e.LineNumber + 1}", e);
        }
    }

    /// <summary>Returns when it is on disk. A crash before that leaves the truth of before.</summary>
    public void Write(VenueTruth truth)
    {
        var next = path + ".next";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, truth, RowFormat.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}

/// <summary>The venue's file must not be gone on from; the message names the file and what is wrong with it.</summary>
internal sealed class VenueFileRefusedException(string path, string rule, Exception? cause)
    : Exception(
        $"The venue's file {path} cannot be used: {rule}. It is left as it is: restore it, or move it away.", cause);
