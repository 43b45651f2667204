using System.IO.Compression;
using System.Text.Json;
using EvenKeel.Cli;
using EvenKeel.Cli.Shell;
using EvenKeel.Tests.Replay;

namespace EvenKeel.Tests.Cli;

/// <summary>What one command line gave.</summary>
internal sealed record Shelled(int ExitCode, string Output, string Error)
{
    public static Shelled Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = CommandLine.Run(Program.Contents(), args, output, error);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>It was refused before anything was shown, and says so.</summary>
    public void AssertRefused(string said)
    {
        Assert.Equal((2, ""), (ExitCode, Output));
        Assert.Contains(said, Error, StringComparison.Ordinal);
    }

    /// <summary>Standard output, which must be one JSON object and nothing else.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}

/// <summary>A folder of recorded data that is gone after the test.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("evenkeel-").FullName;

    /// <summary>Writes a gzip file of these lines.</summary>
    public DataFolder With(string name, params IEnumerable<string> lines) => With(name, Zipped(Recording.Csv(lines)));

    public DataFolder With(string name, byte[] bytes)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return this;
    }

    public static byte[] Zipped(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            Recording.Bytes(text).CopyTo(gzip);
        }

        return zipped.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
