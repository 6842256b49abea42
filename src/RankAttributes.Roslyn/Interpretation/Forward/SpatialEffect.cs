using RankAttributes.Declarations;
using RankAttributes.Roslyn.Torch;
using static RankAttributes.Declarations.DimensionOperator;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>How a module changes the sizes of an input's spatial axes; the channels are the weight's own affair.</summary>
internal abstract record SpatialEffect
{
    /// <summary>Activations, normalizations, dropout.</summary>
    public static readonly SpatialEffect None = new Unchanged();

    /// <summary>The effect of a module; <see langword="null"/> where it cannot be told.</summary>
    public static SpatialEffect? Of(TorchModule module, TorchArguments arguments) => module.Effect switch
    {
        TorchEffect.Keeps => None,
        TorchEffect.Flattens => new Flattening(),
        TorchEffect.Slides when module.Name.StartsWith("Adaptive", StringComparison.Ordinal) => FixedSizes.Read(arguments),
        TorchEffect.Slides => SlidingWindow.Read(arguments, module.Axes, module.Role == TorchRole.Pooling, module.Name.Contains("Transpose")),
        _ => null,
    };

    /// <summary>The sizes behind the module, or <see langword="null"/> where they cannot be told.</summary>
    public abstract IReadOnlyList<DimensionExpression>? Apply(IReadOnlyList<DimensionExpression> sizes);

    private sealed record Unchanged : SpatialEffect
    {
        public override IReadOnlyList<DimensionExpression>? Apply(IReadOnlyList<DimensionExpression> sizes) => sizes;
    }
}

/// <summary>No spatial axes are left.</summary>
internal sealed record Flattening : SpatialEffect
{
    public override IReadOnlyList<DimensionExpression>? Apply(IReadOnlyList<DimensionExpression> sizes) => [];
}

/// <summary>Adaptive pooling: the sizes are given.</summary>
internal sealed record FixedSizes(IReadOnlyList<DimensionExpression> Sizes) : SpatialEffect
{
    public static FixedSizes? Read(TorchArguments arguments)
        => arguments.Sizes("output_size") is { } sizes
            ? new FixedSizes(sizes)
            : arguments.Find("output_size") is { } size
            ? new FixedSizes([Numbers.NumberOf(size)])
            : null;

    public override IReadOnlyList<DimensionExpression>? Apply(IReadOnlyList<DimensionExpression> sizes)
        => Sizes.Count == sizes.Count ? Sizes : Sizes.Count == 1 ? [.. sizes.Select(_ => Sizes[0])] : null;
}

/// <summary>A window that slides over the axes: ⌊(in + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1, or its transpose.</summary>
internal sealed record SlidingWindow(
    IReadOnlyList<DimensionExpression> Kernel,
    IReadOnlyList<DimensionExpression> Stride,
    IReadOnlyList<DimensionExpression> Padding,
    IReadOnlyList<DimensionExpression> Dilation,
    IReadOnlyList<DimensionExpression>? OutputPadding) : SpatialEffect
{
    private static readonly DimensionExpression One = DimensionExpression.Of(1);

    /// <summary>Reads the arguments of a convolution or of pooling; <see langword="null"/> where one cannot be read.</summary>
    public static SpatialEffect? Read(TorchArguments arguments, int axes, bool isPooling, bool isTransposed)
    {
        if (arguments.Axes("kernel_size", axes, null) is not { } kernel) return null;
        var named = arguments.Find("padding") as EnumValue;
        if (named is { Name: "Same" }) return None;
        if (arguments.Number("ceil_mode", 0).Value != 0) return null;
        var ones = Enumerable.Repeat(One, axes).ToList();
        var zeros = Enumerable.Repeat(DimensionExpression.Of(0), axes).ToList();
        var padding = named is { Name: "Valid" } ? zeros : arguments.Axes("padding", axes, zeros);
        if (arguments.Axes("stride", axes, isPooling
            ? kernel
            : ones) is not { } stride || padding is null || arguments.Axes("dilation", axes, ones) is not { } dilation)
            return null;
        return new SlidingWindow(kernel, stride, padding, dilation, isTransposed ? arguments.Axes("output_padding", axes, zeros) : null);
    }

    public override IReadOnlyList<DimensionExpression>? Apply(IReadOnlyList<DimensionExpression> sizes)
    {
        if (sizes.Count != Kernel.Count) return null;
        var result = new DimensionExpression[sizes.Count];
        for (var axis = 0; axis < result.Length; axis++)
        {
            var reach = Of(Multiply, Dilation[axis], Of(Subtract, Kernel[axis], One));
            var twice = Of(Multiply, DimensionExpression.Of(2), Padding[axis]);
            result[axis] = OutputPadding is { } extra
                ? Of(Add, Of(Add, Of(Subtract, Of(Multiply, Of(Subtract, sizes[axis], One), Stride[axis]), twice), reach), Of(Add, extra[axis], One))
                : Of(Add, Of(Divide, Of(Subtract, Of(Subtract, Of(Add, sizes[axis], twice), reach), One), Stride[axis]), One);
        }

        return result;
    }

    private static DimensionExpression Of(DimensionOperator operation, DimensionExpression left, DimensionExpression right)
        => OperationDimension.Apply(operation, left, right);
}
