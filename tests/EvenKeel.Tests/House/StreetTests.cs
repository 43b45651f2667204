using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>A folder is a street, and its names say what lives there.</summary>
public sealed class StreetTests
{
    private static readonly string[] Hollow = ["Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Impl"];

    /// <summary>The strategies that there are: another one is written down here and in docs/ARCHITECTURE.md.</summary>
    private static readonly string[] Strategies = ["ArbStrategy", "GridStrategy", "IStrategy"];

    [Fact]
    public void A_namespace_is_the_folder_of_its_file() =>
        Assert.All(Repository.Sources, file =>
        {
            var folder = Path.GetDirectoryName(file.Path[(file.Project.Folder.Length + 1)..])!.Replace('/', '.');
            var wanted = folder.Length == 0 ? file.Project.RootNamespace : $"{file.Project.RootNamespace}.{folder}";
            var named = file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().ToList();
            Assert.True(named.TrueForAll(n => n.Name.ToString() == wanted), $"{file}: the namespace is not {wanted}");
            Assert.True(named.Count == 1 || IsProgram(file), $"{file} declares {named.Count} namespaces, not one");
        });

    [Fact]
    public void A_class_is_sealed_or_abstract_or_static()
    {
        var open = Repository.Product.SelectMany(file => file.Types
            .Where(t => t is ClassDeclarationSyntax || t.IsKind(SyntaxKind.RecordDeclaration))
            .Where(t => !t.Is(SyntaxKind.SealedKeyword) && !t.Is(SyntaxKind.AbstractKeyword)
                && !t.Is(SyntaxKind.StaticKeyword))
            .Where(t => !IsSealedElsewhere(t))
            .Select(t => $"{file}:{t.Line()} {t.Identifier.Text}"));
        Found.Nothing(open);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var hollow = Repository.Sources.SelectMany(file => file.Declarations
            .Where(d => SyntaxWords.Words(SyntaxWords.NameOf(d)).Any(Hollow.Contains))
            .Select(d => $"{file}:{d.Line()} {SyntaxWords.NameOf(d)}"));
        Found.Nothing(hollow);
    }

    [Fact]
    public void There_is_one_way_from_a_target_to_orders()
    {
        Assert.Equal(["Diff"], ProductTypes(w => w.Contains("Diff")));
        Assert.Equal(["TargetState"], ProductTypes(w => w.Contains("Target")));
    }

    [Fact]
    public void Strategies_are_the_known_ones()
    {
        Assert.Equal(Strategies, ProductTypes(w => w.Contains("Strategy")));
        var implementing = Repository.Product.SelectMany(f => f.Types).Where(Implements("IStrategy"))
            .Select(t => t.Identifier.Text);
        Assert.Equal(Strategies.Where(s => s != "IStrategy"), implementing.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_one_grid()
    {
        Assert.Equal(["SlotBook"], ProductTypes(w => w.Contains("Slot") && w.Contains("Book")));
        Assert.Equal(["Slot", "SlotState"], ProductTypes(w => w.First() == "Slot" && w.Last() is "Slot" or "State"));
        Assert.Equal(["Ladder"], ProductTypes(w => w.Contains("Ladder")));
        var homes = Repository.Product.Where(f => f.Declarations.Select(SyntaxWords.NameOf)
            .Any(name => name is "GridStrategy" or "GridDecider" or "SlotBook" or "Ladder"));
        Assert.All(homes, f => Assert.StartsWith("src/EvenKeel.Core/Grids/", f.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_stored_row_has_a_name_of_its_own()
    {
        var names = Repository.SourcesOf("EvenKeel.Grains").SelectMany(f => f.Syntax.DescendantNodes())
            .OfType<AttributeSyntax>().Where(a => a.Name.ToString() == "PersistentState")
            .Select(a => a.ArgumentList!.Arguments[0].ToString()).ToList();
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    [Fact]
    public void The_name_of_a_test_is_a_sentence()
    {
        var mute = Repository.Sources.Where(f => !f.Project.IsProduct)
            .SelectMany(f => f.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsTest)
                .Where(m => m.Identifier.Text.Split('_').Length < 3 || !char.IsUpper(m.Identifier.Text[0]))
                .Select(m => $"{f}:{m.Line()} {m.Identifier.Text}"));
        Found.Nothing(mute);
    }

    [Fact]
    public void No_test_sleeps() => Found.Nothing(Repository.Sources.Where(f => !f.Project.IsProduct)
        .SelectMany(f => f.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(m => m.ToString() is "Thread.Sleep" or "Task.Delay").Select(m => $"{f}:{m.Line()} {m}")));

    private static bool IsProgram(SourceFile file) =>
        file.Syntax.Members.OfType<GlobalStatementSyntax>().Any() || file.Syntax.Members.Count == 0;

    private static bool IsSealedElsewhere(TypeDeclarationSyntax type) => type.Is(SyntaxKind.PartialKeyword)
        && Repository.Product.SelectMany(f => f.Types).Any(other => other.Identifier.Text == type.Identifier.Text
            && (other.Is(SyntaxKind.SealedKeyword) || other.Is(SyntaxKind.StaticKeyword)));

    private static IEnumerable<string> ProductTypes(Func<IEnumerable<string>, bool> named) => Repository.Product
        .SelectMany(f => f.Declarations).Select(SyntaxWords.NameOf).Where(name => named(SyntaxWords.Words(name)))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static Func<TypeDeclarationSyntax, bool> Implements(string name) => type =>
        type.BaseList?.Types.Any(t => t.Type is SimpleNameSyntax simple && simple.Identifier.Text == name) ?? false;

    private static bool IsTest(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(l => l.Attributes)
        .Any(a => a.Name.ToString() is "Fact" or "Theory");
}
