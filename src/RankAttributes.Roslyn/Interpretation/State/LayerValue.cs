using System.Runtime.CompilerServices;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// The matrices that one weight tensor of a layer stands for: the tensor's name below the layer's, the shape of each, and
/// <see langword="null"/> where the tensor is the matrix, else how many it is stacked of (gates, projections, leading axes).
/// </summary>
internal sealed record MatrixShape(string Suffix, DimensionExpression Outputs, DimensionExpression Inputs, DimensionExpression? Count = null)
{
    /// <summary>What made the matrix, where it is not what made the layer: attention inside a transformer.</summary>
    public LayerKind? Kind { get; init; }
}

/// <summary>A layer of TorchSharp with its weight matrices; two of the same shape are still two.</summary>
internal sealed record LayerValue(LayerKind Kind, IReadOnlyList<MatrixShape> Matrices) : Value
{
    /// <summary>The module's type.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the store keeps the weights that were replaced after the layer was made.</summary>
    public int Id { get; init; } = -1;

    /// <summary>What a convolution does to spatial axes.</summary>
    public SpatialEffect? Effect { get; init; }

    /// <summary>Whether the layer is known to have no bias.</summary>
    public bool IsBiasFree { get; init; }

    /// <summary>The sizes that the module shows as properties: <c>out_channels</c>.</summary>
    public IReadOnlyDictionary<string, DimensionExpression> Properties { get; init; } = new Dictionary<string, DimensionExpression>();

    /// <summary>The weight tensors by name, in the shape that TorchSharp gives them.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Tensors { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>The number of spatial positions behind the layer, once <c>forward</c> was followed through it.</summary>
    public DimensionExpression? SpatialWidth { get; set; }

    public bool Equals(LayerValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
