using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.CodeFixes;

/// <summary>RANK0005: removes an attribute that does nothing; what is said about it in comments stays with the member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveIdleAttributeFix)), Shared]
public sealed class RemoveIdleAttributeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK0005");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan)
                .FirstAncestorOrSelf<AttributeSyntax>() is not { Parent: AttributeListSyntax { Parent: MemberDeclarationSyntax member } list } attribute)
                    continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Remove [{attribute.Name}]",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(list.Attributes.Count > 1
                        ? root.ReplaceNode(list, Without(list, attribute))
                        : root.ReplaceNode(member, Without(member, list)))),
                    nameof(RemoveIdleAttributeFix)),
                diagnostic);
        }
    }

    private static AttributeListSyntax Without(AttributeListSyntax list, AttributeSyntax attribute)
    {
        var isFirst = list.Attributes.IndexOf(attribute) == 0;
        if (list.DescendantTrivia()
            .Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && list.Span.Contains(trivia.Span)))
            return list.RemoveNode(attribute, SyntaxRemoveOptions.KeepExteriorTrivia)!;
        var rest = list.WithAttributes(list.Attributes.Remove(attribute));
        return isFirst ? rest.ReplaceNode(rest.Attributes[0], rest.Attributes[0].WithLeadingTrivia(attribute.GetLeadingTrivia())) : rest;
    }

    /// <summary>The member without the list: what follows it moves to its place, with the comments between.</summary>
    private static MemberDeclarationSyntax Without(MemberDeclarationSyntax member, AttributeListSyntax list)
    {
        var next = list.GetLastToken().GetNextToken();
        var between = list.GetTrailingTrivia().AddRange(next.LeadingTrivia);
        var leading = list.GetLeadingTrivia();
        if (between.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
            leading = leading.AddRange(between.SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        var moved = member.ReplaceToken(next, next.WithLeadingTrivia(leading));
        return moved.WithAttributeLists(moved.AttributeLists.RemoveAt(member.AttributeLists.IndexOf(list)));
    }
}
