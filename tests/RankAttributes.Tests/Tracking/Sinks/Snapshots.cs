using CsCheck;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>Snapshots as a tracker makes them, with and without everything.</summary>
internal static class Snapshots
{
    public static readonly DateTimeOffset Time = new(2025, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2));

    /// <summary>A snapshot whose numbers tell its step.</summary>
    public static BoundSnapshot At(long step, int layers = 1, int spectrum = 3) => new()
    {
        Model = "Mlp",
        Time = Time.AddSeconds(step),
        Progress = new TrainingProgress(
            step) { Epoch = (int)(step % 1000), TrainLoss = 1.0 / (step + 1), TrainAccuracy = 0.75, TestAccuracy = 0.5, TestLoss = 0.25, Penalty = 3 },
        Samples = 60_000,
        InputNorm = 28,
        Margin = 1.5,
        MeasuredAt = step,
        Bounds = [new BoundValue(BoundKind.NormBased, 2.5, 375_000), new BoundValue(BoundKind.Certificate, 1)],
        Notes = ["no margin was measured"],
        Layers = [.. Enumerable.Range(1, layers).Select(number => Layer($"fc{number}.weight", spectrum))],
    };

    public static LayerSnapshot Layer(string name, int spectrum = 3) => new(name, 512, 784)
    {
        IsRegularized = true,
        P = 0.5,
        RankBudget = 16,
        Measures = new Dictionary<string, double>
        {
            ["spectralNorm"] = 4, ["frobeniusNorm"] = 5, ["schattenPower"] = 20, ["effectiveRank"] = 10, ["stableRank"] = 25.0 / 16, ["numericalRank"] = 512,
                ["entropyRank"] = 7.5,
            ["distanceFromReference"] = 0.125, ["operatorNormBound"] = 12, ["bestIndex"] = 0.25, ["activationRank"] = 700, ["activationEntropyRank"] = 32.5,
                ["activationStableRank"] = 2.25,
        },
        Activations = new ActivationRanks(784, 1000, 700, 32.5, 2.25),
        Spectrum = [.. Values(spectrum)],
        SingularValues = [.. Values(spectrum)],
    };

    private static Gen<LayerSnapshot> Layers { get; } =
        from name in Gen.String
        from shape in Gen.Long.Array[4]
        from numbers in Gen.Double.Nullable().Array[12]
        from counts in Gen.Int.Nullable().Array[3]
        from spectrum in Gen.Double.List[0, 6]
        from problem in Gen.String.Null()
        let activations = counts[2] is { } rank ? new ActivationRanks(shape[2], shape[3], rank, numbers[10] ?? 0, numbers[11] ?? 0) : null
        select new LayerSnapshot(name, shape[0], shape[1])
        {
            IsRegularized = shape[2] > 0,
            P = numbers[0] ?? 0,
            RankBudget = counts[0],
            Measures = Measures(numbers, activations),
            Activations = activations,
            Spectrum = spectrum,
            Problem = problem,
        };

    private static Dictionary<string, double> Measures(double?[] numbers, ActivationRanks? activations)
        => LayerMeasure.All.Select(
            (measure, index) =>
                (measure.Name, Value: measure.IsOfActivations ? (activations is null ? null : measure.OfActivations!(activations)) : numbers[index % 12]))
            .Where(item => item.Value is not null).ToDictionary(item => item.Name, item => item.Value!.Value);

    /// <summary>Any snapshot that the types allow, but for the singular values that are not written.</summary>
    public static Gen<BoundSnapshot> Any { get; } =
        from step in Gen.Long[0, long.MaxValue]
        from model in Gen.String
        from seconds in Gen.Long[-50_000_000_000, 50_000_000_000]
        from numbers in Gen.Double.Nullable().Array[16]
        from counts in Gen.Int.Nullable().Array[3]
        from layers in Layers.List[0, 4]
        from bounds in Gen.Select(
            Gen.Enum<BoundKind>(), Gen.Double.Nullable(), Gen.Double.Nullable(), (kind, gap, samples) => new BoundValue(kind, gap, samples)).List[0, 9]
        from notes in Gen.String.List[0, 3]
        select new BoundSnapshot
        {
            Model = model,
            Time = DateTimeOffset.UnixEpoch.AddTicks(seconds * 10_000_019),
            Progress = new TrainingProgress(step)
            {
                Epoch = counts[0], TrainLoss = numbers[0], Penalty = numbers[1], TrainAccuracy = numbers[2], TestLoss = numbers[3], TestAccuracy = numbers[4],
            },
            Samples = counts[1],
            InputNorm = numbers[5],
            Margin = numbers[6],
            MeasuredAt = counts[2],
            Layers = layers,
            Bounds = bounds,
            Notes = notes,
        };

    public static void Write(this ISnapshotSink sink, BoundSnapshot snapshot) => sink.Write(snapshot, [snapshot]);

    public static IEnumerable<long> Steps(this IEnumerable<BoundSnapshot> snapshots) => snapshots.Select(snapshot => snapshot.Progress.Step);

    private static IEnumerable<double> Values(int count) => Enumerable.Range(0, count).Select(index => 4.0 / (1 << Math.Min(index, 40)));
}
