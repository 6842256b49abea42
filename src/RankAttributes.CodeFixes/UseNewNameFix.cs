using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace RankAttributes.CodeFixes;

/// <summary>CS0618 at an earlier name of this library's: writes the name that the obsolete member's message gives.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseNewNameFix)), Shared]
public sealed class UseNewNameFix : CodeFixProvider
{
    private const string Library = "RankAttributes";
    private const string Renamed = "Renamed to ";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CS0618");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (NameIn(node) is not { } name || NewName(model.GetSymbolInfo(name, context.CancellationToken).Symbol) is not { } replacement) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Use '{replacement}'",
                    async cancellation =>
                    {
                        var editor = await DocumentEditor.CreateAsync(context.Document, cancellation).ConfigureAwait(false);
                        editor.ReplaceNode(name, name.WithIdentifier(SyntaxFactory.Identifier(replacement).WithTriviaFrom(name.Identifier)));
                        return editor.GetChangedDocument();
                    },
                    nameof(UseNewNameFix)),
                diagnostic);
        }
    }

    private static SimpleNameSyntax? NameIn(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax invocation => NameIn(invocation.Expression),
        ConditionalAccessExpressionSyntax conditional => NameIn(conditional.WhenNotNull),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static string? NewName(ISymbol? symbol)
    {
        if (symbol?.ContainingAssembly?.Name.StartsWith(Library, StringComparison.Ordinal) != true) return null;
        var message = symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.Name == nameof(ObsoleteAttribute))
            .Select(attribute => attribute.ConstructorArguments is [{ Value: string text }, ..] ? text : null).FirstOrDefault();
        if (message?.StartsWith(Renamed, StringComparison.Ordinal) != true) return null;
        var name = new string([.. message.Skip(Renamed.Length).TakeWhile(SyntaxFacts.IsIdentifierPartCharacter)]);
        return SyntaxFacts.IsValidIdentifier(name) ? name : null;
    }
}
