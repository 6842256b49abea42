using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1002: a layer, or a size of one, cannot be read, so that no complexity is compared for the model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadLayerAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of the diagnostic that holds the expression that <c>[Dims]</c> could give a value; absent where none could.</summary>
    internal const string Expression = nameof(Expression);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.LayerNotRead);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(Analyze);
    }

    private static void Analyze(AnalyzedModel analyzed)
    {
        // What the generator may not look at, in other classes, an analyzer may: what it can read there is no concern of anybody.
        var stillUnknown = new HashSet<string>(analyzed.Model.Unknowns.Select(unknown => unknown.Name), StringComparer.Ordinal);
        foreach (var unknown in analyzed.Own.Unknowns)
        {
            if (!unknown.IsElsewhere && unknown.Reason != Value.BeingTyped && stillUnknown.Contains(unknown.Name)) Report(analyzed, unknown);
        }
    }

    private static void Report(AnalyzedModel analyzed, UnreadLayer unknown)
    {
        var properties = unknown.Expression is { } expression ? ImmutableDictionary<string, string?>.Empty.Add(Expression, expression) : ImmutableDictionary<string, string?>.Empty;
        analyzed.Context.ReportDiagnostic(Diagnostic.Create(Descriptors.LayerNotRead, analyzed.PlaceOf(unknown.Name), properties, MessageText.Name(unknown.Name), unknown.Reason));
    }
}
