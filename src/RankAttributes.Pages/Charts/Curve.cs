namespace RankAttributes.Pages.Charts;

/// <summary>A curve, drawn in a colour of its own and labelled at its end.</summary>
/// <param name="Name">The full name, shown when you hover.</param>
/// <param name="Points">The points from left to right; at least one.</param>
public sealed record Curve(string Name, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>The name in a few letters, as it is written at the curve's end.</summary>
    public string Label { get; init; } = Name;
}

/// <summary>A value that is marked by a dashed line across.</summary>
/// <param name="Value">The value.</param>
/// <param name="Label">What it means, in a few words.</param>
public sealed record Threshold(double Value, string Label);
