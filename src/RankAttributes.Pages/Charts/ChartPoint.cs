namespace RankAttributes.Pages.Charts;

/// <summary>A point of a curve.</summary>
/// <param name="X">Its place across.</param>
/// <param name="Y">Its value.</param>
public sealed record ChartPoint(double X, double Y);
