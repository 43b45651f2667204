using EvenKeel.Cli.Shell;

namespace EvenKeel.Cli.Backtests;

/// <summary>Whole files of text: what cannot be read or written is bad input, nothing is left half-written.</summary>
internal static class TextFile
{
    public static string Read(string option, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliError($"{option} \"{path}\" must be a file that can be read: {e.Message}");
        }
    }

    /// <summary>Refuses places that cannot be written to, before any work is done for them.</summary>
    public static void Probe(params ReadOnlySpan<(string Option, string? Path)> files)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, path) in files)
        {
            if (path is null)
            {
                continue;
            }

            if (Directory.Exists(path) || !Directory.Exists(FolderOf(path)))
            {
                throw new CliError($"{option} \"{path}\" must be a file in a folder that exists");
            }

            if (!taken.TryAdd(Path.GetFullPath(path), option))
            {
                throw new CliError($"{option} \"{path}\" must not be the file of {taken[Path.GetFullPath(path)]}");
            }
        }
    }

    /// <summary>Writes beside the file and moves it into place: a reader sees the old one or the new one.</summary>
    public static void Write(string option, string? path, Func<string> text)
    {
        if (path is null)
        {
            return;
        }

        var beside = path + ".part";
        try
        {
            File.WriteAllText(beside, text());
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new CliError($"{option} \"{path}\" must be a file that can be written: {e.Message}");
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
