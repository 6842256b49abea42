using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.CodeFixes;

/// <summary>RANK1002: pins an integer that cannot be read with <c>[Dims]</c>, by what the source writes for it; its author fills in the value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PinDimensionFix)), Shared]
public sealed class PinDimensionFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK1002");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(UnreadLayerAnalyzer.Expression, out var expression) || expression is null) continue;
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type) continue;

            // The class may have several parts; the pin goes beside the attribute that has the class read.
            if (AddedAttribute.Named(type, "SchattenRegularize") is not { Parent: AttributeListSyntax list } attribute) continue;
            var pin = $"Dims({SymbolDisplay.FormatLiteral(expression, quote: true)}, 1)";
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Add [{pin}], to be filled in",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(AddedAttribute.Behind(root, list, attribute, pin))),
                    nameof(PinDimensionFix) + expression),
                diagnostic);
        }
    }
}
