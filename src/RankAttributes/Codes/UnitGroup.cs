namespace RankAttributes.Codes;

/// <summary>Where the units of a group are found in one tensor.</summary>
/// <param name="Tensor">The index of the tensor.</param>
/// <param name="Axis">The axis along which the units lie.</param>
/// <param name="Block">How many neighbours along it belong to one unit: the positions of a channel that was flattened, else 1.</param>
internal sealed record UnitAxis(int Tensor, int Axis, int Block = 1);

/// <summary>Units whose order, or whose signs, make no difference to the network.</summary>
/// <param name="Count">How many units.</param>
/// <param name="Axes">All tensors that have them: the first is what enters a unit, the last what leaves it.</param>
/// <param name="IsSign">Whether each unit's weights in the first and the last tensor may change sign together; otherwise the units may be reordered.</param>
internal sealed record UnitGroup(int Count, IReadOnlyList<UnitAxis> Axes, bool IsSign);
