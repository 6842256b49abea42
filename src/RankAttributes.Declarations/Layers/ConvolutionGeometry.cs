namespace RankAttributes.Declarations;

/// <summary>How a convolution's window moves, axis by axis.</summary>
internal sealed record ConvolutionGeometry(
    EquatableArray<DimensionExpression> Kernel, EquatableArray<DimensionExpression> Stride, EquatableArray<DimensionExpression> Dilation, DimensionExpression Groups)
{
    public override string ToString() => $"kernel {Axes(Kernel)}, stride {Axes(Stride)}, dilation {Axes(Dilation)}, groups {Groups}";

    private static string Axes(EquatableArray<DimensionExpression> axes) => string.Join(" x ", axes.Select(axis => axis.ToString()));
}
