namespace RankAttributes.Codes;

/// <summary>Reorders units, or changes their signs, in all tensors that have them.</summary>
internal static class UnitEdit
{
    /// <summary>Puts at each place the unit that <paramref name="order"/> names for it.</summary>
    public static void Reorder<T>(IReadOnlyList<T[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group, int[] order)
    {
        foreach (var axis in group.Axes)
        {
            var (outer, length) = Geometry(coded[axis.Tensor], axis);
            var (values, old) = (tensors[axis.Tensor], tensors[axis.Tensor].ToArray());
            for (var row = 0; row < outer; row++)
            {
                for (var place = 0; place < group.Count; place++)
                    Array.Copy(old, ((row * group.Count) + order[place]) * length, values, ((row * group.Count) + place) * length, length);
            }
        }
    }

    /// <summary>Changes the sign of one unit in the first and the last tensor.</summary>
    public static void Negate(IReadOnlyList<float[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group, int unit)
    {
        foreach (var axis in Ends(group))
        {
            foreach (var index in Places(coded[axis.Tensor], axis, group.Count, unit)) tensors[axis.Tensor][index] = -tensors[axis.Tensor][index];
        }
    }

    /// <inheritdoc cref="Negate(IReadOnlyList{float[]}, IReadOnlyList{CodedParameter}, UnitGroup, int)"/>
    public static void Negate(IReadOnlyList<int[]> tensors, IReadOnlyList<CodedParameter> coded, UnitGroup group, int unit)
    {
        foreach (var axis in Ends(group))
        {
            foreach (var index in Places(coded[axis.Tensor], axis, group.Count, unit)) tensors[axis.Tensor][index] = -tensors[axis.Tensor][index];
        }
    }

    /// <summary>Where the weights of one unit lie in a tensor, row-major.</summary>
    public static IEnumerable<int> Places(CodedParameter coded, UnitAxis axis, int units, int unit)
    {
        var (outer, length) = Geometry(coded, axis);
        for (var row = 0; row < outer; row++)
        {
            for (var inner = 0; inner < length; inner++) yield return (((row * units) + unit) * length) + inner;
        }
    }

    private static UnitAxis[] Ends(UnitGroup group) => [group.Axes[0], group.Axes[^1]];

    private static (int Outer, int Length) Geometry(CodedParameter coded, UnitAxis axis)
        => ((int)coded.Shape.Take(axis.Axis).Aggregate(1L, (product, size) => product * size),
            (int)coded.Shape.Skip(axis.Axis + 1).Aggregate((long)axis.Block, (product, size) => product * size));
}
