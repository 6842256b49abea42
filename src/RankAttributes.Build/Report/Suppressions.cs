namespace RankAttributes.Build.Report;

/// <summary>Diagnostics of this product that somebody chose not to see.</summary>
/// <param name="Items">Those that are known.</param>
/// <param name="Unknown">The reason why there may be others, as a clause; <see langword="null"/> where there are none.</param>
internal sealed record Suppressions(IReadOnlyList<SuppressedDiagnostic> Items, string? Unknown);
