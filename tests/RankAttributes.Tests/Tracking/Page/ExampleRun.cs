using RankAttributes.Tracking.Page;

namespace RankAttributes.Tests.Tracking.Page;

/// <summary>Runs to be drawn.</summary>
internal static class ExampleRun
{
    public const string Hostile = "<script>window.hostile = true</script>\"'&|`\u0001";

    private static readonly (string Name, long Outputs, long Inputs)[] Shapes = [("fc1.weight", 1024, 784), ("fc2.weight", 1024, 1024), ("head.weight", 10, 1024)];

    private static readonly string[] Bounds =
    [
        "Theorem 3.6", "Theorem 3.6, best p", "Theorem 3.7", "Theorem 3.7, best p", "parameter counting", "Bartlett, Foster, Telgarsky 2017",
        "Neyshabur, Bhojanapalli, Srebro 2018", "Golowich, Rakhlin, Shamir 2018", "certificate, 95%",
    ];

    /// <summary>A run of so many epochs, as real ones look: losses and ranks fall, norms grow.</summary>
    public static TrainingRun Of(int epochs, bool isComplete = false) => new("Mlp", [.. Enumerable.Range(1, epochs).Select(epoch => Point(epoch))])
    {
        Samples = 60_000,
        IsComplete = isComplete,
        Notes = ["no certificate: a bound on the norm of every input must be known beforehand (InputNorm)"],
        Certificate = isComplete ? "The certificate for Mlp is vacuous: at 95% confidence it only says that the error is at most 1 (ramp loss 0.031 at margin 0.28 on 60,000 training samples, gap 1)." : null,
        IsVacuous = isComplete,
    };

    public static TrainingPoint Point(int epoch, params (string Name, long Outputs, long Inputs)[] shapes) => new(469L * epoch)
    {
        Epoch = epoch,
        Losses = [new("training loss", (0.6 / Math.Sqrt(epoch)) + 0.01), new("test loss", (0.5 / Math.Sqrt(epoch)) + 0.2), new("penalty", 0.4 - (0.01 * epoch))],
        Accuracies = [new("training accuracy", 1 - (0.2 / epoch)), new("test accuracy", 0.9 - (0.1 / epoch))],
        Gaps = [new(TrainingPage.EmpiricalGap, 0.1 - (0.05 / epoch)), .. Bounds.Select((name, index) => new NamedValue(name, index == 8 ? 1 : Math.Pow(10, index) * (1 + (1.0 / epoch))))],
        Layers = [.. (shapes.Length > 0 ? shapes : Shapes).Select((shape, index) => Layer(epoch, index, shape))],
    };

    private static LayerPoint Layer(int epoch, int index, (string Name, long Outputs, long Inputs) shape)
    {
        var full = (double)Math.Min(shape.Outputs, shape.Inputs);
        var decay = 1 + (epoch * 0.3) + index;
        return new LayerPoint(shape.Name, shape.Outputs, shape.Inputs)
        {
            P = 0.5,
            RankBudget = index == 2 ? null : 32,
            SpectralNorm = 2 + (0.1 * epoch) + index,
            FrobeniusNorm = 9 + index,
            EffectiveRank = full / decay,
            StableRank = full / decay / 4,
            NumericalRank = Math.Floor(full / (1 + (0.05 * epoch))),
            EntropyRank = full / decay * 1.5,
            BottleneckRank = epoch % 5 == 0 ? full / decay / 3 : null,
            Distance = 0.5 * epoch,
            Spectrum = [.. Enumerable.Range(0, 65).Select(place => (2 + (0.1 * epoch)) * Math.Exp(-place * decay / 30))],
        };
    }
}
