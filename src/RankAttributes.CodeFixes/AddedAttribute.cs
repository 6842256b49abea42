using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.CodeFixes;

/// <summary>An attribute added to a class beside one that is there: on its own line where that one has one, and qualified as that one is.</summary>
internal static class AddedAttribute
{
    /// <summary>The attribute of a class by the last part of its name.</summary>
    public static AttributeSyntax? Named(TypeDeclarationSyntax type, string name)
        => type.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => attribute.Name.GetLastToken().ValueText is var written && (written == name || written == name + "Attribute"));

    public static SyntaxNode Behind(SyntaxNode root, AttributeListSyntax list, AttributeSyntax model, string text)
    {
        var qualifier = model.Name is QualifiedNameSyntax { Left: var left } ? left.WithoutTrivia() + "."
            : model.Name is AliasQualifiedNameSyntax { Alias: var alias } ? alias.WithoutTrivia() + "::" : "";
        var added = SyntaxFactory.ParseCompilationUnit($"[{qualifier}{text}] class _;").Members[0].AttributeLists[0].WithoutTrivia();
        var lineEnd = list.GetTrailingTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (lineEnd.IsKind(SyntaxKind.None)) return root.InsertNodesAfter(list, [added.WithTrailingTrivia(SyntaxFactory.Space)]);

        var indent = list.GetLeadingTrivia().LastOrDefault();
        added = added.WithTrailingTrivia(lineEnd);
        return root.InsertNodesAfter(list, [indent.IsKind(SyntaxKind.WhitespaceTrivia) ? added.WithLeadingTrivia(indent) : added]);
    }
}
