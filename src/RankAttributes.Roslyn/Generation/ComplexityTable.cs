using System.Globalization;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Generation;

/// <summary>The predicted complexity as XML documentation: layer, shape, rank, contribution; N̂ against N.</summary>
internal static class ComplexityTable
{
    public static IEnumerable<string> Lines(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        if (ModelComplexity.Of(model, data) is not { } complexity)
        {
            yield return "<para>No shape of this model could be read, so no sample complexity is predicted.</para>";
            yield break;
        }

        yield return $"<para>{Headline(complexity, data)}</para>";
        yield return "<para>A rate of Theorem 3.6 of arXiv 2510.21945, constants and logarithms dropped.</para>";
        yield return "<list type=\"table\">";
        yield return "<listheader><term>layer</term><description>shape, rank, contribution</description></listheader>";
        for (var index = 0; index < complexity.Layers.Count; index++)
        {
            var layer = complexity.Layers[index];
            var share = complexity.Prediction.Contributions[index].ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "");
            yield return $"<item><term>{Escape(layer.Name)}</term><description>{layer.Outputs} × {layer.Inputs}, rank {Rank(layer)}, {share}</description></item>";
        }

        yield return "</list>";
        foreach (var unknown in model.Unknowns) yield return $"<para>Not read: {Escape(unknown.Name)} ({Escape(unknown.Reason)}).</para>";
    }

    private static string Headline(ModelComplexity complexity, TrainingDataDeclaration? data)
    {
        var predicted = $"Predicted sample complexity {(complexity.IsLowerEstimate ? "at least " : "")}{Literals.Grouped(complexity.Prediction.Samples)}";
        var compared = data is { Samples: > 0 } ? $"{Literals.Grouped(data.Samples)} training samples" : "the dataset size is not declared";
        return $"{predicted}; {compared}{(complexity.IsExtrapolated ? "; extrapolated beyond the theorem" : "")}.";
    }

    private static string Rank(LayerDeclaration layer)
    {
        if (layer.IsIgnored) return $"{layer.FullRank} (full, not regularized)";
        return layer.Settings.DeclaresRank ? $"≤ {Math.Min(layer.Settings.Rank, layer.FullRank!.Value)}" : $"{layer.FullRank} (full, none declared)";
    }

    /// <summary>Text of a comment that ends with its line: a layer may be named by any string, line ends included.</summary>
    private static string Escape(string text) => new string([.. text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)])
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
