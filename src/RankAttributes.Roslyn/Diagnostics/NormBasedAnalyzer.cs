using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1006: above p = 1 the exponent 2p/(p+2) of the norms is larger than the exponent 2/(p+2) of the ranks, and a factor of Γ is not
/// declared.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NormBasedAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.NormBased);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(Analyze);
    }

    private static void Analyze(AnalyzedModel analyzed)
    {
        var prediction = ModelPrediction.Of(analyzed.Model, analyzed.Data);
        if (prediction.UsesNorms) return;
        Check(analyzed, prediction, analyzed.Attribute, analyzed.Type);
        foreach (var member in analyzed.Type.GetMembers())
        {
            if (AttributeReader.Find(member, KnownNames.SchattenRegularize) is { } attribute) Check(analyzed, prediction, attribute, member);
        }
    }

    private static void Check(AnalyzedModel analyzed, ModelPrediction prediction, AttributeData attribute, ISymbol owner)
    {
        if (AttributeReader.Number(AttributeReader.Argument(attribute, 0)) is not (> 1 and <= 2 and var p)) return;
        analyzed.Report(
            Descriptors.NormBased, SymbolLocations.OfArgument(attribute, owner, "p", 0, analyzed.Context.CancellationToken),
            MessageText.Name(analyzed.Model.DisplayName), Figure.Real(p), Wording.Missing(prediction));
    }
}
