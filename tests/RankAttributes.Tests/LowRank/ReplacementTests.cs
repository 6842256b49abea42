using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.PyBridge;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.LowRank;

/// <summary>Where a layer is replaced, what survives it, and how such a model is loaded again.</summary>
public sealed class ReplacementTests
{
    [Fact]
    public void A_layer_that_several_places_hold_is_replaced_in_all_of_them()
    {
        using var scope = NewDisposeScope();
        var layer = Low(32, 16, 2);
        using var model = new Holding(layer);
        var input = randn(3, 16);
        var before = model.forward(input);
        var result = Assert.Single(model.Factorize(1e-5), entry => entry.IsReplaced);
        Assert.Equal("first", result.Name);
        Assert.InRange((model.forward(input) - before).abs().max().ToDouble(), 0, 1e-5);
        Assert.All(
            [model.First, model.Second, model.List[0], model.Array[0], model.Map["one"], (Module)model.Body[0]], place => Assert.Same(model.First, place));
        Assert.DoesNotContain(model.named_modules(), entry => entry.module is Linear linear && ReferenceEquals(linear, layer));
        Assert.Equal(result.WeightsAfter + 32, model.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void An_error_in_the_second_layer_leaves_the_first_as_it_was()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Low(16, 16, 2), Low(16, 16, 2));
        using (no_grad()) second.weight[0, 0] = float.NaN;
        using var model = Sequential(first, second);
        Assert.Equal("1.weight", Assert.Throws<NonFiniteWeightException>(() => model.Factorize(1e-5)).WeightName);
        Assert.Same(first, model[0]);
    }

    [Fact]
    public void Layers_that_share_a_weight_stay_and_the_result_says_with_which()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Low(16, 16, 2), Low(16, 16, 2));
        second.weight = new Parameter(first.weight.detach(), requires_grad: true);
        using var model = Sequential(first, second);
        Assert.All(model.Factorize(1e-5), layer => Assert.Contains("shares its weight with '", layer.Reason, StringComparison.Ordinal));
        Assert.Equal(2, model.Count);
        Assert.Same(first, model[0]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Hooks_training_mode_dtype_and_what_trains_survive(bool weight, bool bias)
    {
        using var scope = NewDisposeScope();
        var layer = Low(16, 16, 2, ScalarType.Float64);
        (layer.weight.requires_grad, layer.bias!.requires_grad) = (weight, bias);
        var (before, after) = (0, 0);
        layer.register_forward_pre_hook((_, x) => { before++; return x; });
        layer.register_forward_hook((_, _, y) => { after++; return y * 2; });
        using var model = Sequential(layer);
        model.eval();
        var input = randn(3, 16, ScalarType.Float64);
        var output = model.forward(input);
        var result = Assert.Single(model.Factorize(1e-5));
        Assert.Contains("2 hooks", result.Lost, StringComparison.Ordinal);
        Assert.InRange((model.forward(input) - output).abs().max().ToDouble(), 0, 1e-12);
        Assert.Equal((2, 2), (before, after));
        var pair = Assert.IsType<FactorPair>(model[0]);
        Assert.False(pair.training || pair.Down.training);
        Assert.Equal([weight, weight, bias], pair.named_parameters().Select(parameter => parameter.parameter.requires_grad));
        Assert.All(pair.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
    }

    [Theory]
    [InlineData(ScalarType.Float16, 900)]
    [InlineData(ScalarType.BFloat16, 900)]
    [InlineData(ScalarType.BFloat16, 128)]
    public void A_half_precision_layer_of_full_rank_stays_and_one_of_low_rank_is_found(ScalarType type, int size)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var full = Sequential(Linear(size, size, dtype: type));
        var result = Assert.Single(full.Factorize());
        Assert.False(result.IsReplaced);
        Assert.InRange(result.Rank, size * 0.9, size);

        using var low = Sequential(Low(size, size, 3, type));
        Assert.Equal(3, Assert.Single(low.Factorize()).Rank);
    }

    [Fact]
    public void The_penalty_of_two_factors_is_that_of_their_product()
    {
        using var scope = NewDisposeScope();
        foreach (var p in new[] { 0.3, 0.5, 1 })
        {
            using var model = new Holding(Low(32, 16, 4)) { P = p };
            var (u, sigma, vt) = linalg.svd(((Linear)model.First).weight.detach(), fullMatrices: false);
            var expected = sigma.narrow(0, 0, 4).pow(p).sum().ToDouble();
            model.Factorize(1e-5);
            Assert.Equal(1, model.RegularizationLoss().ToDouble() / expected, 0.05);

            // Its gradient, as it moves the product, is that of ‖A‖_Sp^p, half of it through each factor.
            model.RegularizationLoss().backward();
            var pair = (FactorPair)model.First;
            var gradient = ((Linear)pair.Up).weight.grad!.matmul(((Linear)pair.Down).weight.detach());
            var reference = (u.narrow(1, 0, 4) * sigma.narrow(0, 0, 4).pow(p) * p).matmul(vt.narrow(0, 0, 4));
            Assert.InRange((gradient - reference).norm().ToDouble() / reference.norm().ToDouble(), 0, 0.08);
        }
    }

    [Theory]
    [InlineData("dat")]
    [InlineData("safetensors")]
    [InlineData("state")]
    public void A_factorized_model_is_loaded_into_a_fresh_one(string format)
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(
            ("conv", Lower(Conv2d(4, 8, 3))), ("relu", ReLU()), ("flat", Flatten()), ("fc", Low(16, 8 * 36, 2)), ("head", Linear(16, 4)));
        var input = randn(2, 4, 8, 8);
        model.Factorize(1e-5);
        var expected = model.forward(input);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{format}");
        try
        {
            using var fresh = Sequential(("conv", Conv2d(4, 8, 3)), ("relu", ReLU()), ("flat", Flatten()), ("fc", Linear(8 * 36, 16)), ("head", Linear(16, 4)));
            switch (format)
            {
                case "dat":
                    model.save(path);
                    Assert.Equal([("conv", 2), ("fc", 2)], fresh.FactorizeLike(path).Select(layer => (layer.Name, layer.Rank)));
                    fresh.load(path);
                    break;
                case "safetensors":
                    model.save_safetensors(path);
                    Assert.Equal([("conv", 2), ("fc", 2)], fresh.FactorizeLike(path).Select(layer => (layer.Name, layer.Rank)));
                    fresh.load_safetensors(path);
                    break;
                default:
                    fresh.FactorizeLike(model.state_dict());
                    fresh.load_state_dict(model.state_dict());
                    break;
            }

            Assert.Equal(0, (fresh.forward(input) - expected).abs().max().ToDouble());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_does_not_fit_is_named_and_nothing_is_replaced()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("fc", Low(16, 16, 2)), ("other", Low(16, 16, 2)));
        model.Factorize(1e-5);
        using var fresh = Sequential(("fc", Linear(16, 16)), ("another", Linear(16, 16)));
        var message = Assert.Throws<InvalidDataException>(() => fresh.FactorizeLike(model.state_dict())).Message;
        Assert.Contains("'other'", message, StringComparison.Ordinal);
        Assert.IsType<Linear>(fresh[0]);
        using var narrow = Sequential(("fc", Linear(16, 12)), ("other", Linear(12, 16)));
        Assert.Contains(
            "do not fit a weight of 12 × 16", Assert.Throws<InvalidDataException>(() => narrow.FactorizeLike(model.state_dict())).Message,
                StringComparison.Ordinal);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[100]);
        Assert.Empty(fresh.FactorizeLike(path));
        File.WriteAllText(path, "not a model at all, only text");
        Assert.Throws<InvalidDataException>(() => fresh.FactorizeLike(path));
        File.Delete(path);
    }

    internal static Linear Low(int outputs, int inputs, int rank, ScalarType type = ScalarType.Float32)
    {
        using var gradientFree = no_grad();
        var layer = Linear(inputs, outputs, dtype: type);
        layer.weight.copy_(randn(outputs, rank, ScalarType.Float64).mm(randn(rank, inputs, ScalarType.Float64)) / Math.Sqrt(inputs * rank));
        return layer;
    }

    private static Conv2d Lower(Conv2d layer)
    {
        ConvolutionFactorTests.Lower(layer, 2);
        return layer;
    }

    private sealed class Holding : Module<Tensor, Tensor>, IRankRegularized
    {
        private readonly SchattenPenalty penalty = new();
        private readonly Module<Tensor, Tensor> first, second;
        private readonly Sequential body;
        private readonly ModuleList<Module<Tensor, Tensor>> list;
        private readonly ModuleDict<Module<Tensor, Tensor>> map;
        private readonly Module<Tensor, Tensor>[] array;

        public Holding(Linear layer)
            : base("holding")
        {
            first = second = layer;
            body = Sequential(layer);
            list = ModuleList<Module<Tensor, Tensor>>(layer);
            map = ModuleDict<Module<Tensor, Tensor>>(("one", layer));
            array = [layer];
            RegisterComponents();
        }

        public double P { get; init; } = 1;

        public Module First => first;

        public Module Second => second;

        public Sequential Body => body;

        public ModuleList<Module<Tensor, Tensor>> List => list;

        public ModuleDict<Module<Tensor, Tensor>> Map => map;

        public Module<Tensor, Tensor>[] Array => array;

        public void CollectWeights(RankWeightCollector collector) => collector.AddRest(this, new PenaltySettings(P, 1, Smoothing: 1e-5));

        public Tensor RegularizationLoss() => penalty.ComputeLoss(this);

        public override Tensor forward(Tensor x)
            => first.forward(x) + second.forward(x) + body.forward(x) + list[0].forward(x) + map["one"].forward(x) + array[0].forward(x);
    }
}
