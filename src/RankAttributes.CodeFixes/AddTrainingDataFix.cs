using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.CodeFixes;

/// <summary>RANK1007: adds <c>[TrainingData]</c> to the class, with one sample, for its author to fill in: RANK1001 asks for more at once.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTrainingDataFix)), Shared]
public sealed class AddTrainingDataFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("RANK1007");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan)
                .FirstAncestorOrSelf<AttributeSyntax>() is not { Parent: AttributeListSyntax { Parent: TypeDeclarationSyntax } list } attribute) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Add [TrainingData(samples: 1)], to be filled in",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(AddedAttribute.Behind(root, list, attribute, "TrainingData(samples: 1)"))),
                    nameof(AddTrainingDataFix)),
                diagnostic);
        }
    }
}
