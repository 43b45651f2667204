using EvenKeel.Cli.Shell;

namespace EvenKeel.Cli.Data;

/// <summary>What a folder of recorded data holds, file by file.</summary>
/// <param name="Ignored">Files that are neither candles nor settlements by their name.</param>
internal sealed record FolderCheck(
    bool Ok, long Rows, IReadOnlyList<CandleCheck> Candles, FundingCheck? Funding, IReadOnlyList<string> Ignored)
{
    /// <summary>Reads every file in the folder.</summary>
    /// <param name="onFlaw">Told in one line each what is wrong, in the order of files and rows.</param>
    public static FolderCheck Of(string folder, Action<double> onProgress, Action<string> onFlaw)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal).ToList();
        var (candles, ignored, ok) = (new List<CandleCheck>(), new List<string>(), true);
        FundingCheck? funding = null;
        foreach (var (index, name) in names.Index())
        {
            var flaws = new FlawLog();
            if (CandleFile.Parse(name) is { } file)
            {
                candles.Add(CandleCheck.Of(file, () => FolderTape.Open(folder, name), flaws));
            }
            else if (name == FolderTape.FundingFile)
            {
                funding = FundingCheck.Of(name, () => FolderTape.Open(folder, name), flaws);
            }
            else
            {
                ignored.Add(name);
            }

            ok &= flaws.IsClean;
            flaws.Lines().ToList().ForEach(onFlaw);
            onProgress((index + 1.0) / names.Count);
        }

        return candles.Count > 0 || funding is not null
            ? new(ok, candles.Sum(c => c.Rows) + (funding?.Rows ?? 0), candles, funding, ignored)
            : throw new CliError(
                $"\"{folder}\" must hold SYMBOL-5m.csv.gz or SYMBOL-1h.csv.gz files, or {FolderTape.FundingFile}");
    }
}
