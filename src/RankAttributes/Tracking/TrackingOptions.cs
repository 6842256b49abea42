using RankAttributes.Bounds;
using RankAttributes.Declarations;
using TorchSharp;

namespace RankAttributes.Tracking;

/// <summary>
/// Inputs of the bounds apart from the weights. Values that are not given come from the declarations that were compiled with the model, by
/// <see cref="TrainingDataAttribute"/> or in its configuration, or, where a rate allows it, from a measurement.
/// </summary>
/// <exception cref="ArgumentOutOfRangeException">A value is outside the range that its property states.</exception>
public sealed record TrackingOptions
{
    private readonly long? samples;
    private readonly double? inputNorm, margin, activationLipschitz;
    private readonly double p = 1;
    private readonly double marginCost = 0.01;
    private readonly int spectralNormInterval = 32;

    /// <summary>The name of the run in logs, metrics and pages; the name of the model's class where it is not given.</summary>
    public string? Name { get; init; }

    /// <summary>The number N ≥ 1 of independent training samples. Augmented copies are not independent.</summary>
    public long? Samples { get => samples; init
        => samples = value is null or >= 1 ? value : throw OutOfRange(nameof(Samples), value, DeclaredValue.Samples.Range); }

    /// <summary>
    /// A bound B &gt; 0 on the Euclidean norm of every input, known beforehand: pixels in [0, 1] of a 28 × 28 image give 28. A certificate needs
    /// it; a rate takes the largest norm that was measured where it is not given.
    /// </summary>
    public double? InputNorm { get => inputNorm; init => inputNorm = Positive(nameof(InputNorm), value); }

    /// <summary>The margin γ &gt; 0 in units of the logits; where it is not given, the measured one: see <see cref="MarginCost"/>.</summary>
    public double? Margin { get => margin; init => margin = Positive(nameof(Margin), value); }

    /// <summary>The margin is chosen as the largest that costs at most this share of training accuracy, in [0, 1); 0.01 by default.</summary>
    public double MarginCost
    {
        get => marginCost;
        init => marginCost = value is >= 0 and < 1 ? value : throw OutOfRange(nameof(MarginCost), value, "in [0, 1)");
    }

    /// <summary>The Schatten index p in (0, 2] of weights that declare none; 1 by default.</summary>
    public double P { get => p; init => p = DeclaredValue.Index.Require(value, nameof(P)); }

    /// <summary>
    /// A model of the same shapes whose weights now are the reference M: give the model itself at the start of training to measure the distance
    /// from initialization. The weights are copied. A snapshot then also decomposes A − M, which doubles its cost.
    /// </summary>
    public torch.nn.Module? Reference { get; init; }

    /// <summary>
    /// States that every operation between two weight matrices is Lipschitz with this constant ρ &gt; 0 and maps 0 to 0, and that the matrices
    /// are in the order in which they are registered. Where it is not given, both are read off the measured samples.
    /// </summary>
    public double? ActivationLipschitz { get => activationLipschitz; init => activationLipschitz = Positive(nameof(ActivationLipschitz), value); }

    /// <summary>In how many calls of <see cref="BoundTracker.EstimateSpectralNorms"/> each weight is looked at once; at least 1.</summary>
    public int SpectralNormInterval
    {
        get => spectralNormInterval;
        init => spectralNormInterval = value >= 1 ? value : throw OutOfRange(nameof(SpectralNormInterval), value, "at least 1");
    }

    /// <summary>How a certificate's ε is shared out among the layers; by default in the way that is never looser.</summary>
    public EpsilonAllocation Allocation { get; init; } = EpsilonAllocation.Proportional;

    /// <summary>
    /// Receives, once each, what tracking could not do: a full disk, a locked file, weights without a spectrum. Training continues, also where this throws.
    /// By default a line on standard error that begins with <c>RankAttributes:</c>. With a logger: <c>problem =&gt; logger.LogWarning("{Problem}",
    /// problem)</c>.
    /// </summary>
    public Action<string> OnProblem { get; init => field = value ?? WriteLine; } = WriteLine;

    /// <summary>These options, completed with the values that the model's source declares.</summary>
    internal TrackingOptions WithDeclared(torch.nn.Module model)
    {
        var declared = (model as IRankRegularized)?.DeclaredTraining;
        return declared is null ? this : this with
        {
            Samples = Samples ?? (declared.Samples > 0 ? declared.Samples : null),
            InputNorm = InputNorm ?? (declared.InputNorm > 0 ? declared.InputNorm : null),
            Margin = Margin ?? (declared.Margin > 0 ? declared.Margin : null),
        };
    }

    private static void WriteLine(string problem) => Console.Error.WriteLine($"RankAttributes: {problem}");

    private static double? Positive(string name, double? value)
        => value is null || (value > 0 && double.IsFinite(value.Value)) ? value : throw OutOfRange(name, value, "finite and above 0, or null");

    private static ArgumentOutOfRangeException OutOfRange(string name, object? value, string range)
        => new(name, value, FormattableString.Invariant($"{name} must be {range}; it is {value}."));
}
