namespace RankAttributes;

/// <summary>
/// Leaves the layer, or the whole submodule, held by the field or property out of the penalty. It still counts in the
/// predicted sample complexity, with its full rank: a weight that is not regularized costs what its shape costs.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class SchattenIgnoreAttribute : Attribute;
