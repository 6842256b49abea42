using RankAttributes.Bounds.Codes;

namespace RankAttributes.Codes;

/// <summary>The one among equal networks that is written down, and how many there are.</summary>
internal static class CanonicalOrder
{
    /// <summary>Puts units into lexicographic order and makes the first nonzero weight of a unit with free sign positive, in place.</summary>
    /// <returns>How many bits the description is shorter because all other orders and signs decode to the same network.</returns>
    public static double Apply(IReadOnlyList<int[]> tensors, IReadOnlyList<CodedParameter> coded, IReadOnlyList<UnitGroup> groups)
    {
        var saved = 0.0;
        foreach (var group in groups) saved += group.IsSign ? Signs(tensors, coded, group) : Order(tensors, coded, group);
        return saved;
    }

    private static double Order(IReadOnlyList<int[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group)
    {
        // What leaves a unit is not part of its key: the order of the units behind is not settled yet.
        var keyed = group.Axes.Where(axis => axis == group.Axes[0] || (axis.Axis == 0 && coded[axis.Tensor].Shape.Length == 1)).ToList();
        var keys = Enumerable.Range(0, group.Count).Select(unit => keyed.SelectMany(axis => Weights(tensors, coded, group, axis, unit)).ToArray()).ToArray();
        UnitEdit.Reorder(tensors, coded, group, [.. Enumerable.Range(0, group.Count).OrderBy(unit => keys[unit], LexicographicOrder.Instance)]);
        return UnitOrder.Bits(keys);
    }

    private static double Signs(IReadOnlyList<int[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group)
    {
        var free = 0;
        for (var unit = 0; unit < group.Count; unit++)
        {
            var first = Weights(tensors, coded, group, group.Axes[0], unit).FirstOrDefault(weight => weight != 0);
            if (first == 0 || Weights(tensors, coded, group, group.Axes[^1], unit).All(weight => weight == 0)) continue;
            free++;
            if (first < 0) UnitEdit.Negate(tensors, coded, group, unit);
        }

        return free;
    }

    private static IEnumerable<int> Weights(IReadOnlyList<int[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group, UnitAxis axis, int unit)
        => UnitEdit.Places(coded[axis.Tensor], axis, group.Count, unit).Select(place => tensors[axis.Tensor][place]);
}
