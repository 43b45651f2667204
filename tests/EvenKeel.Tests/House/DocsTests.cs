using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>What is written about the house is true of it: links lead somewhere, and public words are
/// explained.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void Every_link_of_a_page_leads_somewhere()
    {
        var broken = Repository.Pages.SelectMany(page => Links().Matches(WithoutCode(Repository.Read(page)))
            .Select(m => m.Groups["target"].Value)
            .Where(target => !IsAbroad(target) && !Resolves(page, target))
            .Select(target => $"{page} → {target}"));
        Found.Nothing(broken);
    }

    [Fact]
    public void Every_page_that_a_docstring_names_exists()
    {
        var broken = Repository.Sources.SelectMany(f => PagesNamed().Matches(Repository.Read(f.Path))
            .Select(m => m.Value).Where(target => !Resolves("README.md", target))
            .Select(target => $"{f} → {target}"));
        Found.Nothing(broken);
    }

    [Fact]
    public void Every_path_that_a_page_names_exists()
    {
        var missing = Repository.Pages.SelectMany(page => PathsNamed().Matches(Repository.Read(page))
            .Select(m => m.Groups["path"].Value.TrimEnd('/'))
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)))
            .Select(path => $"{page} → {path}"));
        Found.Nothing(missing);
    }

    [Fact]
    public void Every_test_that_a_page_names_exists()
    {
        var tests = Repository.Find("tests", "*.cs")
            .SelectMany(f => TestsDeclared().Matches(Repository.Read(f))).Select(m => m.Groups["name"].Value)
            .ToHashSet();
        var missing = Repository.Pages.SelectMany(page => TestsNamed().Matches(Repository.Read(page))
            .Select(m => m.Groups["name"].Value).Where(name => !tests.Contains(name))
            .Select(name => $"{page} → {name}"));
        Found.Nothing(missing);
    }

    [Fact]
    public void Every_page_is_reached_from_the_reading_order()
    {
        var order = Repository.Read("docs/README.md");
        Assert.All(
            Repository.Find("docs", "*.md").Where(p => p != "docs/README.md" && p.Count(c => c == '/') == 1),
            page => Assert.Contains($"({page["docs/".Length..]})", order, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_street_of_the_core_is_on_the_map()
    {
        var map = Repository.Read("docs/ARCHITECTURE.md");
        var streets = Repository.SourcesOf("EvenKeel.Core").Select(f => f.Path.Split('/')[2]).Distinct();
        Assert.All(streets, street => Assert.Contains($"\n| {street} | ", map, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_public_type_of_the_core_is_explained()
    {
        var mute = Repository.SourcesOf("EvenKeel.Core").SelectMany(f => f.Declarations
            .Where(d => d.IsSeenOutside() && !d.HasDocstring() && !IsCaseOfUnion(d) && !IsPartElsewhere(d))
            .Select(d => $"{f}:{d.Line()} {SyntaxWords.NameOf(d)}"));
        Found.Nothing(mute);
    }

    [Fact]
    public void Every_public_member_of_substance_is_explained()
    {
        var mute = Repository.SourcesOf("EvenKeel.Core").SelectMany(f => f.Syntax.DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(m => m is MethodDeclarationSyntax or PropertyDeclarationSyntax)
            .Where(m => m.IsSeenOutside() && HasSubstance(m) && !m.HasDocstring() && !IsExplainedElsewhere(m))
            .Select(m => $"{f}:{m.Line()} {SyntaxWords.NameOf(m)}"));
        Found.Nothing(mute);
    }

    /// <summary>A promise to be kept by others, statements of its own, or an expression that does not fit on a
    /// line.</summary>
    private static bool HasSubstance(MemberDeclarationSyntax member) => member.Parent is InterfaceDeclarationSyntax
        || member.DescendantNodes().Any(n => n is BlockSyntax)
        || member.DescendantNodes().OfType<ArrowExpressionClauseSyntax>().Any(a => a.LineCount() > 1);

    /// <summary>It keeps the promise of an interface or of a type above, which is explained there.</summary>
    private static bool IsExplainedElsewhere(MemberDeclarationSyntax member) => member.Is(SyntaxKind.OverrideKeyword)
        || (member.Parent is TypeDeclarationSyntax { BaseList: { } above } && Repository.Product
            .SelectMany(f => f.Types).OfType<InterfaceDeclarationSyntax>()
            .Where(i => above.Types.Any(t => t.Type.ToString().Split('<')[0] == i.Identifier.Text))
            .SelectMany(i => i.Members).Any(m => SyntaxWords.NameOf(m) == SyntaxWords.NameOf(member)));

    /// <summary>A case of a closed set says by its name what it is; the set is explained.</summary>
    private static bool IsCaseOfUnion(MemberDeclarationSyntax declaration) =>
        declaration is RecordDeclarationSyntax { Parent: RecordDeclarationSyntax set }
        && set.Is(SyntaxKind.AbstractKeyword);

    private static bool IsPartElsewhere(MemberDeclarationSyntax part) => part.Is(SyntaxKind.PartialKeyword)
        && Repository.SourcesOf("EvenKeel.Core").SelectMany(f => f.Declarations)
            .Any(d => SyntaxWords.NameOf(d) == SyntaxWords.NameOf(part) && d.HasDocstring());

    private static bool IsAbroad(string target) => target.StartsWith("https://", StringComparison.Ordinal);

    private static bool Resolves(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var full = Path.GetFullPath(file, Repository.Root);
        var stays = full.StartsWith(Repository.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return stays && Path.Exists(full) && (parts.Length == 1 || Anchors(full).Contains(parts[1]));
    }

    private static HashSet<string> Anchors(string file)
    {
        var text = File.ReadAllText(file);
        return [.. Headings().Matches(WithoutCode(text)).Select(m => Slug(m.Groups["text"].Value)),
            .. Named().Matches(text).Select(m => m.Groups["id"].Value)];
    }

    /// <summary>The anchor that a heading gets: small letters, spaces as dashes, no other marks.</summary>
    private static string Slug(string heading) => string.Concat(heading.Trim().ToLowerInvariant()
        .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c));

    private static string WithoutCode(string text) => Fenced().Replace(text, "");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Links();

    [GeneratedRegex(@"\bdocs/[\w/.-]+\.md(#[\w-]+)?", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex PagesNamed();

    [GeneratedRegex("`(?<path>(src|tests|docs|infra|[.]ci)/[^`*<>{} ]+)`", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex PathsNamed();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex TestsNamed();

    [GeneratedRegex(@"public (async )?(void|Task) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex TestsDeclared();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Headings();

    [GeneratedRegex("<a id=\"(?<id>[^\"]+)\">", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Named();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 2000)]
    private static partial Regex Fenced();
}
