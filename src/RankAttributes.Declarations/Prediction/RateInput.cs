using RankAttributes.Bounds;

namespace RankAttributes.Declarations;

/// <summary>A declared network as the bounds library takes it: the layers that count, and Γ, C and g.</summary>
internal sealed class RateInput
{
    private readonly LayerDeclaration[] counted;

    private RateInput(LayerDeclaration[] counted, TrainingDataDeclaration? data)
    {
        this.counted = counted;
        var logFactor = DeclaredNorms.LogFactor(counted, data);
        UsesNorms = logFactor is not null;
        Layers = [.. counted.Select(layer => Constraint(layer, UsesNorms))];
        Options = new RateOptions
        {
            LogNormFactor = logFactor ?? 0,
            Constant = OrOne(DeclaredValue.Constant, data?.Constant),
            TargetGap = OrOne(DeclaredValue.TargetGap, data?.TargetGap),
        };
    }

    /// <summary>
    /// Whether Γ is known. Where it is not, every index counts as 0: the estimate is then C·L·Σ r(m + n)/g², which needs neither norms nor
    /// spatial widths.
    /// </summary>
    public bool UsesNorms { get; }

    /// <summary>The constraints of the layers that count, from input to output.</summary>
    public LayerConstraint[] Layers { get; }

    /// <summary>Γ, C and g.</summary>
    public RateOptions Options { get; }

    /// <summary>The constraints with their declared indices and norms, which the rate keeps apart in Γ.</summary>
    public LayerConstraint[] WithNorms => [.. counted.Select(layer => Constraint(layer, usesNorms: true) with { SpectralNorm = layer.Settings.SpectralNorm })];

    /// <summary>Whether a spatial width that enters the estimate is not known.</summary>
    public bool LacksWidth => UsesNorms && counted.Any(layer => !layer.IsWidthKnown);

    /// <summary>The input, or <see langword="null"/> where no layer counts or a declared value is out of range.</summary>
    public static RateInput? Of(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        var counted = model.Layers.Where(layer => layer.IsResolved).Select(layer => layer.WithNorm(data)).ToArray();
        return counted.Length > 0 && model.Layers.All(layer => layer.IsUsable) ? new RateInput(counted, data) : null;
    }

    /// <summary>The prediction, with the layers changed where a change is given.</summary>
    public PredictedComplexity Predict(Func<LayerConstraint, LayerConstraint>? change = null)
        => SampleComplexity.Predict(change is null ? Layers : [.. Layers.Select(change)], Options);

    /// <summary>The largest rank at which the network fits; <see langword="null"/> where not even rank 1 does.</summary>
    /// <param name="samples">N ≥ 1.</param>
    /// <param name="only">The position of the one layer whose rank is chosen; <see langword="null"/> for one rank of all.</param>
    public long? LargestRankThatFits(long samples, int? only = null) => SampleComplexity.LargestRankThatFits(
        only is null ? Layers : [.. Layers.Select((layer, index) => layer with { IsRankFixed = layer.IsRankFixed || index != only })], samples, Options);

    private static LayerConstraint Constraint(LayerDeclaration layer, bool usesNorms) => new(layer.Outputs.Value!.Value, layer.Inputs.Value!.Value)
    {
        P = usesNorms ? layer.Settings.P : 0,
        Rank = layer.RankBudget!.Value,
        SpatialWidth = usesNorms && layer.Kind.IsConvolution() ? Math.Max(layer.SpatialWidth, 1) : 1,
        IsRankFixed = layer.IsIgnored,
    };

    private static double OrOne(DeclaredValue value, double? declared) => declared is { } given && value.Contains(given) ? given : 1;
}
