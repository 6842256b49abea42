namespace RankAttributes.Declarations;

/// <summary>
/// What is predicted for a declared network: the one computation behind the compiler's messages, the hover, the generated constants and
/// the build's report.
/// </summary>
internal sealed class ModelPrediction
{
    // A model that needs exactly N samples fits, whatever exp and log round; the largest rank that fits allows as much.
    private const double Rounding = 1e-12;

    private ModelPrediction(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        (Model, Data, Rate) = (model, data, RateInput.Of(model, data));
        var predicted = Rate?.Predict();
        Samples = predicted?.Samples;
        Gap = predicted is not null && HasSamples ? Math.Sqrt(Rate!.Options.Constant) * predicted.Gap(data!.Samples) : null;
        var entered = 0;
        Layers = [.. model.Layers.Select(layer => predicted is not null && layer.IsResolved
            ? new LayerPrediction(
                layer.WithNorm(data), layer.RankBudget, predicted.Contributions[entered], predicted.Contributions[entered++] * predicted.Samples)
            : new LayerPrediction(layer.WithNorm(data), null, null, null))];
    }

    /// <summary>The network.</summary>
    public ModelDeclaration Model { get; }

    /// <summary>What is declared about the training data; <see langword="null"/> where nothing is.</summary>
    public TrainingDataDeclaration? Data { get; }

    /// <summary>Every declared layer, from input to output.</summary>
    public IReadOnlyList<LayerPrediction> Layers { get; }

    /// <summary>The layers that enter the estimate.</summary>
    public IEnumerable<LayerPrediction> Counted => Layers.Where(layer => layer.Share is not null);

    /// <summary>N̂, a rate with constants dropped; <see langword="null"/> where nothing is predicted.</summary>
    public double? Samples { get; }

    /// <summary>The generalization gap √(C·L/N)·R that the rate predicts at N; <see langword="null"/> where N or R is unknown.</summary>
    public double? Gap { get; }

    /// <summary>Whether N is declared.</summary>
    public bool HasSamples => Data is { Samples: >= 1 };

    /// <summary>N̂ compared with N.</summary>
    public Verdict Verdict => Samples is not { } samples ? Verdict.NotPredicted
        : !HasSamples ? Verdict.DatasetSizeUnknown
        : samples <= Data!.Samples * (1 + Rounding) ? Verdict.Fits : Verdict.TooFewSamples;

    /// <summary>Whether Γ is known and enters the estimate.</summary>
    public bool UsesNorms => Rate is { UsesNorms: true };

    /// <summary>Whether a layer or a spatial width is unknown, so that the true value is larger.</summary>
    public bool IsLowerEstimate => !Model.IsResolved || Rate is { LacksWidth: true };

    /// <summary>Whether a layer is of a kind that the theorem does not cover.</summary>
    public bool IsExtrapolated => Model.Layers.Any(layer => layer.IsResolved && !layer.Kind.IsCoveredByTheorem());

    /// <summary>
    /// The largest single rank r at which the model fits, every budget being min(its own, r); <see langword="null"/> where N is unknown or not
    /// even rank 1 fits.
    /// </summary>
    public long? LargestRankThatFits => HasSamples ? Rate?.LargestRankThatFits(Data!.Samples) : null;

    /// <summary>Whether some budget is below full rank, so that the estimate holds only for weights that stay within it.</summary>
    public bool HasBudgets => Counted.Any(layer => layer.RankBudget < layer.Declared.FullRank);

    /// <summary>The layer with the largest share, the first of equals; <see langword="null"/> where nothing is predicted.</summary>
    public LayerPrediction? Dominant => Counted.OrderByDescending(layer => layer.Share).FirstOrDefault();

    /// <summary>The network as the bounds library takes it; <see langword="null"/> where nothing is predicted.</summary>
    internal RateInput? Rate { get; }

    /// <summary>Predicts.</summary>
    public static ModelPrediction Of(ModelDeclaration model, TrainingDataDeclaration? data) => new(model, data);

    /// <summary>The largest rank of the dominant layer alone at which the model fits; <see langword="null"/> where none does.</summary>
    public long? LargestRankOfDominant()
    {
        var counted = Counted.ToList();
        return HasSamples && Dominant is { } dominant ? Rate!.LargestRankThatFits(Data!.Samples, counted.FindIndex(layer => ReferenceEquals(layer, dominant)))
            : null;
    }
}
