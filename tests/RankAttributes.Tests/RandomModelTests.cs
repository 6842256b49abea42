using CsCheck;
using RankAttributes.Tests.LowRank;
using RankAttributes.Tests.Penalties;
using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests;

/// <summary>Models drawn at random: containers, ties, dtypes, normalizations, convolutions, shared layers, frozen parts.</summary>
public sealed class RandomModelTests
{
    private static readonly string[] Kinds =
        ["linear", "low", "conv", "low conv", "norm", "batch", "half", "double", "frozen", "empty", "one", "shared", "tied", "nested", "embedding", "wide"];

    private static readonly Gen<(string[] Kinds, PenaltyMethod Method, double P, int Seed)> Models =
        Gen.Select(
            Gen.Int[0, Kinds.Length - 1].Select(index => Kinds[index]).Array[1, 6], Gen.Int[0, 4].Select(index => (PenaltyMethod)index),
                Gen.Int[0, 4].Select(index => new[] { 0.3, 0.5, 1, 1.5, 2 }[index]), Gen.Int[1, 1000]);

    [Fact]
    public void Penalty_and_gradient_are_those_of_a_decomposition_and_each_storage_counts_once()
        => Models.Sample(Check, iter: 60, threads: 1);

    [Fact]
    public void Factorize_keeps_outputs_and_saves_weights_or_changes_nothing()
        => Models.Sample(drawn =>
        {
            using var scope = NewDisposeScope();
            using var model = new Drawn(drawn.Kinds, new PenaltySettings(drawn.P), drawn.Seed);
            var before = model.Outputs();
            var weights = Count(model);
            var results = model.Factorize(1e-4);
            Assert.Equal(weights - results.Sum(layer => layer.WeightsBefore - layer.WeightsAfter), Count(model));
            Assert.True(results.All(layer => layer.IsReplaced == (layer.WeightsAfter < layer.WeightsBefore)));
            foreach (var (old, now) in before.Zip(model.Outputs()))
                Assert.InRange((old - now).to_type(ScalarType.Float64).norm().ToDouble(), 0, 2e-3 * (1 + old.to_type(ScalarType.Float64).norm().ToDouble()));
        }, iter: 60, threads: 1);

    [Fact]
    public void A_snapshot_measures_every_matrix_once_beside_whatever_cannot_be_measured()
        => Models.Sample(drawn =>
        {
            using var scope = NewDisposeScope();
            using var model = new Drawn(drawn.Kinds, new PenaltySettings(drawn.P), drawn.Seed);
            model.register_parameter("odd", new Parameter(zeros([3, 5], ScalarType.Int8), false));
            var matrices = model.Matrices();
            var problems = new List<string>();
            using var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add });
            var measured = tracker.Snapshot(new TrainingProgress(0)).Layers.Where(layer => layer.Problem is null).ToList();
            Assert.Equal(matrices.Count, measured.Count);

            // Containers come in another order than their modules; no two drawn matrices have the same norm.
            var wides = matrices.Select(matrix => matrix.detach().to_type(ScalarType.Float64).reshape(matrix.shape[0], -1));
            foreach (var (wide, layer) in wides.OrderBy(wide => wide.norm().ToDouble()).Zip(measured.OrderBy(layer => layer.FrobeniusNorm)))
            {
                Assert.Equal((wide.shape[0], wide.shape[1]), (layer.Outputs, layer.Inputs));
                var sigma = linalg.svdvals(wide);
                Assert.Equal(sigma[0].ToDouble(), layer.SpectralNorm!.Value, 1e-9 * (1 + sigma[0].ToDouble()));
                Assert.Equal(1, layer.FrobeniusNorm!.Value / wide.norm().ToDouble(), 1e-9);
                Assert.Equal(1, layer.StableRank!.Value / (wide.square().sum() / sigma[0].square()).ToDouble(), 1e-9);
            }
        }, iter: 40, threads: 1);

    private static long Count(Module model) => model.parameters().Select(parameter => parameter.numel()).Sum();

    private static void Check((string[] Kinds, PenaltyMethod Method, double P, int Seed) drawn)
    {
        using var scope = NewDisposeScope();
        using var model = new Drawn(drawn.Kinds, new PenaltySettings(drawn.P, 1, Method: drawn.Method), drawn.Seed);
        var matrices = model.Matrices();
        var collected = model.GetRegularizedWeights();
        Assert.Equal(matrices.Count, collected.Count);
        if (matrices.Count == 0) return;

        var loss = model.RegularizationLoss();
        if (matrices.Exists(matrix => matrix.requires_grad)) loss.backward();
        var total = 0.0;
        foreach (var weight in collected)
        {
            var matrix = weight.AsMatrix().detach();
            var (value, gradient) = drawn.Method == PenaltyMethod.Frobenius
                ? (drawn.P / 2 * Math.Pow(matrix.to_type(ScalarType.Float64).norm().ToDouble(), 2), matrix.to_type(ScalarType.Float64) * drawn.P)
                : Reference.Of(matrix, drawn.P, 1e-3);
            total += value;
            if (!weight.Weight.requires_grad)
            {
                Assert.Null(weight.Weight.grad);
                continue;
            }

            // Rounding of the stored gradient, and what each method promises; a tail that is not flat is the subspace's own.
            var isFollowed = Math.Min(matrix.shape[0], matrix.shape[1]) > 64 && drawn.Method is PenaltyMethod.Subspace or PenaltyMethod.Auto;
            var tolerance = matrix.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? 1e-2 : drawn.Method is PenaltyMethod.NewtonSchulz
                or PenaltyMethod.Subspace ? 2e-2 : 1e-3;
            if (!isFollowed) Assert.InRange(Reference.RelativeError(weight.Weight.grad!.reshape(matrix.shape), gradient), 0, tolerance);
        }

        Assert.InRange(loss.ToDouble() / total, 0.97, drawn.Kinds.Contains("wide") ? 1.3 : 1.03);
    }

    private sealed class Drawn : Module<Tensor, Tensor>, IRankRegularized
    {
        private readonly SchattenPenalty penalty = new();
        private readonly PenaltySettings settings;
        private readonly List<Module<Tensor, Tensor>> parts = [];
        private readonly List<Tensor> inputs = [];

        public Drawn(string[] kinds, PenaltySettings settings, int seed)
            : base("drawn")
        {
            this.settings = settings;
            manual_seed(seed);
            foreach (var kind in kinds) Add(kind);
            for (var index = 0; index < parts.Count; index++) register_module($"part{index}", parts[index]);
        }

        /// <summary>Every matrix, each memory once.</summary>
        public List<Tensor> Matrices() =>
        [
            .. modules()
                .Where(module => module is TorchSharp.Modules.Linear or TorchSharp.Modules.Conv2d or TorchSharp.Modules.Embedding or WeightMatrixTests.Single)
                .Select(module => module.parameters().First(parameter => parameter.dim() > 1))
                .Where(weight => weight.numel() > 0).DistinctBy(weight => RankAttributes.Penalties.StorageAddress.Of(weight)),
        ];

        public List<Tensor> Outputs() => [.. parts.Zip(inputs, (part, input) => part.forward(input).detach())];

        public void CollectWeights(RankWeightCollector collector) => collector.AddRest(this, settings);

        public Tensor RegularizationLoss() => penalty.ComputeLoss(this);

        public override Tensor forward(Tensor x) => x;

        private void Add(string kind)
        {
            var (part, input) = Part(kind);
            parts.Add(part);
            inputs.Add(input);
        }

        private (Module<Tensor, Tensor> Part, Tensor Input) Part(string kind)
        {
            switch (kind)
            {
                case "low": return (ReplacementTests.Low(24, 20, 3), randn(2, 20));
                case "conv": return (Conv2d(3, 6, 3), randn(2, 3, 8, 8));
                case "low conv":
                    var conv = Conv2d(8, 12, 3, groups: 2);
                    ConvolutionFactorTests.Lower(conv, 1);
                    return (conv, randn(2, 8, 6, 6));
                case "norm": return (LayerNorm([6L, 7L]), randn(2, 6, 7));
                case "batch": return (BatchNorm2d(3), randn(4, 3, 5, 5));
                case "half": return (Linear(12, 9, dtype: ScalarType.BFloat16), randn(2, 12).to_type(ScalarType.BFloat16));
                case "double": return (Linear(9, 12, dtype: ScalarType.Float64), randn(2, 9, ScalarType.Float64));
                case "frozen":
                    var frozen = ReplacementTests.Low(16, 18, 2);
                    frozen.weight.requires_grad = false;
                    return (frozen, randn(2, 18));
                case "empty": return (new WeightMatrixTests.Single(zeros(0, 8)), randn(2));
                case "one": return (Linear(1, 1), randn(2, 1));
                case "shared" when parts.Count > 0: return (parts[^1], inputs[^1]);
                case "tied" when parts.Count > 0 && parts[^1] is TorchSharp.Modules.Linear linear && linear.weight.dtype == ScalarType.Float32:
                    var tied = Linear(linear.weight.shape[1], linear.weight.shape[0]);
                    tied.weight = new Parameter(linear.weight.detach(), linear.weight.requires_grad);
                    return (tied, inputs[^1]);
                case "nested": return (Sequential(Linear(7, 9), Sequential(ReLU(), ReplacementTests.Low(20, 9, 1))), randn(2, 7));
                case "embedding": return (Embedding(11, 5), randint(11, [4]));
                case "wide": return (ReplacementTests.Low(140, 150, 5), randn(2, 150));
                default: return (Linear(10, 8), randn(2, 10));
            }
        }
    }
}
