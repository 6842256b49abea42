namespace RankAttributes.Declarations;

/// <summary>One layer in a prediction.</summary>
/// <param name="Declared">The layer, with the norm that is declared for it or for all.</param>
/// <param name="RankBudget">The rank that enters the estimate; <see langword="null"/> where the layer does not enter it.</param>
/// <param name="Share">The layer's share of N̂ in [0, 1]; <see langword="null"/> where the layer does not enter it.</param>
/// <param name="Samples">The layer's part of N̂, in samples; <see langword="null"/> where the layer does not enter it.</param>
internal sealed record LayerPrediction(LayerDeclaration Declared, long? RankBudget, double? Share, double? Samples);
