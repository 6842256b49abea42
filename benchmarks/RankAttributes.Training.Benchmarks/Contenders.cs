using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>Ways to add a penalty of all weight matrices of a module to its loss.</summary>
internal static class Contenders
{
    public const double P = 0.5, Strength = 1e-3;

    public static readonly string[] Names =
        ["autograd SVD", "matrix_norm(\"nuc\")", "weight decay", "Exact", "Subspace", "NewtonSchulz", "Auto"];

    public static Func<Tensor> Of(string name, nn.Module module) => name switch
    {
        "autograd SVD" => () => Sum(module, matrix => linalg.svdvals(matrix).pow(P).sum()),
        "matrix_norm(\"nuc\")" => () => Sum(module, matrix => linalg.matrix_norm(matrix, "nuc")),
        "weight decay" => () => Sum(module, matrix => matrix.square().sum()),
        _ => new Penalized(module, new PenaltySettings(P, Strength, Method: Enum.Parse<PenaltyMethod>(name))).RegularizationLoss,
    };

    private static Tensor Sum(nn.Module module, Func<Tensor, Tensor> penalty)
        => module.parameters().Where(weight => weight.dim() > 1).Select(weight => penalty(weight.flatten(1)) * Strength).Aggregate((a, b) => a + b);

    private sealed class Penalized(nn.Module module, PenaltySettings settings) : IRankRegularized
    {
        private readonly SchattenPenalty penalty = new();

        public void CollectWeights(RankWeightCollector collector) => collector.AddRest(module, settings);

        public Tensor RegularizationLoss() => penalty.ComputeLoss(this);
    }
}
