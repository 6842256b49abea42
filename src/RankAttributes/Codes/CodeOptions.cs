namespace RankAttributes.Codes;

/// <summary>The facts about a model that a code needs apart from the module itself. All of it is fixed before the data are seen, or counted.</summary>
public sealed record CodeOptions
{
    /// <summary>
    /// The shape of one sample without the batch axis. With it the hidden units that may be listed in any order are found, which makes
    /// the description shorter; <see langword="null"/> for none.
    /// </summary>
    public IReadOnlyList<long>? InputShape { get; init; }

    /// <summary>
    /// The natural numbers, each at least 1, that tell this model from the others you could have reported: widths, ranks, repetitions, the
    /// index of a seed. They are written to the file and counted. Empty where the class was fixed before the data.
    /// </summary>
    public IReadOnlyList<long> Architecture { get; init; } = [];

    /// <summary>
    /// Whether every tensor has a scale 2^(j/4) of its own, which is counted. <see langword="false"/> where normalization makes scales
    /// irrelevant and weights are initialized with a deviation of about 1: then a step is 1 for weights and ½ for biases.
    /// </summary>
    public bool HasScales { get; init; } = true;

    /// <summary>Names of buffers that the constructor computes without data, such as fixed filters. Any other buffer is refused.</summary>
    public IReadOnlyList<string> FixedBuffers { get; init; } = [];

    /// <summary>δ in (0, 1): the probability over the draw of the training set with which the statement may fail. 0.05 by default.</summary>
    public double Delta { get; init; } = 0.05;

    /// <summary>
    /// A sample counts as an error where its class does not lead by more than this share of the mean absolute logit, so that other hardware and
    /// batch sizes are covered. 0.001 by default.
    /// </summary>
    public double TieTolerance { get; init; } = 1e-3;
}
