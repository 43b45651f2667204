namespace EvenKeel.Host.Storage;

/// <summary>Holds the files of this service for this process alone: a second one on the same files would declare the
/// first one dead and trade beside it. The hold is gone with the process, however it ends.</summary>
internal sealed class FileHold : IDisposable
{
    private readonly List<FileStream> _held = [];

    /// <param name="files">Full paths; what is locked is a file beside each.</param>
    /// <exception cref="StoreRefusedException">Another process holds one of the files.</exception>
    public FileHold(params IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            _held.Add(Hold(file));
        }
    }

    public void Dispose() => _held.ForEach(hold => hold.Dispose());

    private static FileStream Hold(string file)
    {
        StoreSchema.MakeFolder(file);
        try
        {
            return new($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"The file {file} cannot be used: {e.Message} The rule: one process at a time works on it. Stop the " +
                "other one, or give this one files of its own.", e);
        }
    }
}
