using RankAttributes.Codes;
using RankAttributes.Tracking;
using RankAttributes.Tracking.Page;

namespace RankAttributes.Tests.Tracking.Page;

/// <summary>Runs to be drawn.</summary>
internal static class ExampleRun
{
    public const string Hostile = "<script>window.hostile = true</script>\"'&|`\u0001";

    private static readonly (string Name, long Outputs, long Inputs)[] Shapes = [
        ("fc1.weight", 1024, 784), ("fc2.weight", 1024, 1024), ("head.weight", 10, 1024)];

    /// <summary>A run of so many epochs, as real ones look: losses and ranks fall, norms grow.</summary>
    public static TrainingRun Of(int epochs, bool isComplete = false, Certification? certification = null)
        => new([.. Enumerable.Range(1, epochs).Select(epoch => Snapshot(epoch))], certification ?? (isComplete ? Vacuous() : null), isComplete);

    /// <summary>A run that was trained to a short description, with the figures of one that was measured.</summary>
    public static TrainingRun Described(int epochs, bool isComplete)
    {
        var code = new CodeCertificate
        {
            Model = "Mlp", Method = CodeMethod.Posterior, Confidence = 0.95, Samples = 60_000, Errors = 684, Bits = 3_738.4, ErrorBound = 0.07391, Draws = 128,
            Assumptions = ["the training samples were drawn independently from the distribution of the new data"],
            Table = [new DescribedTensor("fc1.weight", 540, 210, 1_630), new DescribedTensor("fc2.weight", 720, 330, 2_100)],
        };
        var heldOut = new HeldOutBound(10_000, 150, 0.95, 0.01714);
        var run = Of(epochs, isComplete, isComplete ? Vacuous() with { Code = code with { HeldOut = heldOut }, HeldOut = heldOut } : null);
        return run with
        {
            History = [.. run.History.Select((snapshot, index) => snapshot with
            {
                Progress = snapshot.Progress with { DescriptionBits = 6_000 - (100 * index), CertifiedError = 0.07 + (0.3 / (index + 1)) },
            })],
        };
    }

    public static Certification Vacuous() => new()
    {
        Model = "Mlp", Confidence = 0.95, Samples = 60_000, Margin = 0.28, EmpiricalRampLoss = 0.031, Gap = 1, ErrorBound = 1,
        Shortfalls = [new Shortfall("number of training samples", 60_000, 2.4e8)],
    };

    public static BoundSnapshot Snapshot(int epoch, params (string Name, long Outputs, long Inputs)[] shapes) => new()
    {
        Model = "Mlp",
        Samples = 60_000,
        Progress = new TrainingProgress(469L * epoch)
        {
            Epoch = epoch, TrainLoss = (0.6 / Math.Sqrt(epoch)) + 0.01, TestLoss = (0.5 / Math.Sqrt(epoch)) + 0.2, Penalty = 0.4 - (0.01 * epoch),
            TrainAccuracy = 1 - (0.2 / epoch), TestAccuracy = 0.93 - (0.1 / epoch),
        },
        Bounds = [
            .. BoundDescription.All.Select(
                (bound, index) => new BoundValue(bound.Kind, bound.Kind == BoundKind.Certificate ? 1 : Math.Pow(10, index) * (1 + (1.0 / epoch))))],
        Layers = [.. (shapes.Length > 0 ? shapes : Shapes).Select((shape, index) => Layer(epoch, index, shape))],
        Compression = [new(16, 61_000, 31.2, 0.91, -0.034), new(32, 122_000, 15.6, 0.97, -0.004), new(64, 244_000, 7.8, 0.995, 0)],
        Notes = ["no certificate: a bound on the norm of every input must be known beforehand (InputNorm)"],
    };

    private static LayerSnapshot Layer(int epoch, int index, (string Name, long Outputs, long Inputs) shape)
    {
        var full = (double)Math.Min(shape.Outputs, shape.Inputs);
        var decay = 1 + (epoch * 0.3) + index;
        var measures = new Dictionary<string, double>
        {
            ["spectralNorm"] = 2 + (0.1 * epoch) + index,
            ["frobeniusNorm"] = 9 + index,
            ["effectiveRank"] = full / decay,
            ["stableRank"] = full / decay / 4,
            ["numericalRank"] = Math.Floor(full / (1 + (0.05 * epoch))),
            ["entropyRank"] = full / decay * 1.5,
            ["distanceFromReference"] = 0.5 * epoch,
        };
        if (epoch % 5 == 0) measures["activationEntropyRank"] = full / decay / 3;
        return new LayerSnapshot(shape.Name, shape.Outputs, shape.Inputs)
        {
            P = 0.5, RankBudget = index == 2 ? null : 128 >> index, Measures = measures,
            Spectrum = [.. Enumerable.Range(0, 65).Select(place => (2 + (0.1 * epoch)) * Math.Exp(-place * decay / 30))],
        };
    }
}
