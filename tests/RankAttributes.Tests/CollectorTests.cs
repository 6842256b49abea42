using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests;

/// <summary>Every weight once, under the settings that are nearest to it.</summary>
public sealed partial class CollectorTests
{
    [Fact]
    public void A_tied_weight_counts_once_and_its_gradient_is_that_of_one_weight()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var model = new Tied();
        var weights = model.GetRegularizedWeights();
        Assert.Equal(["encoder.weight", "other.weight"], weights.Select(weight => weight.Name));

        model.RegularizationLoss().backward();
        using var alone = new RankModel(weights[0]);
        var expected = alone.Gradient();
        Assert.True((expected - weights[0].Weight.grad!).abs().max().ToDouble() < 1e-6);
    }

    [Fact]
    public void Annotated_models_inside_of_containers_keep_their_own_settings()
    {
        using var model = new Outer();
        Assert.Equal(
            ["list.0.fc.weight p=1", "list.1.weight p=0.5", "dict.inner.fc.weight p=1", "shared.weight p=2"],
            model.GetRegularizedWeights().Select(weight => FormattableString.Invariant($"{weight.Name} p={weight.P}")));
    }

    [Fact]
    public void What_moves_to_another_type_is_found_again()
    {
        using var model = new Inner();
        Assert.Equal(ScalarType.Float32, Assert.Single(model.GetRegularizedWeights()).Weight.dtype);
        model.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, Assert.Single(model.GetRegularizedWeights()).Weight.dtype);
    }

    [Fact]
    public void A_built_in_transformer_is_the_matrices_it_holds()
    {
        using var model = new Transforming();
        var collected = model.GetRegularizedWeights();
        var tensors = collected.Select(weight => weight.Name.Split('[')[0]).Distinct();
        Assert.Equal(model.named_parameters().Where(pair => pair.parameter.dim() >= 2).Select(pair => pair.name).Order(), tensors.Order());
        Assert.Equal(6, collected.Count(weight => weight.Name.Contains("in_proj_weight[", StringComparison.Ordinal)));
        Assert.All(
            collected.Where(weight => weight.Name.Contains("in_proj", StringComparison.Ordinal)), weight => Assert.Equal([8, 8], weight.AsMatrix().shape));
    }

    [SchattenRegularize(p: 1)]
    private sealed partial class Transforming : Module<Tensor, Tensor>
    {
        private readonly TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(8, 2, 16), 2);

        public Transforming()
            : base("transforming") => RegisterComponents();

        public override Tensor forward(Tensor x) => x;
    }

    [SchattenRegularize(p: 1)]
    private sealed partial class Tied : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6, hasBias: false);
        private readonly Linear decoder = Linear(6, 6, hasBias: false);
        private readonly Linear other = Linear(3, 4);

        public Tied()
            : base("tied")
        {
            decoder.weight = encoder.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => decoder.forward(encoder.forward(x));
    }

    [SchattenRegularize(p: 1)]
    private sealed partial class Inner : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(3, 4);
        [SchattenIgnore]
        private readonly Sequential skip = Sequential(Linear(4, 4));

        public Inner()
            : base("inner") => RegisterComponents();

        public override Tensor forward(Tensor x) => fc.forward(x);
    }

    [SchattenRegularize(p: 0.5)]
    private sealed partial class Outer : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> list = new(new Inner(), Linear(5, 6));
        private readonly ModuleDict<Module<Tensor, Tensor>> dict = ModuleDict<Module<Tensor, Tensor>>(("inner", new Inner()));
        [SchattenRegularize(p: 2)]
        private readonly Linear shared = Linear(7, 8);
        private readonly Module<Tensor, Tensor> again;

        public Outer()
            : base("outer")
        {
            again = shared;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => again.forward(x);
    }

    /// <summary>A model of one weight, a copy.</summary>
    private sealed class RankModel(RegularizedWeight weight) : IRankRegularized, IDisposable
    {
        private readonly Parameter copy = new(weight.Weight.detach().clone());

        public void CollectWeights(RankWeightCollector collector) => collector.AddWeight("copy", copy, weight.Settings);

        public Tensor RegularizationLoss() => new SchattenPenalty().ComputeLoss(this);

        public Tensor Gradient()
        {
            RegularizationLoss().backward();
            return copy.grad!;
        }

        public void Dispose() => copy.Dispose();
    }
}
