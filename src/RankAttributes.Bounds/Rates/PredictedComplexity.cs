namespace RankAttributes.Bounds;

/// <summary>
/// A predicted sample complexity and where it comes from. It is a rate: the theorem's constants and logarithms are dropped.
/// Values beyond the range of a double read as <see cref="double.MaxValue"/>; none is ever NaN or infinite.
/// </summary>
public sealed record PredictedComplexity
{
    internal PredictedComplexity(double samples, double squaredComplexity, IReadOnlyList<double> contributions)
        => (Samples, SquaredComplexity, Contributions) = (samples, squaredComplexity, contributions);

    /// <summary>The predicted sample complexity N̂ = C·L·R²/g², in samples.</summary>
    public double Samples { get; }

    /// <summary>R², the sum over layers of Γ^(2p/(p+2)) · (r(m+n))^(2/(p+2)) · W^(p/(p+2)), unitless.</summary>
    public double SquaredComplexity { get; }

    /// <summary>The share of each layer in R², in [0, 1]; they add up to 1 unless every term is 0.</summary>
    public IReadOnlyList<double> Contributions { get; }

    /// <summary>The number of layers L.</summary>
    public int Depth => Contributions.Count;

    /// <summary>The index of the layer with the largest share, the first of equals.</summary>
    public int DominantLayer
    {
        get
        {
            var dominant = 0;
            for (var layer = 1; layer < Contributions.Count; layer++)
            {
                if (Contributions[layer] > Contributions[dominant]) dominant = layer;
            }

            return dominant;
        }
    }

    /// <summary>The generalization gap √(L/N)·R that the rate predicts at N samples; at 1 and above it is vacuous for a loss in [0, 1].</summary>
    /// <param name="samples">The number N &gt; 0 of training samples.</param>
    public double Gap(double samples)
        => Math.Sqrt(Depth / Guard.Positive(samples, nameof(samples))) * Math.Sqrt(SquaredComplexity);
}
