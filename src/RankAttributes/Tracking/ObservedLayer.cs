using RankAttributes.Tracking.Samples;

namespace RankAttributes.Tracking;

/// <summary>Measurements of one layer by the samples that passed it.</summary>
public sealed record ObservedLayer
{
    internal ObservedLayer(string name) => Name = name;

    /// <summary>The module's registered name: <c>fc1</c>.</summary>
    public string Name { get; }

    /// <summary>B_{ℓ−1}: the largest Euclidean norm of what enters the layer, of a patch for a convolution.</summary>
    public double ActivationNorm { get; init; }

    /// <summary>The number w of spatial positions of its output; 1 for a linear layer.</summary>
    public long SpatialWidth { get; init; } = 1;

    /// <summary>The operation between it and the next: <c>relu, flatten</c>; <see langword="null"/> where that is nothing known.</summary>
    public string? FollowedBy { get; init; }

    /// <summary>The Lipschitz constant ρ of what follows; <see langword="null"/> where it is not known.</summary>
    public double? Lipschitz { get; init; }

    /// <summary>The bottleneck rank, where it was asked for.</summary>
    public ActivationRanks? Activations { get; init; }

    /// <summary>The matrix that the bottleneck rank is computed from.</summary>
    internal GramMatrix? Gram { get; init; }
}
