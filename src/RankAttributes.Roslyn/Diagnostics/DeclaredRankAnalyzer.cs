using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK1003 and RANK1004: a declared rank that constrains none of the layers it is declared for, or saves nothing on any of them. A class's
/// rank is for every layer at once, so that a small layer among larger ones is not a mistake.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclaredRankAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics
        => ImmutableArray.Create(Descriptors.RankOutOfReach, Descriptors.RankSavesNothing);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(Analyze);
    }

    private static void Analyze(AnalyzedModel analyzed)
    {
        var forMembers = new HashSet<LayerDeclaration>();
        foreach (var member in analyzed.Type.GetMembers())
        {
            if (AttributeReader.Find(member, KnownNames.SchattenRegularize) is not { } attribute || DeclaredRank(attribute) is not { } rank) continue;
            var name = Registrable.NameOf(member);
            var layers = analyzed.Model.Layers.Where(layer => SymbolLocations.IsWithin(layer.Name, name)).ToList();
            forMembers.UnionWith(layers);
            if (analyzed.Model.UnreadLayers.Any(unknown => SymbolLocations.IsWithin(unknown.Name, name))) continue;
            Check(analyzed, attribute, member, rank, layers);
        }

        if (DeclaredRank(analyzed.Attribute) is { } common && analyzed.Model.UnreadLayers.Count == 0)
            Check(analyzed, analyzed.Attribute, analyzed.Type, common, [.. analyzed.Model.Layers.Where(layer => !forMembers.Contains(layer))]);
    }

    private static void Check(AnalyzedModel analyzed, AttributeData attribute, ISymbol owner, int rank, List<LayerDeclaration> layers)
    {
        // A submodule with an attribute of its own, and what is left out of the penalty, have no part in this rank.
        var concerned = layers.Where(layer => !layer.IsIgnored && layer.Settings.Rank == rank).ToList();
        if (concerned.Count == 0 || !concerned.All(layer => layer.IsResolved)) return;
        var largest = concerned.OrderByDescending(layer => layer.FullRank).First();
        var (outputs, inputs) = (largest.Outputs.Value!.Value, largest.Inputs.Value!.Value);
        var saving = concerned.Max(LargestSavingRank);
        var advice = saving >= 1 ? $"Rank = {Figure.Size(saving)} or less saves" : "no rank saves";
        var place = SymbolLocations.OfArgument(attribute, owner, "Rank", -1, analyzed.Context.CancellationToken);
        var properties = saving >= 1
            ? ImmutableDictionary<string, string?>.Empty.Add(ComplexityMessage.RankThatFits, saving.ToString(CultureInfo.InvariantCulture))
            : ImmutableDictionary<string, string?>.Empty;
        if (rank > largest.FullRank)
        {
            analyzed.Context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.RankOutOfReach, place, properties, rank, MessageText.Name(largest.Name), Figure.Count(outputs), Figure.Count(inputs),
                    Figure.Count(largest.FullRank!.Value), advice));
        }
        else if (rank > saving)
        {
            analyzed.Context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.RankSavesNothing, place, properties, rank, MessageText.Name(largest.Name), Figure.Count(outputs), Figure.Count(inputs),
                Figure.Count(rank * ((double)outputs + inputs)), Figure.Count((double)outputs * inputs), advice));
        }
    }

    /// <summary>The largest r with r(m + n) &lt; mn.</summary>
    private static long LargestSavingRank(LayerDeclaration layer)
    {
        var (outputs, inputs) = ((decimal)layer.Outputs.Value!.Value, (decimal)layer.Inputs.Value!.Value);
        return (long)(Math.Ceiling(outputs * (inputs / (outputs + inputs))) - 1);
    }

    private static int? DeclaredRank(AttributeData attribute) => AttributeReader.Named(attribute, "Rank") is { Value: > 0 and int rank } ? rank : null;
}
