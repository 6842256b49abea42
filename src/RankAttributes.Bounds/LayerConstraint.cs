namespace RankAttributes.Bounds;
/// <summary>Placeholder.</summary>
public sealed record LayerConstraint(long Outputs, long Inputs);
