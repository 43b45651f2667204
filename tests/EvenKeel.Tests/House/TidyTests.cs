using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>Budgets that keep every room small enough to be seen at one glance. They may be lowered, never
/// raised.</summary>
public sealed class TidyTests
{
    private const int FileLines = 300;
    private const int FileLinesMedian = 60;
    private const int MethodLines = 50;
    private const int GrainLines = 90;
    private const int Columns = 120;
    private const int ProjectLinesMin = 3;
    private const int ProjectLinesMax = 14;
    private const int RootEntries = 18;
    private const int ReadmeLines = 120;
    private const decimal TestShare = 0.7m;

    [Fact]
    public void A_file_is_short() => Found.Nothing(
        Repository.Sources.Where(f => f.Lines.Count > FileLines).Select(f => $"{f}: {f.Lines.Count} lines"));

    [Fact]
    public void Half_of_the_files_fit_on_one_screen()
    {
        var lengths = Repository.Product.Select(f => f.Lines.Count).Order().ToList();
        Assert.InRange(lengths[lengths.Count / 2], 0, FileLinesMedian);
    }

    [Fact]
    public void A_method_is_short() => Found.Nothing(
        Repository.Sources.SelectMany(f => f.Syntax.Methods().Where(m => m.LineCount() > MethodLines)
            .Select(m => $"{f}:{m.Line()}: {m.LineCount()} lines")));

    [Fact]
    public void A_program_is_a_page_of_contents() => Found.Nothing(
        Repository.Product
            .Select(f => (File: f, Lines: f.Syntax.Members.OfType<GlobalStatementSyntax>().Sum(s => s.LineCount())))
            .Where(p => p.Lines > MethodLines).Select(p => $"{p.File}: {p.Lines} lines"));

    [Fact]
    public void A_grain_is_thin() => Found.Nothing(
        Repository.SourcesOf("EvenKeel.Grains").SelectMany(f => f.Types.OfType<ClassDeclarationSyntax>()
            .Where(t => t.Identifier.Text.EndsWith("Grain", StringComparison.Ordinal) && t.LineCount() > GrainLines)
            .Select(t => $"{f}: {t.Identifier.Text} has {t.LineCount()} lines")));

    [Fact]
    public void A_line_fits_the_page() => Found.Nothing(
        Repository.Sources.SelectMany(f => f.Lines.Index().Where(l => l.Item.Length > Columns)
            .Select(l => $"{f}:{l.Index + 1}: {l.Item.Length} columns")));

    [Fact]
    public void A_project_file_says_only_what_is_its_own() => Assert.All(
        Repository.Projects,
        p => Assert.InRange(Repository.Read(p.Path).TrimEnd().Split('\n').Length, ProjectLinesMin, ProjectLinesMax));

    [Fact]
    public void The_root_is_a_short_list()
    {
        var ignored = Repository.Read(".gitignore").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.TrimEnd('/')).Append(".git").ToList();
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root).Select(e => Path.GetFileName(e)!)
            .Where(e => !ignored.Exists(i => e == i || (i[0] == '*' && e.EndsWith(i[1..], StringComparison.Ordinal))));
        Assert.InRange(entries.Count(), 1, RootEntries);
    }

    [Fact]
    public void The_readme_is_one_page() =>
        Assert.InRange(Repository.Read("README.md").Split('\n').Length - 1, 1, ReadmeLines);

    [Fact]
    public void What_is_written_is_tested()
    {
        var written = Repository.Product.Sum(f => f.Lines.Count);
        var tested = Repository.Sources.Where(f => !f.Project.IsProduct).Sum(f => f.Lines.Count);
        Assert.True(tested >= TestShare * written, $"{tested} lines of tests for {written} lines of source");
    }

    [Fact]
    public void Packages_are_pinned_to_released_versions() =>
        Assert.All(
            Matches("<PackageVersion [^>]*Version=\"([^\"]*)\"", Repository.Read("Directory.Packages.props")),
            version => Assert.Matches(@"^\d+(\.\d+){1,3}$", version));

    [Fact]
    public void Nothing_is_left_for_later() => AssertNowhere(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|X" + @"XX)\b");

    [Fact]
    public void No_page_names_a_machine_or_a_registry() =>
        AssertNowhere("/(wo" + "rk|t" + "mp|ro" + "ot|ho" + @"me)/|nuget\." + @"org|registry\.npm" + @"js\.org");

    [Fact]
    public void Code_and_pages_stand_without_the_tracker() =>
        AssertNowhere(@"(?i)\b(iss" + @"ue|accep" + @"tance|mile" + @"stone)\s+#?\d+\b");

    private static void AssertNowhere(string pattern)
    {
        string[] kinds = ["*.cs", "*.csproj", "*.sql", "*.json", "*.txt", "*.html", "*.css", "*.js"];
        string[] root =
        [
            ".ci/run", ".editorconfig", ".gitignore", "global.json",
            "Directory.Build.props", "Directory.Packages.props",
        ];
        var files = kinds.SelectMany(k => Repository.Find("src", k).Concat(Repository.Find("tests", k)))
            .Concat(Repository.Pages).Concat(root);
        Found.Nothing(files.SelectMany(f => Matches($"({pattern})", Repository.Read(f)).Select(m => $"{f}: {m}")));
    }

    private static IEnumerable<string> Matches(string pattern, string text) =>
        Regex.Matches(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(2)).Select(m => m.Groups[1].Value);
}
