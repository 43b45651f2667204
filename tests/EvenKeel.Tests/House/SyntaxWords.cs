using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>Questions that the tests of this street put to a piece of syntax.</summary>
internal static class SyntaxWords
{
    /// <summary>Lines from the first word of a declaration, attributes included and docstring not, to its
    /// end.</summary>
    public static int LineCount(this SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    public static int Line(this SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static bool Is(this MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(modifier);

    public static bool HasDocstring(this SyntaxNode node) => node.GetLeadingTrivia().Any(t =>
        t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || t.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia));

    /// <summary>The text of a docstring's summary on one line, without tags.</summary>
    public static string Summary(this SyntaxNode node)
    {
        var text = string.Concat(node.GetLeadingTrivia().Where(t => t.HasStructure)
            .Select(t => t.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(d => d.Content.OfType<XmlElementSyntax>()).Where(e => e.StartTag.Name.ToString() == "summary")
            .SelectMany(e => e.Content.OfType<XmlTextSyntax>()).SelectMany(t => t.TextTokens).Select(t => t.Text));
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Public, and so is everything around it.</summary>
    public static bool IsSeenOutside(this MemberDeclarationSyntax member) =>
        (member.Is(SyntaxKind.PublicKeyword) || member.Parent is InterfaceDeclarationSyntax)
        && member.Ancestors().OfType<BaseTypeDeclarationSyntax>()
            .All(t => t.Is(SyntaxKind.PublicKeyword) || t.Parent is InterfaceDeclarationSyntax);

    /// <summary>Everything that holds statements: methods, constructors, operators, accessors, local
    /// functions.</summary>
    public static IEnumerable<SyntaxNode> Methods(this SyntaxNode root) => root.DescendantNodes().Where(n =>
        n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax);

    /// <summary>The words of a PascalCase name: RateMax → Rate, Max.</summary>
    public static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || char.IsUpper(name[i]))
            {
                yield return name[start..i];
                start = i;
            }
        }
    }

    public static string NameOf(MemberDeclarationSyntax declaration) => declaration switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax function => function.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        _ => declaration.Kind().ToString(),
    };
}

/// <summary>What a rule finds against it, one a line: an empty list is the only good one.</summary>
internal static class Found
{
    public static void Nothing(IEnumerable<string> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{list.Count} found:\n{string.Join('\n', list)}");
    }
}
