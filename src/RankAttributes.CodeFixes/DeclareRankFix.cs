using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.CodeFixes;

/// <summary>RANK1001, RANK1003 and RANK1004: declares the largest rank that fits the dataset, or that saves anything, as the message names it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareRankFix)), Shared]
public sealed class DeclareRankFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK1001", "RANK1003", "RANK1004");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(ComplexityMessage.RankThatFits, out var text)
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
                || root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
            {
                continue;
            }

            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Declare Rank = {text}",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(attribute, Declare(attribute, rank)))),
                    nameof(DeclareRankFix)),
                diagnostic);
        }
    }

    private static AttributeSyntax Declare(AttributeSyntax attribute, int rank)
    {
        var value = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(rank));
        foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText == "Rank")
                return attribute.ReplaceNode(argument.Expression, value.WithTriviaFrom(argument.Expression));
        }

        var name = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName("Rank").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space));
        var added = SyntaxFactory.AttributeArgument(name, null, value);
        var arguments = (attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).Arguments;
        var separated = arguments.Count == 0
            ? SyntaxFactory.SingletonSeparatedList(added)
            : SyntaxFactory.SeparatedList(
                arguments.Add(added),
                arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)));
        return attribute.WithArgumentList((attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).WithArguments(separated));
    }
}
