using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1006: above p = 1 the exponent 2p/(p+2) of the norms is larger than the exponent 2/(p+2) of the ranks, and no norm is declared.</summary>
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
        if (analyzed.Data is { InputNorm: > 0 } or { Margin: > 0 } or { SpectralNorm: > 0 } || analyzed.Model.Layers.Any(layer => layer.Settings.SpectralNorm > 0)) return;
        Check(analyzed, analyzed.Attribute, analyzed.Type);
        foreach (var member in analyzed.Type.GetMembers())
        {
            if (AttributeReader.Find(member, KnownNames.SchattenRegularize) is { } attribute) Check(analyzed, attribute, member);
        }
    }

    private static void Check(AnalyzedModel analyzed, AttributeData attribute, ISymbol owner)
    {
        if (AttributeReader.Number(AttributeReader.Argument(attribute, 0)) is not (> 1 and <= 2 and var p)) return;
        analyzed.Report(
            Descriptors.NormBased, SymbolLocations.OfArgument(attribute, owner, "p", 0, analyzed.Context.CancellationToken),
            MessageText.Real(p), MessageText.Real(2 * p / (p + 2)), MessageText.Real(2 / (p + 2)), MessageText.Name(analyzed.Model.DisplayName));
    }
}
