using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>The exact mode against a float64 decomposition, over indices, spectra, shapes, strides and dtypes.</summary>
public sealed class ExactPenaltyTests
{
    public static TheoryData<string, double, double> Table
    {
        get
        {
            var table = new TheoryData<string, double, double>();
            foreach (var name in TestMatrices.Names)
                foreach (var p in new[] { 0.1, 0.5, 2.0 / 3, 1, 1.5, 2 })
                    foreach (var smoothing in new[] { 1e-3, 1e-2 })
                        table.Add(name, p, smoothing);
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Value_and_gradient_are_those_of_the_closed_form(string name, double p, double smoothing)
    {
        using var scope = NewDisposeScope();
        foreach (var (type, tolerance) in new[] { (ScalarType.Float32, 1e-4), (ScalarType.Float64, 1e-10) })
        {
            var weight = TestMatrices.Of(name).to_type(type).requires_grad_();
            AssertExact(weight, weight, p, smoothing, tolerance);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Strides_do_not_matter(double p)
    {
        using var scope = NewDisposeScope();
        var leaf = TestMatrices.Of("wide").to_type(ScalarType.Float32).requires_grad_();
        AssertExact(leaf, leaf.t(), p, 1e-3, 1e-4, gradient => gradient.t());
        var columns = TestMatrices.Of("random").to_type(ScalarType.Float32).requires_grad_();
        AssertExact(columns, columns[.., TensorIndex.Slice(0, null, 2)], p, 1e-3, 1e-4, gradient => gradient[.., TensorIndex.Slice(0, null, 2)]);
    }

    [Fact]
    public void A_convolution_is_penalized_through_its_view()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(8, 12, 3);
        var penalty = new PenaltySettings(0.5, 1, Method: PenaltyMethod.Exact);
        var matrix = new RegularizedWeight("conv", layer.weight, penalty).AsMatrix();
        var (_, expected) = Reference.Of(matrix, 0.5, 1e-3);
        var collected = new Collected(collector => collector.AddModule("conv", layer, penalty));
        collected.RegularizationLoss().backward();
        Assert.InRange(Reference.RelativeError(layer.weight.grad!.reshape(12, 72), expected), 0, 1e-4);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precisions_are_computed_in_float32(ScalarType type)
    {
        using var scope = NewDisposeScope();
        // Σσᵢ^p of this weight is above what float16 can hold, so a value computed in half precision would be infinite.
        var weight = (TestMatrices.Of("wide") * 4000).to_type(type).requires_grad_();
        var (value, gradient) = Reference.Of(weight, 1.5, 1e-3);
        var loss = new OneWeight(weight, new PenaltySettings(1.5, 1e-4, Method: PenaltyMethod.Exact)).RegularizationLoss();
        loss.backward();
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(type, weight.grad!.dtype);
        Assert.Equal(1, loss.ToDouble() / (1e-4 * value), 1e-5);
        Assert.InRange(Reference.RelativeError(weight.grad, gradient * 1e-4), 0, finfo(type).eps);
    }

    [Fact]
    public void A_frozen_weight_counts_in_the_value_and_gets_no_gradient()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.Of("random");
        var loss = new OneWeight(weight, new PenaltySettings(0.5, 1, Method: PenaltyMethod.Exact)).RegularizationLoss();
        Assert.False(loss.requires_grad);
        Assert.Equal(1, loss.ToDouble() / Reference.Of(weight, 0.5, 1e-3).Value, 1e-10);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_weight_that_is_not_finite_is_named_in_the_forward_pass(double entry)
    {
        using var scope = NewDisposeScope();
        foreach (var method in Enum.GetValues<PenaltyMethod>())
        {
            var weight = TestMatrices.Of("tall");
            weight[3, 4] = entry;
            var error = Assert.Throws<NonFiniteWeightException>(
                () => new OneWeight(weight.requires_grad_(), new PenaltySettings(0.5, Method: method)).RegularizationLoss());
            Assert.Equal("layer.weight", error.WeightName);
        }
    }

    private static void AssertExact(
        Tensor leaf, Tensor weight, double p, double smoothing, double tolerance, Func<Tensor, Tensor>? part = null)
    {
        var (value, gradient) = Reference.Of(weight, p, smoothing);
        var loss = new OneWeight(weight, new PenaltySettings(p, 1, null, smoothing, PenaltyMethod.Exact)).RegularizationLoss();
        loss.backward();
        var actual = leaf.grad!;
        Assert.InRange(Reference.RelativeError(part is null ? actual : part(actual), gradient), 0, tolerance);
        Assert.InRange(Math.Abs(loss.ToDouble() - value), 0, tolerance * value);
    }

    private sealed class Collected(Action<RankWeightCollector> collect) : IRankRegularized
    {
        private readonly SchattenPenalty penalty = new();

        public void CollectWeights(RankWeightCollector collector) => collect(collector);

        public Tensor RegularizationLoss() => penalty.ComputeLoss(this);
    }
}
