using Samples.Data;
using static TorchSharp.torch;

namespace Quickstart.Data;

/// <summary>
/// A generated set of planted rank: Gaussian inputs of 784 coordinates whose variance falls as that of images does, labelled by a teacher network
/// that looks at them only through <see cref="PlantedRank"/> of their directions. A student of that rank is enough, and nothing tells it so.
/// </summary>
internal static class TeacherStudent
{
    public const int PlantedRank = 4;
    public const int TrainingSamples = 60_000;
    public const int TestSamples = 5_000;
    private const int TeacherWidth = 32;
    private const double Knee = 16;

    public static Dataset Generate(long seed)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var random = new Generator((ulong)seed, CPU);
        Tensor Gaussian(long rows, long columns) => randn([rows, columns], generator: random);

        // Variances 1/(1 + i/Knee)², scaled to an average of 1.
        var scale = 1 / (1 + (arange(Mlp.Inputs, ScalarType.Float32) / Knee));
        scale /= scale.square().mean().sqrt();
        var directions = Gaussian(Mlp.Inputs, PlantedRank) / Math.Sqrt(Mlp.Inputs);
        var hidden = Gaussian(PlantedRank, TeacherWidth);
        var output = Gaussian(TeacherWidth, Mlp.Classes);
        LabeledSamples Draw(int count)
        {
            var inputs = Gaussian(count, Mlp.Inputs) * scale;
            var logits = inputs.mm(directions).mm(hidden).relu().mm(output);
            // Without centering, a few classes would win nearly always.
            var labels = (logits - logits.mean([0], keepdim: true)).argmax(1);
            return new LabeledSamples(inputs.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
        }

        return new Dataset(
            $"generated: a teacher of planted rank {PlantedRank} labels Gaussian inputs of falling variance", Draw(TrainingSamples), Draw(TestSamples));
    }
}
