using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1007: no dataset size is declared. Said at the first such model, in the order of the files, and nowhere else.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DatasetSizeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.DatasetSizeUnknown);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // A cancelled search is begun again.
            var first = new Lazy<INamedTypeSymbol?>(
                () => First(start.Compilation, start.Options.AnalyzerConfigOptionsProvider, start.CancellationToken), LazyThreadSafetyMode.PublicationOnly);
            start.RegisterModelAction(analyzed => Analyze(analyzed, first));
        });
    }

    private static void Analyze(AnalyzedModel analyzed, Lazy<INamedTypeSymbol?> first)
    {
        if (analyzed.Data is { Samples: > 0 } || AttributeReader.Find(analyzed.Type, KnownNames.TrainingData) is not null) return;
        if (!SymbolEqualityComparer.Default.Equals(first.Value, analyzed.Type)) return;

        // Half of a model's shapes would give a number for another model.
        var needs = analyzed.Model.IsResolved && ModelPrediction.Of(analyzed.Model, analyzed.Data) is { Samples: not null } prediction
            ? Wording.Need(prediction)
            : "is compared with no dataset";
        analyzed.Report(
            Descriptors.DatasetSizeUnknown, analyzed.Place, MessageText.Name(analyzed.Model.DisplayName), needs, ConfigurationKey.TrainingSamples.Name);
    }

    private static INamedTypeSymbol? First(Compilation compilation, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in AnnotatedClasses.In(tree, cancellation))
            {
                if (compilation.Assembly.GetTypeByMetadataName(name) is not { } type || !TorchSymbols.IsModule(type)) continue;
                if (AttributeReader.Find(type, KnownNames.SchattenRegularize) is null || AttributeReader.Find(type, KnownNames.TrainingData) is not null)
                    continue;
                if (ConfigurationKey.TrainingSamples.Find(provider.GetOptions(tree)) is null) return type;
            }
        }

        return null;
    }
}
