using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests;

/// <summary>What counts as a weight matrix, and what an odd one does to the others.</summary>
public sealed class WeightMatrixTests
{
    [Fact]
    public void Memory_that_two_layers_share_counts_once_whatever_objects_hold_it()
    {
        using var scope = NewDisposeScope();
        var (embedding, head) = (Embedding(6, 4), Linear(4, 6, hasBias: false));
        using (var shared = new Holder(("embedding", embedding), ("head", head)))
        {
            Assert.Equal(2, shared.GetRegularizedWeights().Count);
            head.weight = new Parameter(embedding.weight!.detach(), requires_grad: true);
            Assert.Equal(["embedding.weight"], shared.GetRegularizedWeights().Select(weight => weight.Name));
            head.weight = new Parameter(embedding.weight!.detach().t(), requires_grad: true);
            Assert.Single(shared.GetRegularizedWeights());
        }
    }

    [Fact]
    public void Parts_of_one_storage_are_matrices_of_their_own()
    {
        using var scope = NewDisposeScope();
        var storage = randn(8, 4);
        var (first, second) = (Linear(4, 4, hasBias: false), Linear(4, 4, hasBias: false));
        first.weight = new Parameter(storage.narrow(0, 0, 4), requires_grad: true);
        second.weight = new Parameter(storage.narrow(0, 4, 4), requires_grad: true);
        using var model = new Holder(("first", first), ("second", second));
        Assert.Equal(2, model.GetRegularizedWeights().Count);
    }

    [Fact]
    public void Scales_of_normalizations_stay_out()
    {
        using var model = new Holder(("norm", LayerNorm([28L, 28L])), ("batch", BatchNorm2d(4)), ("group", GroupNorm(2, 4)), ("fc", Linear(3, 3)));
        Assert.Equal(["fc.weight"], model.GetRegularizedWeights().Select(weight => weight.Name));
    }

    [Theory]
    [InlineData(ScalarType.ComplexFloat32, "complex")]
    [InlineData(ScalarType.ComplexFloat64, "complex")]
    [InlineData(ScalarType.Int8, "Int8")]
    [InlineData(ScalarType.Int64, "Int64")]
    [InlineData(ScalarType.Bool, "Bool")]
    public void Numbers_without_singular_values_are_refused_by_name(ScalarType type, string word)
    {
        using var scope = NewDisposeScope();
        using var model = new Holder(("fc", Linear(3, 3)), ("odd", new Single(ones(4, 4, type))));
        foreach (var use in new Action[] { () => model.RegularizationLoss(), () => model.Truncate(1), () =>
            { using var off = no_grad(); model.RegularizationLoss(); } })
        {
            var message = Assert.Throws<NotSupportedException>(use).Message;
            Assert.Contains("'odd.tensor'", message, StringComparison.Ordinal);
            Assert.Contains(word, message, StringComparison.Ordinal);
            Assert.Contains("[SchattenIgnore]", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_weight_of_the_meta_device_is_refused_by_name()
    {
        using var model = new Holder(("fc", Linear(3, 3)), ("odd", Linear(3, 3, device: device("meta"))));
        Assert.Contains(
            "'odd.weight' is on the meta device", Assert.Throws<NotSupportedException>(() => model.RegularizationLoss()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("frozen")]
    [InlineData("one")]
    [InlineData("zero")]
    [InlineData("huge")]
    public void An_odd_weight_does_not_take_the_others_with_it(string kind)
    {
        using var scope = NewDisposeScope();
        var odd = kind switch
        {
            "empty" => zeros(0, 8),
            "one" => ones(1, 1),
            "zero" => zeros(130, 130),
            "huge" => full([3, 3], 1e308, ScalarType.Float64),
            _ => randn(5, 5),
        };
        var fc = Linear(3, 4);
        using var model = new Holder(("odd", new Single(odd, requiresGrad: kind != "frozen")), ("fc", fc));
        var loss = model.RegularizationLoss();
        loss.backward();
        using var alone = new Holder(("fc", fc));
        var grad = fc.weight.grad!.clone();
        fc.weight.grad!.zero_();
        alone.RegularizationLoss().backward();
        Assert.True((fc.weight.grad! - grad).norm().ToDouble() <= 1e-6 * grad.norm().ToDouble());
        Assert.True(double.IsFinite(loss.ToDouble()));
        if (kind is "frozen" or "one" or "huge") Assert.True(loss.ToDouble() > alone.RegularizationLoss().ToDouble());
    }

    [Theory]
    [InlineData(1e19, 1.5)]
    [InlineData(1e19, 2)]
    [InlineData(1e24, 1.5)]
    [InlineData(1e25, 1.5)]
    [InlineData(1e30, 1.2)]
    [InlineData(1e30, 1)]
    [InlineData(1e30, 2)]
    [InlineData(1e-30, 0.1)]
    public void Large_finite_weights_have_a_finite_penalty_or_a_named_error(double size, double p)
    {
        using var scope = NewDisposeScope();
        foreach (var method in Enum.GetValues<PenaltyMethod>())
        {
            var tensor = (eye(140, 140) * size).requires_grad_();
            var exact = method == PenaltyMethod.Frobenius ? p / 2 * 140 * size * size : 140 * Math.Pow(size, p);
            var model = new Penalties.OneWeight(tensor, new PenaltySettings(p, 1e-3, Method: method));
            if (exact * 1e-3 > float.MaxValue)
            {
                Assert.Equal("layer.weight", Assert.Throws<UnrepresentablePenaltyException>(() => model.RegularizationLoss()).WeightName);
                continue;
            }

            for (var step = 0; step < 3; step++)
            {
                var loss = model.RegularizationLoss();
                loss.backward();
                Assert.Equal(exact * 1e-3, loss.ToDouble(), 1e-6 * exact + float.Epsilon);
                Assert.False(tensor.grad!.isnan().any().item<bool>(), $"{method}");
                using (no_grad()) tensor.mul_(1);
            }
        }
    }

    internal sealed class Single : Module<Tensor, Tensor>
    {
        private readonly Parameter tensor;

        public Single(Tensor values, bool requiresGrad = true)
            : base("single")
        {
            tensor = new Parameter(values, requiresGrad && values.is_floating_point());
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => x;
    }

    private sealed class Holder : Module<Tensor, Tensor>, IRankRegularized
    {
        private readonly SchattenPenalty penalty = new();

        public Holder(params (string Name, Module Module)[] modules)
            : base("holder")
        {
            foreach (var (name, module) in modules) register_module(name, module);
        }

        public void CollectWeights(RankWeightCollector collector) => collector.AddRest(this, new PenaltySettings(0.5, 1));

        public Tensor RegularizationLoss() => penalty.ComputeLoss(this);

        public override Tensor forward(Tensor x) => x;
    }
}
