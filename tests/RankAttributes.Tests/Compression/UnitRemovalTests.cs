using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Hidden units are removed where the model does without any of them, and nowhere else.</summary>
public sealed class UnitRemovalTests
{
    private const int Width = Between.Width;

    private static readonly Dictionary<string, (Func<Between> Make, bool CanLose)> Cases = new()
    {
        ["nothing"] = (() => Between.Plain(x => x), true),
        ["relu"] = (() => Between.Plain(x => functional.relu(x)), true),
        ["a gate and dropout"] = (() => Between.With(Sequential(SiLU(), Dropout(0.3))), true),
        ["tokens"] = (() => new Between((model, x)
            => model.second.call(functional.gelu(model.first.call(stack([x, x.roll(1, 1), -x], 1)))).mean([1L])), true),
        ["attention to the units as values"]
            = (() => Between.Plain(x => functional.scaled_dot_product_attention(ones_like(x)[.., ..1], ones_like(x)[.., ..1], x)), true),
        ["an activation of each unit's own size"] = (() => Between.With(PReLU(1)), true),
        ["layer norm"] = (() => Between.With(LayerNorm(Width)), false),
        ["layer norm of whatever is there"] = (() => Between.Plain(x => functional.layer_norm(x, [x.shape[^1]])), false),
        ["batch norm"] = (() => Between.With(BatchNorm1d(Width)), false),
        ["softmax"] = (() => Between.Plain(x => functional.softmax(x, -1)), false),
        ["the mean taken away"] = (() => Between.Plain(x => x - x.mean([-1L], true)), false),
        ["length one"] = (() => Between.Plain(x => functional.normalize(x)), false),
        ["units moved on by one"] = (() => Between.Plain(x => functional.relu(x.roll(1, 1))), false),
        ["view of the width"] = (() => Between.Plain(x => functional.relu(x).view(-1, Width)), false),
        ["two halves"] = (() => Between.Plain(x => cat([functional.relu(x[.., ..(Width / 2)]), x[.., (Width / 2)..].tanh()], 1)), false),
        ["residual"] = (() => new Between((model, x) => model.second.call(x + functional.relu(model.first.call(x)))), false),
        ["a gate of another layer"] = (() => Between.Gated(), false),
        ["units used twice"] = (() => new Between((model, x) =>
        {
            var units = functional.relu(model.first.call(x));
            return model.second.call(units) + units.mean([1L], true);
        }), false),
        ["a layer called twice"] = (() => new Between((model, x)
            => model.second.call(functional.relu(model.first.call(functional.relu(model.first.call(x)))))), false),
        ["a layer held in two places"] = (() => Between.Plain(x => functional.relu(x)).HeldTwice(), false),
        ["one that counts its batches"] = (Irregular, false),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Units_go_only_where_the_model_does_without_them(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (make, canLose) = Cases[name];
        using var model = make();
        using var inputs = randn(512, Width);
        var result = Smallest(model, inputs);
        var kept = canLose ? Width / 8 : Width;
        Assert.Equal((kept, kept), (result.Layers[0].OutputsAfter, result.Layers[1].InputsAfter));
        Assert.Equal((Width, 5), (result.Layers[0].InputsAfter, result.Layers[1].OutputsAfter));
        Assert.Equal([512L, 5], model.call(inputs).shape);
        Assert.Equal(result.ParametersAfter, model.parameters().Sum(parameter => parameter.numel()));
        var weights = model.parameters().Where(parameter => parameter.dim() == 2);
        Assert.Equal(result.Layers.Sum(layer => layer.WeightsAfter), weights.Sum(parameter => parameter.numel()));
        Assert.Equal(canLose, result.ToString().Contains($"4 of 32 units of first are kept{Environment.NewLine}", StringComparison.Ordinal));
    }

    [Fact]
    public void All_units_stay_where_that_is_wanted_or_nothing_is_known_of_them()
    {
        using var scope = NewDisposeScope();
        using var inputs = randn(512, Width);
        foreach (var options in new[]
        {
            new CompressionOptions { MaxParameters = 600, Inputs = inputs, RemoveUnits = false }, new() { MaxParameters = 600 },
            new() { Rank = 2, Inputs = inputs },
        })
        {
            using var model = Between.Plain(x => functional.relu(x));
            var result = model.Compress(() => -model.parameters().Sum(parameter => parameter.numel()), options);
            Assert.All(result.Layers, layer => Assert.Equal((layer.Outputs, layer.Inputs), (layer.OutputsAfter, layer.InputsAfter)));
            Assert.DoesNotContain("kept", result.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, true, "copies")]
    [InlineData(ScalarType.Float32, false, "copies")]
    [InlineData(ScalarType.Float32, true, "dead")]
    [InlineData(ScalarType.Float64, true, "copies")]
    [InlineData(ScalarType.Float64, false, "copies")]
    [InlineData(ScalarType.BFloat16, true, "copies")]
    public void Units_that_add_nothing_are_removed_at_no_loss(ScalarType dtype, bool hasBias, string kind)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        manual_seed(5);
        var (first, second) = (Linear(24, 64, hasBias, dtype: dtype), Linear(64, 10, hasBias, dtype: dtype));

        // Every fourth unit is one of its own; those between are like it, or never above zero.
        var source = tensor(Enumerable.Range(0, 64).Select(unit => unit / 4 * 4L).ToArray());
        if (kind == "copies")
        {
            first.weight.copy_(first.weight.index_select(0, source));
            if (hasBias) first.bias!.copy_(first.bias.index_select(0, source));
        }
        else
        {
            foreach (var unit in Enumerable.Range(0, 64).Where(unit => unit % 4 > 0))
            {
                first.weight[unit] = 0;
                first.bias![unit] = -1;
            }
        }

        using var model = Sequential(("first", first), ("relu", ReLU()), ("second", second));
        var inputs = randn(512, 24).to_type(dtype);
        var before = model.call(inputs).to_type(float64);
        double Error() => ((model.call(inputs).to_type(float64) - before).norm() / before.norm()).ToDouble();
        var biases = hasBias ? 16 + 10 : 0;
        var result = model.Compress(() => -Error(), new CompressionOptions { MaxParameters = (16 * 24) + (10 * 16) + biases, Inputs = inputs });
        Assert.InRange(Error(), 0, dtype switch { ScalarType.Float64 => 1e-6, ScalarType.Float32 => 1e-5, _ => 1e-2 });
        Assert.Equal((16, 16), (result.Layers[0].OutputsAfter, result.Layers[1].InputsAfter));
        Assert.All(model.parameters(), parameter => Assert.Equal(dtype, parameter.dtype));
        Assert.Equal(hasBias ? 4 : 2, model.parameters().Count());
    }

    [Fact]
    public void Whatever_evaluation_fails_the_model_is_as_it_was()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var modules = model.named_modules().Select(item => item.module).ToList();
        var options = new CompressionOptions { MaxParameters = 3_000, Inputs = task.Inputs };
        var total = int.MaxValue;
        for (var fault = 1; fault <= total; fault++)
        {
            var calls = 0;
            model.train();
            double Evaluate() => ++calls == fault ? throw new IOException("disk") : task.Accuracy(model);
            if (total == int.MaxValue)
            {
                var other = Task.Trained().Model;
                other.Compress(() => (++calls, task.Accuracy(other)).Item2, options);
                (total, calls) = (calls, 0);
            }

            Assert.Throws<IOException>(() => model.Compress(Evaluate, options));
            Assert.Equal(modules, model.named_modules().Select(item => item.module));
            Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
            Assert.All(modules, module => Assert.True(module.training));
        }

        // The model, three layers alone, and a trial of each width.
        Assert.Equal(1 + 3 + 4, total);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.03)]
    public void Fewer_units_make_no_larger_model_and_not_many_more_trials(double drop)
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var other = Task.Trained().Model;
        var (trials, trialsOfAll) = (new List<CompressionProgress>(), new List<CompressionProgress>());
        var options = new CompressionOptions { MaxAccuracyDrop = drop, Inputs = task.Inputs };
        var all = other.Compress(() => task.Accuracy(other), options with { RemoveUnits = false, Progress = new Listener(trialsOfAll) });
        var result = model.Compress(() => task.Accuracy(model), options with { Progress = new Listener(trials) });
        Assert.InRange(result.ParametersAfter, 1, all.ParametersAfter);
        Assert.True(result.AccuracyAfter >= result.AccuracyBefore - drop);
        Assert.Equal(trialsOfAll, trials.Take(trialsOfAll.Count));
        Assert.InRange(trials.Count, trialsOfAll.Count + 1, 2.5 * trialsOfAll.Count);
    }

    [Fact]
    public void Each_width_uses_what_the_limit_allows()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var trials = new List<CompressionProgress>();
        model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxParameters = 3_000, Inputs = task.Inputs, Progress = new Listener(trials) });
        Assert.Equal(4, trials.Count);
        Assert.All(trials.Take(2), trial => Assert.InRange(trial.Parameters, 2_700, 3_000));

        // A quarter and an eighth of 96 and 64 units leave less than that to layers of full rank, but for the head: rank 5 of 5 × 16 saves nothing.
        Assert.Equal([(24 * 41) + (16 * 25) + (5 * 17), (12 * 41) + (8 * 13) + (5 * 9)], trials.Skip(2).Select(trial => trial.Parameters));
    }

    [Fact]
    public void Narrower_layers_take_no_random_numbers()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(6, 8);
        manual_seed(7);
        var expected = rand(4);
        manual_seed(7);
        using var narrow = RankAttributes.LowRank.NarrowLayer.Of(layer, layer.weight, tensor(new long[] { 1, 3 }), null);
        Assert.True(rand(4).Equals(expected));
        Assert.True(((TorchSharp.Modules.Linear)narrow).weight.Equals(layer.weight.index_select(0, tensor(new long[] { 1, 3 }))));
    }

    [Fact]
    public void Hooks_and_modes_and_what_trains_go_over_to_the_narrower_layers()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = Between.Plain(x => functional.relu(x));
        using var inputs = randn(512, Width);
        var calls = 0;
        ((Linear)model.first).register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });
        ((Linear)model.second).bias!.requires_grad = false;
        model.train();
        Smallest(model, inputs);
        calls = 0;
        model.call(inputs).sum().backward();
        Assert.Equal(1, calls);
        Assert.True(model.first.training && model.second.training && model.first is not FactorPair);
        Assert.Equal(1, model.parameters().Count(parameter => !parameter.requires_grad));
        Assert.All(model.parameters().Where(parameter => parameter.requires_grad), parameter => Assert.NotNull(parameter.grad));
    }

    /// <summary>The fewest parameters that a trial has: that of an eighth of the units, where any can be removed.</summary>
    private static CompressionResult Smallest(Between model, Tensor inputs)
    {
        var parameters = model.parameters().Sum(parameter => parameter.numel());
        return model.Compress(
            () => -model.parameters().Sum(parameter => parameter.numel()), new CompressionOptions { MaxParameters = parameters - 1, Inputs = inputs });
    }

    private static Between Irregular()
    {
        var passes = 0;
        return new Between((model, x) => model.second.call(functional.relu(passes++ == 0 ? model.first.call(model.first.call(x)) : model.first.call(x))));
    }

    private sealed class Listener(List<CompressionProgress> reports) : IProgress<CompressionProgress>
    {
        public void Report(CompressionProgress value) => reports.Add(value);
    }
}
