using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.CodeFixes;

/// <summary>RANK0003: brings the Schatten index into (0, 2]: down to 2, or up to ½, for there is no least value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClampIndexFix)), Shared]
public sealed class ClampIndexFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK0003");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>() is not { } argument) continue;
            var semantics = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
            if (semantics?.GetConstantValue(argument.Expression, context.CancellationToken) is not { HasValue: true, Value: { } constant }) continue;
            var text = Convert.ToDouble(constant, CultureInfo.InvariantCulture) > 2 ? "2" : "0.5";
            var value = SyntaxFactory.ParseExpression(text).WithTriviaFrom(argument.Expression);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Set p to {text}",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(argument.Expression, value))),
                    nameof(ClampIndexFix)),
                diagnostic);
        }
    }
}
