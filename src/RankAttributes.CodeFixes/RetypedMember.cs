using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Simplification;
using RankAttributes.Roslyn.Diagnostics;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.CodeFixes;

/// <summary>The members of one declaration, to be declared with a more general type together with everything that uses them.</summary>
internal sealed class RetypedMember
{
    private readonly Document document;
    private readonly SemanticModel model;
    private readonly TypeSyntax declared;
    private readonly IReadOnlyList<ISymbol> members;
    private readonly PlacesForPairs places;
    private readonly MemberUses uses;

    private RetypedMember(Document document, SemanticModel model, TypeSyntax declared, IReadOnlyList<ISymbol> members, PlacesForPairs places, MemberUses uses)
        => (this.document, this.model, this.declared, this.members, this.places, this.uses) = (document, model, declared, members, places, uses);

    /// <summary>The names, as a title says them.</summary>
    public string Names => MessageText.Names([.. members.Select(member => member.Name)], "members");

    /// <summary>The members whose declaration is at a place; <see langword="null"/> for what cannot be rewritten.</summary>
    public static async Task<RetypedMember?> Find(Document document, Microsoft.CodeAnalysis.Text.TextSpan place, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root) return null;
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model) return null;
        var node = root.FindNode(place);
        var (type, declarations) = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            FieldDeclarationSyntax field => (field.Declaration.Type, field.Declaration.Variables.ToList<SyntaxNode>()),
            PropertyDeclarationSyntax property => (property.Type, [property]),
            _ => (null, []),
        };

        // An array that is made as one of layers stays one, whatever the member is declared as.
        if (type is null or ArrayTypeSyntax or NullableTypeSyntax { ElementType: ArrayTypeSyntax }) return null;
        var general = GeneralModule(model.Compilation);
        if (general is null || PlacesForPairs.In(model.Compilation) is not { } places) return null;
        var members = declarations.Select(each => model.GetDeclaredSymbol(each, cancellation)).OfType<ISymbol>().ToList();
        return new RetypedMember(document, model, type, members, places, new MemberUses(general, places));
    }

    /// <summary>The solution with the new type; <see langword="null"/> if it would not compile, or would not work on a compressed model.</summary>
    public async Task<Solution?> Apply(CancellationToken cancellation)
    {
        var solution = document.Project.Solution;
        var editor = new SolutionEditor(solution);
        var touched = new HashSet<DocumentId> { document.Id };
        var own = await editor.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false);
        var type = SyntaxFactory.ParseTypeName(uses.General.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
            .WithAdditionalAnnotations(Simplifier.Annotation);
        Generalize(own, declared, type, model);
        foreach (var value in members.Select(Initializer).OfType<ExpressionSyntax>()) GeneralizeMade(own, value, type, model);
        foreach (var member in members)
        {
            foreach (var reference in await SymbolFinder.FindReferencesAsync(member, solution, cancellation).ConfigureAwait(false))
            {
                foreach (var location in reference.Locations)
                {
                    // Generated code takes any module, and is written again.
                    if (solution.GetDocument(location.Document.Id) is null) continue;
                    touched.Add(location.Document.Id);
                    if (location.IsImplicit || location.Location.SourceTree?.GetRoot(cancellation)
                        .FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not { } node) continue;
                    if (await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } around) return null;
                    var there = await editor.GetDocumentEditorAsync(location.Document.Id, cancellation).ConfigureAwait(false);
                    if (!Adapt(there, MemberUses.Reading(node), type, around, cancellation)) return null;
                }
            }
        }

        var changed = editor.GetChangedSolution();
        foreach (var id in touched)
        {
            if (await Errors(changed, id, cancellation).ConfigureAwait(false) > await Errors(solution, id, cancellation).ConfigureAwait(false)) return null;
        }

        return changed;
    }

    /// <summary>Changes one use so that it compiles; <see langword="false"/> for one that needs the layer itself where it may be compressed.</summary>
    private bool Adapt(DocumentEditor editor, ExpressionSyntax? use, TypeSyntax type, SemanticModel around, CancellationToken cancellation)
    {
        if (use is null) return true; // documentation, nameof: no value is read
        if (use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use)
        {
            GeneralizeMade(editor, assignment.Right, type, around);
            return true;
        }

        if (uses.IsLoopOverLayers(use, around, cancellation)) return false;
        if (!uses.NeedsLayer(use, around, cancellation)) return true;
        if (!MemberUses.IsInConstruction(use, around, cancellation) || around.GetTypeInfo(use, cancellation).Type is not { } layer) return false;
        editor.ReplaceNode(use, (_, generator) => SyntaxFactory.ParenthesizedExpression(
            (ExpressionSyntax)generator.CastExpression(layer.WithNullableAnnotation(NullableAnnotation.None), use.WithoutTrivia()))
            .WithTriviaFrom(use).WithAdditionalAnnotations(Simplifier.Annotation));
        return true;
    }

    /// <summary>What makes a list of layers makes one of modules.</summary>
    private void GeneralizeMade(DocumentEditor editor, ExpressionSyntax value, TypeSyntax type, SemanticModel around)
    {
        if (value is ObjectCreationExpressionSyntax creation) Generalize(editor, creation.Type, type, around);
        if (value is not InvocationExpressionSyntax { Expression: var called } || around.GetSymbolInfo(called).Symbol is not IMethodSymbol
            { TypeArguments: { Length: 1 } arguments } || !places.Refuses(arguments[0])) return;
        var name = called.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last(node => node.Parent is not TypeArgumentListSyntax);
        editor.ReplaceNode(name, SyntaxFactory.GenericName(
            name.Identifier, SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(type))).WithTriviaFrom(name));
    }

    /// <summary>Replaces the layers' types within a written type.</summary>
    private void Generalize(DocumentEditor editor, TypeSyntax written, TypeSyntax type, SemanticModel around)
    {
        foreach (var node in written.DescendantNodesAndSelf(node => !IsLayer(node)).Where(IsLayer)) editor.ReplaceNode(node, type.WithTriviaFrom(node));

        bool IsLayer(SyntaxNode node) => node is TypeSyntax and not NullableTypeSyntax && around.GetTypeInfo(node).Type is { } named && places.Refuses(named);
    }

    private static ExpressionSyntax? Initializer(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        PropertyDeclarationSyntax property => property.Initializer?.Value,
        _ => null,
    };

    private static INamedTypeSymbol? GeneralModule(Compilation compilation)
        => compilation.GetTypeByMetadataName("TorchSharp.torch+Tensor") is { } tensor
            ? compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module`2")?.Construct(tensor, tensor) : null;

    private static async Task<int> Errors(Solution solution, DocumentId id, CancellationToken cancellation)
        => await solution.GetDocument(id)!.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } compiled
            ? compiled.GetDiagnostics(cancellationToken: cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) : 0;
}
