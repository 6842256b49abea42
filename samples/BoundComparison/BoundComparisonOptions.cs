namespace BoundComparison;

/// <summary>What the command line asks for.</summary>
/// <param name="DataFolder">The folder of the IDX files, or <see langword="null"/> to look for one.</param>
/// <param name="Chart">The file of the chart.</param>
/// <param name="Widths">The widths, in rising order.</param>
/// <param name="Penalized">Whether the networks are trained with the penalty.</param>
/// <param name="Epochs">Passes over the training set, for each width.</param>
/// <param name="Samples">The most training samples to use, or <see langword="null"/> for all.</param>
/// <param name="Seed">Seeds initialization and the order of samples.</param>
/// <param name="Quick">Whether this is a short look and not the experiment.</param>
internal sealed record BoundComparisonOptions(
    string? DataFolder, string Chart, IReadOnlyList<int> Widths, bool Penalized, int Epochs, int? Samples, int Seed, bool Quick);
