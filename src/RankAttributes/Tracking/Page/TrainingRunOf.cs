namespace RankAttributes.Tracking.Page;

/// <summary>Snapshots as their page shows them.</summary>
internal static class TrainingRunOf
{
    private static readonly (BoundKind Kind, string Name)[] Bounds =
    [
        (BoundKind.NormBased, "Theorem 3.6"),
        (BoundKind.NormBasedBestIndex, "Theorem 3.6, best p"),
        (BoundKind.DataDependent, "Theorem 3.7"),
        (BoundKind.DataDependentBestIndex, "Theorem 3.7, best p"),
        (BoundKind.ParameterCounting, "parameter counting"),
        (BoundKind.BartlettFosterTelgarsky, "Bartlett, Foster, Telgarsky 2017"),
        (BoundKind.NeyshaburBhojanapalliSrebro, "Neyshabur, Bhojanapalli, Srebro 2018"),
        (BoundKind.GolowichRakhlinShamir, "Golowich, Rakhlin, Shamir 2018"),
        (BoundKind.Certificate, "certificate, 95%"),
    ];

    public static TrainingRun Snapshots(IReadOnlyList<BoundSnapshot> history, Certification? certification, bool isComplete)
    {
        var newest = history[^1];
        return new TrainingRun(newest.Model, [.. history.Select(Point)])
        {
            IsComplete = isComplete,
            Notes = newest.Notes,
            Certificate = certification?.Sentence,
            IsVacuous = certification?.IsVacuous ?? false,
            Samples = newest.Samples,
        };
    }

    private static TrainingPoint Point(BoundSnapshot snapshot)
    {
        var progress = snapshot.Progress;
        return new TrainingPoint(progress.Step)
        {
            Epoch = progress.Epoch,
            Losses = [new("training loss", progress.TrainLoss), new("test loss", progress.TestLoss), new("penalty", progress.Penalty)],
            Accuracies = [new("training accuracy", progress.TrainAccuracy), new("test accuracy", progress.TestAccuracy)],
            Gaps = [new(TrainingPage.EmpiricalGap, progress.EmpiricalGap), .. Bounds.Select(bound => new NamedValue(bound.Name, snapshot[bound.Kind]?.Gap))],
            Layers = [.. snapshot.Layers.Select(Layer)],
        };
    }

    private static LayerPoint Layer(LayerSnapshot layer) => new(layer.Name, layer.Outputs, layer.Inputs)
    {
        P = layer.P,
        RankBudget = layer.RankBudget,
        SpectralNorm = layer.SpectralNorm,
        FrobeniusNorm = layer.FrobeniusNorm,
        EffectiveRank = layer.EffectiveRank,
        StableRank = layer.StableRank,
        NumericalRank = layer.NumericalRank,
        EntropyRank = layer.EntropyRank,
        BottleneckRank = layer.Activations?.Entropy,
        Distance = layer.DistanceFromReference,
        Spectrum = layer.Spectrum,
        Problem = layer.Problem,
    };
}
