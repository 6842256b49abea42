using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading.Interpretation;

/// <summary>What an expression of a constructor stands for, as far as layers and their dimensions depend on it.</summary>
internal abstract record Value
{
    /// <summary>The reason for what the compiler's own error stands at.</summary>
    public const string BeingTyped = "it is still being typed";

    public static Value Number(long value) => new NumberValue(DimensionExpression.Of(value));

    public static Value Unknown(string reason) => new UnknownValue(reason);
}

/// <summary>An integer or a truth value (0 is false).</summary>
internal sealed record NumberValue(DimensionExpression Expression) : Value;

/// <summary>A floating-point number that is known.</summary>
internal sealed record RealValue(double Real) : Value;

internal sealed record TextValue(string Text) : Value;

internal sealed record NullValue : Value;

/// <summary>The instance under construction.</summary>
internal sealed record ThisValue : Value;

/// <summary>A parameter that is no number, or what hangs on it: its members and elements are symbols with that path.</summary>
internal sealed record PathValue(string Path) : Value;

internal sealed record FunctionValue(IAnonymousFunctionOperation Function) : Value;

/// <summary>An array, list, tuple or record: elements by position, members by name.</summary>
internal sealed record ListValue(List<Value> Items) : Value
{
    public Dictionary<string, Value> Members { get; } = new(StringComparer.Ordinal);
}

/// <summary>Something that cannot be read from the class, and why.</summary>
internal sealed record UnknownValue(string Reason) : Value
{
    /// <summary>The integer that cannot be read, as the source writes it.</summary>
    public string? Expression { get; init; }
}

/// <summary>One of two values by a condition that has no value yet; both are kept.</summary>
internal sealed record ConditionalValue(DimensionExpression Condition, Value Then, Value Else) : Value;

/// <summary>A value that is made once for each of a number of passes that has no value yet.</summary>
internal sealed record RepeatedValue(DimensionExpression Count, Value Once) : Value;

/// <summary>A module without a weight of two dimensions: an activation, a normalization, pooling.</summary>
/// <param name="Effect">What it does to spatial axes; <see langword="null"/> where that cannot be told.</param>
internal sealed record WeightlessValue(SpatialEffect? Effect) : Value;

/// <summary>A tensor on its way through <c>forward</c>: the sizes of its spatial axes; <see langword="null"/> where they are not known.</summary>
internal sealed record TensorValue(IReadOnlyList<DimensionExpression>? Sizes) : Value
{
    /// <summary>The linear layer that it has just come out of, unchanged since.</summary>
    public LinearOutput? Source { get; init; }
}

/// <summary>
/// The matrices that one weight tensor of a layer stands for: the tensor's name below the layer's, the shape of each, and
/// <see langword="null"/> where the tensor is the matrix, else how many it is stacked of (gates, projections, leading axes).
/// </summary>
internal sealed record MatrixShape(string Suffix, DimensionExpression Outputs, DimensionExpression Inputs, DimensionExpression? Count = null);

/// <summary>A layer of TorchSharp with its weight matrices.</summary>
internal sealed record LayerValue(LayerKind Kind, IReadOnlyList<MatrixShape> Matrices) : Value
{
    /// <summary>What a convolution does to spatial axes.</summary>
    public SpatialEffect? Effect { get; init; }

    /// <summary>Whether the layer is known to have no bias.</summary>
    public bool IsBiasFree { get; init; }

    /// <summary>The number of spatial positions behind the layer, once <c>forward</c> was followed through it.</summary>
    public DimensionExpression? SpatialWidth { get; set; }
}

/// <summary>A parameter made by hand, with the sizes of its axes.</summary>
internal sealed record ParameterValue(IReadOnlyList<DimensionExpression> Shape) : Value;

/// <summary>A <c>Sequential</c>, <c>ModuleList</c> or <c>ModuleDict</c>: children under the names they are registered with.</summary>
internal sealed record ContainerValue(List<KeyValuePair<string, Value>> Children) : Value;

/// <summary>A module class of the user, created with these arguments by parameter name.</summary>
internal sealed record SubmoduleValue(INamedTypeSymbol Type, IMethodSymbol? Constructor, IReadOnlyDictionary<string, Value> Arguments) : Value;
