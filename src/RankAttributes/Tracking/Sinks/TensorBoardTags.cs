namespace RankAttributes.Tracking.Sinks;

/// <summary>What the curves are called: TensorBoard makes a group of all tags with the same first part.</summary>
internal static class TensorBoardTags
{
    /// <summary>The curves of a snapshot; what is not known has none.</summary>
    public static IEnumerable<(string Tag, double Value)> Scalars(BoundSnapshot snapshot)
        => Training(snapshot).Concat(snapshot.Bounds.SelectMany(Bound)).Concat(snapshot.Layers.SelectMany(Layer))
            .Where(scalar => scalar.Value is not null)
            .Select(scalar => (scalar.Tag, scalar.Value!.Value));

    /// <summary>The tag of a weight's histogram.</summary>
    public static string Spectrum(LayerSnapshot layer) => $"singular_values/{NameOf(layer)}";

    private static IEnumerable<(string Tag, double? Value)> Training(BoundSnapshot snapshot) =>
    [
        ("training/epoch", snapshot.Progress.Epoch),
        ("loss/train", snapshot.Progress.TrainLoss),
        ("loss/test", snapshot.Progress.TestLoss),
        ("loss/penalty", snapshot.Progress.Penalty),
        ("accuracy/train", snapshot.Progress.TrainAccuracy),
        ("accuracy/test", snapshot.Progress.TestAccuracy),
        ("gap/empirical", snapshot.Progress.EmpiricalGap),
        ("data/margin", snapshot.Margin),
        ("data/input_norm", snapshot.InputNorm),
    ];

    private static IEnumerable<(string Tag, double? Value)> Bound(BoundValue bound) =>
    [
        ($"gap/{Printable.Of(bound.Kind)}", bound.Gap),
        ($"predicted_samples/{Printable.Of(bound.Kind)}", bound.PredictedSamples),
    ];

    private static IEnumerable<(string Tag, double? Value)> Layer(LayerSnapshot layer)
    {
        var name = NameOf(layer);
        return
        [
            ($"rank/{name}/effective", layer.EffectiveRank),
            ($"rank/{name}/stable", layer.StableRank),
            ($"rank/{name}/numerical", layer.NumericalRank),
            ($"rank/{name}/entropy", layer.EntropyRank),
            ($"norm/{name}/spectral", layer.SpectralNorm),
            ($"norm/{name}/frobenius", layer.FrobeniusNorm),
            ($"norm/{name}/schatten_power", layer.SchattenPower),
            ($"norm/{name}/operator_bound", layer.OperatorNormBound),
            ($"norm/{name}/from_reference", layer.DistanceFromReference),
            ($"index/{name}/best", layer.BestIndex),
            ($"activation_rank/{name}/numerical", layer.Activations?.Numerical),
            ($"activation_rank/{name}/entropy", layer.Activations?.Entropy),
            ($"activation_rank/{name}/stable", layer.Activations?.Stable),
        ];
    }

    // A slash in a name would be another group.
    private static string NameOf(LayerSnapshot layer) => Printable.Of(layer.Name).Replace('/', '_').Replace('\\', '_');
}
