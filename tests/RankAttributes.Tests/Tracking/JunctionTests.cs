using RankAttributes.Tracking;
using RankAttributes.Tracking.Samples;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>What stands between layers is recognized, and what is not known is not taken for something that is.</summary>
public sealed class JunctionTests
{
    public static TheoryData<string, string> Known => new()
    {
        { "identity", "nothing" }, { "relu", "relu" }, { "tanh", "tanh" }, { "gelu", "gelu" }, { "silu", "silu" }, { "mish", "mish" }, { "selu", "selu" },
        { "elu", "elu" }, { "softsign", "softsign" }, { "relu6", "relu6" }, { "hardtanh", "hardtanh" }, { "leaky", "leaky_relu(0.01)" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void An_activation_is_recognized_with_a_constant_that_its_steepest_slope_does_not_exceed(string function, string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var before = randn(50, 30) * 4;

        var junction = Junction.Between(before, Apply(function, before))!;

        Assert.Equal(name, junction.Name);
        var x = linspace(-12, 12, 200_001, ScalarType.Float64);
        var slopes = Apply(function, x).diff() / x.diff();
        Assert.InRange(slopes.abs().max().item<double>(), junction.Lipschitz * 0.99, junction.Lipschitz + 1e-9);
        Assert.Equal(0, Apply(function, zeros(1)).item<float>());
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("sigmoid")]
    [InlineData("twice")]
    [InlineData("softmax")]
    [InlineData("shift")]
    public void What_is_not_known_is_not_recognized(string function)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var before = randn(50, 30);
        Assert.Null(Junction.Between(before, Apply(function, before)));
    }

    [Fact]
    public void Samples_that_show_nothing_are_no_evidence()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var tiny = randn(50, 30) * 1e-8;
        Assert.Null(Junction.Between(zeros(5, 4), zeros(5, 4)));
        Assert.Null(Junction.Between(-ones(5, 4), functional.relu(-ones(5, 4))));
        Assert.Null(Junction.Between(tiny, 2 * tiny));
        Assert.Equal("gelu", Junction.Between(tiny, functional.gelu(tiny))!.Name);
    }

    [Fact]
    public void Pooling_is_recognized_on_either_side_of_the_activation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var before = randn(5, 4, 9, 9);
        Assert.Equal("gelu, average pooling 3", Junction.Between(before, functional.avg_pool2d(functional.gelu(before), 3))!.Name);
        Assert.Equal("gelu, max pooling 2, flatten", Junction.Between(before, functional.gelu(functional.max_pool2d(before, 2)).flatten(1))!.Name);
        Assert.Equal("tanh, average pooling 9, flatten", Junction.Between(before, functional.adaptive_avg_pool2d(before.tanh(), 1).flatten(1))!.Name);
        Assert.Null(Junction.Between(before, before.narrow(2, 0, 3).narrow(3, 0, 3)));
    }

    private static Tensor Apply(string function, Tensor x) => function switch
    {
        "identity" => x,
        "relu" => functional.relu(x),
        "tanh" => x.tanh(),
        "gelu" => functional.gelu(x),
        "silu" => functional.silu(x, false),
        "mish" => functional.mish(x, false),
        "selu" => functional.selu(x, false),
        "elu" => functional.elu(x, 1, false),
        "softsign" => functional.softsign(x, false),
        "relu6" => functional.relu6(x, false),
        "hardtanh" => x.clamp(-1, 1),
        "leaky" => functional.leaky_relu(x, 0.01, false),
        "residual" => x + functional.relu(x),
        "sigmoid" => x.sigmoid(),
        "twice" => 2 * x,
        "softmax" => functional.softmax(x, -1),
        _ => x + 0.01,
    };
}
