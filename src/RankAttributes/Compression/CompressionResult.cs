using RankAttributes.Compression;

namespace RankAttributes;

/// <summary>The result of a compression: figures before and after. <see cref="ToString"/> is a table for a terminal.</summary>
public sealed class CompressionResult
{
    internal CompressionResult(IReadOnlyList<CompressedLayer> layers) => Layers = layers;

    /// <summary>Every linear layer and convolution, those that stay with the reason.</summary>
    public IReadOnlyList<CompressedLayer> Layers { get; }

    /// <summary>The result of <c>evaluate</c> for the model as it was.</summary>
    public double AccuracyBefore { get; internal init; }

    /// <summary>The result of <c>evaluate</c> for the compressed model, after tuning unless that was undone.</summary>
    public double AccuracyAfter { get; internal init; }

    /// <summary>Whether tuning made the compressed model worse, so that it has the weights from before.</summary>
    public bool IsTuningUndone { get; internal init; }

    /// <summary>Entries of all parameters before.</summary>
    public long ParametersBefore { get; internal init; }

    /// <summary>Entries of all parameters now.</summary>
    public long ParametersAfter { get; internal init; }

    /// <summary>Bytes of all parameters and buffers before: the size of a checkpoint without its names.</summary>
    public long BytesBefore { get; internal init; }

    /// <summary>Bytes of all parameters and buffers now.</summary>
    public long BytesAfter { get; internal init; }

    /// <summary>
    /// Multiplications and additions of one sample in the layers listed, before; but for those whose holder can hold nothing else, because what
    /// passes them was not seen.
    /// </summary>
    public long MultiplyAddsBefore => Layers.Sum(layer => layer.MultiplyAddsBefore);

    /// <summary>Multiplications and additions of one sample in the same layers, now.</summary>
    public long MultiplyAddsAfter => Layers.Sum(layer => layer.MultiplyAddsAfter);

    /// <summary>Measured times; empty where no inputs were given.</summary>
    public IReadOnlyList<InferenceTime> Times { get; internal init; } = [];

    /// <summary>Whether activations of samples decided on the ranks; else the plain singular values did.</summary>
    public bool IsWeightedByActivations { get; internal init; }

    /// <summary>The same figures as a Markdown table, for a pull request or a model card.</summary>
    public string ToMarkdown() => CompressionTable.Markdown(this);

    /// <summary>A table with a row for each layer, and the totals.</summary>
    public override string ToString() => CompressionTable.Text(this);
}

/// <summary>One layer of a model that was compressed.</summary>
/// <param name="Name">The registered name: <c>fc1</c>.</param>
/// <param name="Outputs">Rows of its weight matrix.</param>
/// <param name="Inputs">Columns of its weight matrix.</param>
/// <param name="Rank">The rank of the two layers in its place; <see langword="null"/> where it stays.</param>
/// <param name="WeightsBefore">Entries of its weight before.</param>
/// <param name="WeightsAfter">Entries of its weight, or of the two in its place, now.</param>
/// <param name="Positions">How often a sample passes it: 1 for a linear layer on vectors, tokens or pixels otherwise; 0 where none was seen to.</param>
/// <param name="LostEnergy">
/// The share of ‖AX‖² that the rank and the units or channels removed before it leave out, X being the activations that enter, before tuning; of ‖A‖²
/// where none were seen.
/// </param>
/// <param name="Reason">Why it stays; empty where it was replaced.</param>
public sealed record CompressedLayer(
    string Name, long Outputs, long Inputs, int? Rank, long WeightsBefore, long WeightsAfter, long Positions, double LostEnergy, string Reason)
{
    /// <summary>Rows of the weight matrix now, or of the two layers' product: fewer where hidden units or channels after it were removed.</summary>
    public long OutputsAfter { get; init; } = Outputs;

    /// <summary>Columns of the weight matrix now, or of the two layers' product: fewer where hidden units or channels before it were removed.</summary>
    public long InputsAfter { get; init; } = Inputs;

    /// <summary>Whether the two layers are a convolution along each axis; else the second is of a single point.</summary>
    public bool IsSeparable { get; init; }

    /// <summary>Whether its outputs are channels.</summary>
    internal bool IsConvolution { get; init; }

    /// <summary>Multiplications and additions of one sample, before.</summary>
    public long MultiplyAddsBefore => WeightsBefore * Positions;

    /// <summary>Multiplications and additions of one sample, now.</summary>
    public long MultiplyAddsAfter => WeightsAfter * Positions;
}

/// <summary>The time of one forward pass, the least of several that took turns.</summary>
/// <param name="Batch">Samples in the batch.</param>
/// <param name="Before">Milliseconds of the model as it was.</param>
/// <param name="After">Milliseconds of the compressed model.</param>
public sealed record InferenceTime(int Batch, double Before, double After)
{
    /// <summary>How many times faster the compressed model is.</summary>
    public double Speedup => Before / After;
}
