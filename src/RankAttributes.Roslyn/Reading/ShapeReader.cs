using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The matrix a factory call makes, as THEORY's section 1 defines it for each kind of layer.</summary>
internal static class ShapeReader
{
    public static (DimensionExpression Outputs, DimensionExpression Inputs) Read(LayerKind kind, IInvocationOperation creation) => kind switch
    {
        LayerKind.Linear => (Scalar(creation, "outputSize"), Scalar(creation, "inputSize")),
        LayerKind.Embedding => (Scalar(creation, "num_embeddings"), Scalar(creation, "embedding_dims")),
        _ => (Scalar(creation, "out_channels"), PatchSize(kind, creation)),
    };

    private static DimensionExpression PatchSize(LayerKind kind, IInvocationOperation creation)
    {
        var axes = kind switch { LayerKind.Conv1d => 1, LayerKind.Conv2d => 2, _ => 3 };
        if (Scalar(creation, "in_channels") is not ConstantDimension channels) return Scalar(creation, "in_channels");
        if (Scalar(creation, "groups") is not ConstantDimension groups) return Scalar(creation, "groups");
        if (groups.Number <= 0) return DimensionExpression.Unknown("the number of groups is not positive");
        if (KernelArea(creation, axes) is not { } area) return DimensionExpression.Unknown("the kernel size is not a constant");
        return DimensionExpression.Of(channels.Number / groups.Number * area);
    }

    private static long? KernelArea(IInvocationOperation creation, int axes)
    {
        if (Value(creation, "kernel_size") is not { } kernel) return null;
        if (Unwrap(kernel) is ITupleOperation tuple)
        {
            var area = 1L;
            foreach (var element in tuple.Elements)
            {
                if (Constant(element) is not { } size) return null;
                area *= size;
            }

            return area;
        }

        return Constant(kernel) is { } side ? Power(side, axes) : null;
    }

    private static DimensionExpression Scalar(IInvocationOperation creation, string parameter)
        => Value(creation, parameter) is { } value && Constant(value) is { } number
            ? DimensionExpression.Of(number)
            : DimensionExpression.Unknown($"'{parameter}' is not a constant");

    private static IOperation? Value(IInvocationOperation creation, string parameter)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Name == parameter) return argument.Value;
        }

        return null;
    }

    private static long? Constant(IOperation operation) => Unwrap(operation).ConstantValue is { HasValue: true, Value: { } value }
        ? value switch { int number => number, long number => number, _ => null }
        : null;

    private static IOperation Unwrap(IOperation operation)
        => operation is IConversionOperation conversion ? Unwrap(conversion.Operand) : operation;

    private static long Power(long side, int axes)
    {
        var area = 1L;
        for (var axis = 0; axis < axes; axis++) area *= side;
        return area;
    }
}
