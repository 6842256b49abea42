using RankAttributes.Declarations;
using static RankAttributes.Declarations.DimensionOperator;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>How a module changes the sizes of an input's spatial axes; the channels are the weight's own affair.</summary>
internal abstract record SpatialEffect
{
    /// <summary>Activations, normalizations, dropout.</summary>
    public static readonly SpatialEffect None = new Unchanged();

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
    public static SpatialEffect? Read(IReadOnlyDictionary<string, Value> arguments, int axes, bool isPooling, bool isTransposed)
    {
        if (Axes(arguments, "kernel_size", axes, null) is not { } kernel) return null;
        if (arguments.TryGetValue("padding", out var named) && named is TextValue { Text: "Same" }) return None;
        if (arguments.TryGetValue("ceil_mode", out var ceiling) && Interpreter.NumberOf(ceiling).Value != 0) return null;
        var ones = Enumerable.Repeat(One, axes).ToList();
        var zeros = Enumerable.Repeat(DimensionExpression.Of(0), axes).ToList();
        var padding = named is TextValue { Text: "Valid" } ? zeros : Axes(arguments, "padding", axes, zeros);
        if (Axes(arguments, "stride", axes, Axes(arguments, "strides", axes, isPooling ? kernel : ones)) is not { } stride || padding is null || Axes(arguments, "dilation", axes, ones) is not { } dilation) return null;
        return new SlidingWindow(kernel, stride, padding, dilation, isTransposed ? Axes(arguments, "output_padding", axes, zeros) : null);
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

    /// <summary>One size for each axis: from a tuple or array, or the same number for all; <see langword="null"/> where one cannot be read.</summary>
    public static IReadOnlyList<DimensionExpression>? Axes(IReadOnlyDictionary<string, Value> arguments, string name, int axes, IReadOnlyList<DimensionExpression>? usual)
    {
        if (!arguments.TryGetValue(name, out var value) || value is NullValue) return usual;
        var sizes = value is ListValue list ? list.Items.Select(Interpreter.NumberOf).ToList() : Enumerable.Repeat(Interpreter.NumberOf(value), axes).ToList();
        if (sizes.Count == 1) sizes = [.. Enumerable.Repeat(sizes[0], axes)];
        return sizes.Count == axes && sizes.All(size => size.UnknownReason is null) ? sizes : null;
    }

    private static DimensionExpression Of(DimensionOperator operation, DimensionExpression left, DimensionExpression right) => OperationDimension.Apply(operation, left, right);
}
