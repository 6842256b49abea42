namespace RankAttributes.Declarations;

/// <summary>A layer as tables and the hover show it.</summary>
internal static class LayerText
{
    /// <summary><c>512 × 784</c>; a dimension without a value is a question mark.</summary>
    public static string Shape(LayerDeclaration layer) => $"{Size(layer.Outputs)} × {Size(layer.Inputs)}";

    /// <summary>The rank that enters the estimate, and where it comes from.</summary>
    public static string Rank(LayerPrediction layer) => layer switch
    {
        { RankBudget: null } => "–",
        { Declared.IsIgnored: true } => $"{Figure.Count(layer.RankBudget.Value)} (full, not regularized)",
        { Declared.Settings.DeclaresRank: true } => $"≤ {Figure.Count(layer.RankBudget.Value)}",
        _ => $"{Figure.Count(layer.RankBudget.Value)} (full)",
    };

    /// <summary>The layer's share of N̂.</summary>
    public static string Share(LayerPrediction layer) => layer.Share is { } share ? Figure.Share(share) : "–";

    /// <summary>The spatial positions of the output.</summary>
    public static string Width(LayerDeclaration layer) => !layer.Kind.IsConvolution() ? "1" : layer.SpatialWidth > 0 ? Figure.Count(layer.SpatialWidth) : "?";

    /// <summary>Where the source writes more than numbers: the shape, how often, whether at all; <see langword="null"/> where all is plain.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="written">The layer as the constructor makes it of its parameters, where it is known.</param>
    public static string? Expression(LayerDeclaration layer, LayerDeclaration? written)
    {
        var source = written ?? layer;
        var isPlain = Expression(source.Outputs) is null && Expression(source.Inputs) is null;
        var parts = new[]
        {
            isPlain ? null : $"{source.Outputs} × {source.Inputs}",
            layer.Repetition is { } times ? $"{times} times" : null,
            layer.IsConditional ? "under a condition" : null,
        };
        var said = string.Join(", ", parts.Where(part => part is not null));
        return said.Length == 0 ? null : said;
    }

    /// <summary>A dimension as the source writes it; <see langword="null"/> where that is a number or cannot be read.</summary>
    public static string? Expression(DimensionExpression dimension) => dimension is ConstantDimension or UnknownDimension ? null : dimension.ToString();

    private static string Size(DimensionExpression dimension) => dimension.Value is > 0 and { } value ? Figure.Count(value) : "?";
}
