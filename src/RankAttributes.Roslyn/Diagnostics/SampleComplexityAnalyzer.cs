using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1001: the predicted sample complexity exceeds the dataset size.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SampleComplexityAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.TooFewSamples);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is not { } attribute || !TorchSymbols.IsModule(type)) return;
        if (ModelReader.Read(type, context.Compilation, context.CancellationToken) is not { } model) return;
        var tree = attribute.ApplicationSyntaxReference?.SyntaxTree;
        var options = tree is null ? context.Options.AnalyzerConfigOptionsProvider.GlobalOptions : context.Options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        if (TrainingDataReader.Find(model, type, options) is not { Samples: > 0 } data) return;
        if (ModelComplexity.Of(model, data) is not { } complexity || complexity.Prediction.Samples <= data.Samples) return;
        context.ReportDiagnostic(ComplexityMessage.Create(SymbolLocations.Of(attribute, type, context.CancellationToken), model, complexity, data));
    }
}
