using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Reading.Creations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK1001: the predicted sample complexity exceeds the dataset size. At the class, where its sizes are constants, defaults or pinned; and
/// at each <c>new</c>, where the sizes are chosen. RANK1002 at a <c>new</c> whose class was compiled with another version.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SampleComplexityAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.TooFewSamples, Descriptors.LayerNotRead);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(AnalyzeClass);

        // An operation action would have every method of the compilation bound once more, for a few creations.
        context.RegisterSyntaxNodeAction(AnalyzeCreation, SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
    }

    private static void AnalyzeClass(AnalyzedModel analyzed) => Report(analyzed.Model, analyzed.Data, analyzed.Place, analyzed.Context.ReportDiagnostic);

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context)
    {
        var node = (BaseObjectCreationExpressionSyntax)context.Node;
        if (node is not { ArgumentList.Arguments.Count: > 0, ContainsDiagnostics: false }) return;
        DeepStack.Run(context.Compilation, (context, node), static asked => AnalyzeCreation(asked.context, asked.node), context.CancellationToken);
    }

    private static void AnalyzeCreation(SyntaxNodeAnalysisContext context, BaseObjectCreationExpressionSyntax node)
    {
        if (context.SemanticModel.GetSymbolInfo(node, context.CancellationToken).Symbol is not IMethodSymbol { ContainingType: { } created }
            || !CreationReader.IsModel(created)) return;
        if (HalfTyped.Is(created, context.CancellationToken)) return;
        if (context.SemanticModel.GetOperation(node, context.CancellationToken) is not IObjectCreationOperation creation
            || !CreationReader.IsCreation(creation)) return;
        var readings = ModelReadings.Of((INamedTypeSymbol)creation.Type!, context.Compilation);
        if (readings.Own(context.CancellationToken) is not { } own) return;
        var data = TrainingDataReader.Find(
            own, context.Compilation.Assembly, context.Options.AnalyzerConfigOptionsProvider.GetOptions(creation.Syntax.SyntaxTree));

        // Without data there is nothing to compare. Nobody else looks at a library that another version compiled.
        var isOutside = !SymbolEqualityComparer.Default.Equals(created.ContainingAssembly, context.Compilation.Assembly);
        if (data is not { Samples: > 0 } && !isOutside) return;
        if (CreationReader.At(creation, context.Compilation, context.CancellationToken) is not { } model) return;
        foreach (var unread in model.UnreadLayers.Where(unknown => isOutside && unknown.IsUnreadable))
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.LayerNotRead, node.GetLocation(), MessageText.Names([unread.Name], "layers"), unread.Reason));

        // What the class says of itself already is not said again at each creation.
        var atClass = readings.Whole(context.CancellationToken);
        if (atClass is { IsResolved: true } && atClass.Layers.Equals(model.Layers)) return;
        Report(model, data, Location.Create(node.SyntaxTree, TextSpan.FromBounds(node.SpanStart, node.ArgumentList!.Span.End)), context.ReportDiagnostic);
    }

    private static void Report(ModelDeclaration model, TrainingDataDeclaration? data, Location location, Action<Diagnostic> report)
    {
        // Half of a model's shapes would give a number for another model.
        if (!model.IsResolved || data is not { Samples: > 0 }) return;
        if (ModelPrediction.Of(model, data) is { Verdict: Verdict.TooFewSamples } prediction) report(ComplexityMessage.Create(location, prediction));
    }
}
