namespace EvenKeel.Tests.House;

/// <summary>A page that a test writes: what it says is computed from the code, so the two cannot drift apart.</summary>
internal static class WrittenPage
{
    /// <summary>Holds when the page says this. If not, it is written anew and the test fails once: the change is to be
    /// read and committed.</summary>
    /// <param name="path">From the root, e.g. docs/SETTINGS.md.</param>
    public static void Says(string path, string text)
    {
        var full = Path.Combine(Repository.Root, path);
        var said = File.Exists(full) ? File.ReadAllText(full) : string.Empty;
        if (!string.Equals(said, text, StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            Assert.Fail($"{path} did not say what the code does. It is written anew: read the change and commit it.");
        }
    }
}
