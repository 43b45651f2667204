using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>The repository as its reader sees it: what the tests of this street hold to its rules.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", "node_modules"];

    /// <summary>The folder that holds Orleans.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every project under src and tests.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
        [.. Find("src", "*.csproj").Concat(Find("tests", "*.csproj")).Select(path => new Project(path))];

    /// <summary>Every C# file under src and tests.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Projects.SelectMany(p => Find(p.Folder, "*.cs").Select(path => new SourceFile(path, p)))];

    /// <summary>Every page of documentation, the README first.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        ["README.md", .. Find("docs", "*.md"), .. Find("src", "*.md"), .. Find("tests", "*.md")];

    /// <summary>The C# files of one project.</summary>
    public static IEnumerable<SourceFile> SourcesOf(string project) => Sources.Where(s => s.Project.Name == project);

    /// <summary>The C# files of the product itself.</summary>
    public static IEnumerable<SourceFile> Product => Sources.Where(s => s.Project.IsProduct);

    /// <summary>The text of one file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Paths from the root, with forward slashes, in one fixed order, built files left out.</summary>
    public static IEnumerable<string> Find(string folder, string pattern)
    {
        var from = Path.Combine(Root, folder);
        return Directory.Exists(from)
            ? Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(Built.Contains))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Orleans.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Orleans.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}

/// <summary>One csproj: its name and what it asks for.</summary>
internal sealed class Project(string path)
{
    private readonly XDocument _document = XDocument.Parse(Repository.Read(path));

    public string Path => path;

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    public string Folder { get; } = path[..path.LastIndexOf('/')];

    public bool IsProduct => path.StartsWith("src/", StringComparison.Ordinal);

    public string RootNamespace => _document.Descendants("RootNamespace").SingleOrDefault()?.Value ?? Name;

    public IEnumerable<string> Projects => Includes("ProjectReference")
        .Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    public IEnumerable<string> Packages => Includes("PackageReference");

    public IEnumerable<string> AdditionalFiles => Includes("AdditionalFiles");

    private IEnumerable<string> Includes(string element) =>
        _document.Descendants(element).Select(e => e.Attribute("Include")!.Value);
}

/// <summary>One C# file, as text and as syntax.</summary>
internal sealed class SourceFile(string path, Project project)
{
    private CompilationUnitSyntax? _syntax;
    private string[]? _lines;

    public string Path => path;

    public Project Project => project;

    public IReadOnlyList<string> Lines => _lines ??= File.ReadAllLines(System.IO.Path.Combine(Repository.Root, path));

    public CompilationUnitSyntax Syntax =>
        _syntax ??= CSharpSyntaxTree.ParseText(Repository.Read(path)).GetCompilationUnitRoot();

    /// <summary>Classes, records, structs and interfaces; nested ones too.</summary>
    public IEnumerable<TypeDeclarationSyntax> Types => Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>();

    /// <summary>Types and enums and delegates; nested ones too.</summary>
    public IEnumerable<MemberDeclarationSyntax> Declarations => Syntax.DescendantNodes()
        .OfType<MemberDeclarationSyntax>().Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public override string ToString() => path;
}
