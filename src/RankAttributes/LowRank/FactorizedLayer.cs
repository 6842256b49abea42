namespace RankAttributes;

/// <summary>The outcome for one layer of a model that was factorized.</summary>
/// <param name="Name">The layer's registered name, the first where it has several: <c>fc1</c>.</param>
/// <param name="Rank">The rank r of its weight, the largest of any group of a convolution.</param>
/// <param name="Outputs">Rows of its weight: output features or channels; input channels of a transposed convolution.</param>
/// <param name="Inputs">Columns of its weight: input features, or channels of a group times kernel area.</param>
/// <param name="IsReplaced">Whether two layers are now in its place, or one with fewer hidden units or channels.</param>
/// <param name="Reason">Why it was not replaced; empty where it was.</param>
public sealed record FactorizedLayer(string Name, int Rank, long Outputs, long Inputs, bool IsReplaced, string Reason)
{
    /// <summary>Weights before, without the bias.</summary>
    public long WeightsBefore => Outputs * Inputs;

    /// <summary>Weights now, without the bias.</summary>
    public long WeightsAfter => Weights ?? (!IsReplaced ? WeightsBefore : IsWhole ? OutputsAfter * InputsAfter : Rank * (OutputsAfter + Groups * InputsAfter));

    /// <summary>Weights now of a convolution along each axis, which its matrix does not tell; <see langword="null"/> for all other layers.</summary>
    internal long? Weights { get; init; }

    /// <summary>Rows of the weight now, or of the two layers' product: fewer where hidden units or channels after it were removed.</summary>
    public long OutputsAfter { get; init; } = Outputs;

    /// <summary>Columns of the weight now, or of the two layers' product: fewer where hidden units or channels before it were removed.</summary>
    public long InputsAfter { get; init; } = Inputs;

    /// <summary>Whether one layer with fewer hidden units or channels is in its place, and not two.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Groups of a convolution; 1 for other layers.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Properties of the layer that were lost, in words; empty where none was.</summary>
    public string Lost { get; init; } = "";
}
