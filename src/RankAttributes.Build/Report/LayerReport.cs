namespace RankAttributes.Build.Report;

/// <summary>One layer in a report.</summary>
/// <param name="Declared">What the assembly declares.</param>
/// <param name="RankBudget">The rank that enters the rate; <see langword="null"/> where the layer does not enter it.</param>
/// <param name="Contribution">The layer's share of R² in [0, 1]; <see langword="null"/> where the layer does not enter it.</param>
internal sealed record LayerReport(ReportedLayer Declared, long? RankBudget, double? Contribution);
