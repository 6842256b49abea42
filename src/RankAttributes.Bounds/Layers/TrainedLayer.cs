namespace RankAttributes.Bounds;

/// <summary>A layer after training: the shape and the singular values of its matrix, and how it carries a change. Immutable.</summary>
public sealed record TrainedLayer
{
    private readonly double[] singularValues;
    private readonly double lipschitz = 1;
    private readonly double? biasNorm;
    private readonly long spatialWidth = 1;
    private readonly long overlap = 1;
    private readonly double[]? distance;

    // A place of its own, so that what is computed late plays no part in the equality of records.
    private readonly double[]?[] gridRanks = [null];

    /// <summary>Makes a layer of an m × n matrix.</summary>
    /// <param name="outputs">Rows m ≥ 1.</param>
    /// <param name="inputs">Columns n ≥ 1.</param>
    /// <param name="singularValues">min(m, n) values, finite and at least 0, in any order. They are copied.</param>
    /// <exception cref="ArgumentException">The count of values is not min(m, n), or one is negative or not finite.</exception>
    public TrainedLayer(long outputs, long inputs, IReadOnlyList<double> singularValues)
    {
        Outputs = Guard.AtLeastOne(outputs, nameof(outputs));
        Inputs = Guard.AtLeastOne(inputs, nameof(inputs));
        if (singularValues is null) throw new ArgumentNullException(nameof(singularValues));
        if (singularValues.Count != Math.Min(outputs, inputs))
            throw new ArgumentException(
                $"singularValues has {singularValues.Count} values; a matrix of {outputs} × {inputs} has {Math.Min(outputs, inputs)}.", nameof(singularValues));
        this.singularValues = SpectralMeasures.Sorted(singularValues);
    }

    /// <summary>Rows m ≥ 1.</summary>
    public long Outputs { get; }

    /// <summary>Columns n ≥ 1.</summary>
    public long Inputs { get; }

    /// <summary>The values without the wrapper that keeps callers from changing them.</summary>
    internal double[] Values => singularValues;

    /// <summary>σ₁ ≥ σ₂ ≥ ….</summary>
    public IReadOnlyList<double> SingularValues => Array.AsReadOnly(singularValues);

    /// <summary>The number w ≥ 1 of spatial positions of the layer's output; 1 for a linear layer.</summary>
    public long SpatialWidth { get => spatialWidth; init => spatialWidth = Guard.AtLeastOne(value, nameof(SpatialWidth)); }

    /// <summary>The Lipschitz constant ρ ≥ 0 of the activation after the layer; 1 by default.</summary>
    public double Lipschitz { get => lipschitz; init => lipschitz = Guard.NotNegative(value, nameof(Lipschitz)); }

    /// <summary>The overlap κ ≥ 1 of a convolution; 1 for a linear layer.</summary>
    public long Overlap { get => overlap; init => overlap = Guard.AtLeastOne(value, nameof(Overlap)); }

    /// <summary>The Euclidean norm of the bias, or <see langword="null"/> where there is none.</summary>
    public double? BiasNorm { get => biasNorm; init => biasNorm = value is { } norm ? Guard.NotNegative(norm, nameof(BiasNorm)) : null; }

    /// <summary>
    /// The singular values of A − M, M a reference matrix that was fixed before training (the initialization, say), or
    /// <see langword="null"/> for M = 0. They make the effective rank of the rate, ‖A − M‖_Sp^p / ‖A‖^p; the certificate does not use them.
    /// </summary>
    public IReadOnlyList<double>? DistanceFromReference
    {
        get => distance is null ? null : Array.AsReadOnly(distance);
        init => (distance, gridRanks) = (value is null ? null : SpectralMeasures.Sorted(value), [null]);
    }

    /// <summary>Why no Lipschitz constant bounds the layer, or <see langword="null"/> where one does.</summary>
    public string? LipschitzObstacle { get; init; }

    /// <summary>The layer as the rate takes it at index p: the measured norm, and the measured p-effective rank as its budget.</summary>
    /// <param name="p">The Schatten index in [0, 2].</param>
    public LayerConstraint ToConstraint(double p) => ToConstraint(Guard.Index(p, nameof(p)), EffectiveRank(p));

    /// <summary>The same where the p-effective rank is known.</summary>
    internal LayerConstraint ToConstraint(double p, double effectiveRank) => new(Outputs, Inputs)
    {
        P = p,
        Rank = effectiveRank,
        SpectralNorm = singularValues[0],
        SpatialWidth = SpatialWidth,
        Lipschitz = Lipschitz,
        Overlap = Overlap,
        BiasNorm = BiasNorm,
        LipschitzObstacle = LipschitzObstacle,
    };

    /// <summary>r_p = ‖A − M‖_Sp^p / ‖A‖^p; 0 where A is 0, whose term of the rate is 0 as well.</summary>
    internal double EffectiveRank(double p) => distance is null || singularValues[0] == 0
        ? SpectralMeasures.EffectiveRank(singularValues, p)
        : LogArithmetic.FiniteExp(SpectralMeasures.LogSchattenPower(distance, p) - (p * Math.Log(singularValues[0])));

    /// <summary>r_p at p = 0, 2/steps, …, 2, computed once: a power of each value, and products of it.</summary>
    internal double[] EffectiveRanks(int steps)
    {
        if (gridRanks[0]?.Length == steps + 1) return gridRanks[0]!;
        var ranks = new double[steps + 1];
        var norm = singularValues[0];
        foreach (var value in distance ?? singularValues)
        {
            if (value <= 0 || norm == 0) continue;
            var root = Math.Pow(value / norm, 2.0 / steps);
            var power = 1.0;
            for (var step = 0; step <= steps; step++, power *= root) ranks[step] += power;
        }

        for (var step = 0; step <= steps; step++) ranks[step] = Math.Min(ranks[step], double.MaxValue);
        return gridRanks[0] = ranks;
    }
}
