using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.LowRank;

/// <summary>Two thin layers in the place of one of low rank.</summary>
public sealed class FactorizationTests
{
    [Fact]
    public void The_function_stays_and_the_weights_become_fewer()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new Mixed();
        model.eval();
        var input = randn(7, 40);
        var before = model.forward(input);
        var parameters = model.parameters().Sum(parameter => parameter.numel());

        var layers = model.Factorize(1e-4).ToDictionary(layer => layer.Name);

        Assert.InRange((model.forward(input) - before).abs().max().ToDouble(), 0, 1e-5);
        Assert.Equal(parameters - layers.Values.Sum(layer => layer.WeightsBefore - layer.WeightsAfter), model.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(new FactorizedLayer("open", 3, 50, 40, true, ""), layers["open"]);
        Assert.True(layers["body.first"].IsReplaced);
        Assert.True(layers["list.0"].IsReplaced);
        Assert.Equal("rank 30 saves nothing", layers["body.full"].Reason);
        Assert.Contains("Module<Tensor, Tensor>", layers["closed"].Reason, StringComparison.Ordinal);
        Assert.Equal(
            ["open.down.weight", "open.up.weight", "open.up.bias"],
            model.state_dict().Keys.Where(name => name.StartsWith("open.", StringComparison.Ordinal)));
        Assert.All(model.named_modules(), module => Assert.False(module.module.training, module.name));
    }

    [Fact]
    public void Factors_are_balanced_and_train()
    {
        using var scope = NewDisposeScope();
        using var model = new Mixed();
        model.Factorize(1e-4);
        var parameters = model.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        Assert.Equal(
            linalg.svdvals(parameters["open.down.weight"]).data<float>().ToArray(), linalg.svdvals(parameters["open.up.weight"]).data<float>().ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-5);
        model.forward(randn(3, 40)).sum().backward();
        Assert.NotEqual(0, parameters["open.down.weight"].grad!.norm().ToDouble());
    }

    [Fact]
    public void A_model_that_cannot_be_replaced_itself_says_so()
    {
        using var scope = NewDisposeScope();
        using var layer = Low(Linear(30, 30), 2);
        var result = Assert.Single(layer.Factorize(1e-4));
        Assert.False(result.IsReplaced);
        Assert.Contains("module of your own", result.Reason, StringComparison.Ordinal);
        Assert.Equal(result.WeightsBefore, result.WeightsAfter);
    }

    [Fact]
    public void Nothing_is_replaced_that_would_not_save_weights()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(10, 10), Low(Linear(10, 10), 5), Low(Linear(10, 10), 4));
        Assert.Equal([10, 5, 4], model.Factorize(1e-4).Select(layer => layer.Rank));
        using var zero = Linear(10, 10);
        using (no_grad()) zero.weight.zero_();
        Assert.Equal("its weight is zero", zero.Factorize()[0].Reason);
    }

    private static Linear Low(Linear layer, int rank)
    {
        using var gradientFree = no_grad();
        var (rows, columns) = (layer.weight.shape[0], layer.weight.shape[1]);
        layer.weight.copy_(randn(rows, rank).mm(randn(rank, columns)) / Math.Sqrt(columns * rank));
        return layer;
    }

    private sealed class Mixed : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> open = Low(Linear(40, 50), 3);
        private readonly Linear closed = Low(Linear(50, 40), 3);
        private readonly Sequential body = Sequential(("first", Low(Linear(40, 30), 4)), ("act", ReLU()), ("full", Linear(30, 30)));
        private readonly ModuleList<Module<Tensor, Tensor>> list = ModuleList<Module<Tensor, Tensor>>(Low(Linear(30, 30, hasBias: false), 2));

        public Mixed()
            : base(nameof(Mixed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => list[0].forward(body.forward(closed.forward(open.forward(input))));
    }
}
