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
        // The whole model, with its parts and base classes: what only the generator could not look at is known here.
        var unread = analyzed.Model.UnreadLayers.Where(unknown => !unknown.IsBeingTyped && !unknown.IsUnreadable);

        // One integer that cannot be read is one message, however many layers have it for a size.
        foreach (var cause in unread.GroupBy(unknown => (unknown.Reason, unknown.Expression)))
            Report(analyzed, [.. cause.Select(unknown => unknown.Name).Distinct()], cause.First());

        foreach (var library in analyzed.Model.UnreadLayers.Where(unknown => unknown.IsUnreadable)) Report(analyzed, [library.Name], library);
    }

    private static void Report(AnalyzedModel analyzed, IReadOnlyList<string> layers, UnreadLayer cause)
    {
        var properties = cause.Expression is { } expression ? ImmutableDictionary<string, string?>.Empty.Add(Expression, expression)
            : ImmutableDictionary<string, string?>.Empty;
        analyzed.Context.ReportDiagnostic(
            Diagnostic.Create(Descriptors.LayerNotRead, analyzed.PlaceOf(layers[0]), properties, MessageText.Names(layers, "layers"), cause.Reason));
    }
}
