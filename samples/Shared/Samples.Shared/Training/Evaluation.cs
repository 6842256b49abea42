using Samples.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Training;

/// <summary>How a classifier does on samples that it is not trained on just now.</summary>
/// <param name="Accuracy">The share that is classified correctly.</param>
/// <param name="Loss">The mean cross-entropy in nats.</param>
public sealed record Evaluation(double Accuracy, double Loss)
{
    private const int BatchSize = 5_000;

    public double Error => 1 - Accuracy;

    public static Evaluation Of(nn.Module<Tensor, Tensor> model, LabeledSamples samples)
    {
        using var gradientFree = no_grad();
        var (right, loss) = (0L, 0.0);
        foreach (var (inputs, labels) in samples.Batches(BatchSize))
        {
            using var scope = NewDisposeScope();
            var logits = model.call(inputs);
            right += (logits.argmax(1) == labels).sum().ToInt64();
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).ToDouble();
        }

        return new Evaluation((double)right / samples.Count, loss / samples.Count);
    }
}
