using RankAttributes.Declarations;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Torch;

/// <summary>Tensors as matrices.</summary>
internal static class MatrixShapes
{
    /// <summary>The last two axes are the matrix, and the axes before them count how many there are.</summary>
    public static MatrixShape Of(string name, IReadOnlyList<DimensionExpression> shape)
    {
        DimensionExpression? count = null;
        for (var axis = 0; axis < shape.Count - 2; axis++) count = count is null ? shape[axis] : Numbers.Apply(DimensionOperator.Multiply, count, shape[axis]);
        return new MatrixShape(name, shape[shape.Count - 2], shape[shape.Count - 1], count) { Kind = LayerKind.Parameter };
    }
}
