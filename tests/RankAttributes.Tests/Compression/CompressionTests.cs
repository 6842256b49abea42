using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>A compressed model keeps its limits and its function; one that cannot be is left as it was.</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_smallest_model_within_a_drop_of_accuracy_is_taken(bool inputsGiven)
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var result = model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxAccuracyDrop = 0.02, Inputs = inputsGiven ? task.Inputs : null });
        Assert.True(result.AccuracyBefore > 0.9);
        Assert.True(result.AccuracyAfter >= result.AccuracyBefore - 0.02);
        Assert.Equal(result.AccuracyAfter, task.Accuracy(model));
        Assert.Equal(result.ParametersAfter, model.parameters().Sum(parameter => parameter.numel()));
        Assert.True(result.ParametersAfter < result.ParametersBefore / 2, result.ToString());
        Assert.Equal(result.BytesBefore, 4 * result.ParametersBefore);
        Assert.True(result.IsWeightedByActivations);
        Assert.Equal(inputsGiven ? [1, 256] : [], result.Times.Select(time => time.Batch));
        Assert.True(result.MultiplyAddsAfter < result.MultiplyAddsBefore);

        // Where inputs are given, units may go in place of ranks.
        Assert.True(model.fc2 is FactorPair || (inputsGiven && result.Layers[1].OutputsAfter < 64), result.ToString());
        Assert.Equal([40L * 96, 96 * 64, 64 * 5], result.Layers.Select(layer => layer.WeightsBefore));
        Assert.Contains("fc2", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("| fc2 | 64 × 96 |", result.ToMarkdown(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(5_000)]
    [InlineData(10_000)]
    public void A_number_of_parameters_is_kept_and_used(int most)
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var result = model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxParameters = most });
        Assert.InRange(result.ParametersAfter, most * 0.9, most);
    }

    [Fact]
    public void One_rank_for_all_is_what_it_says()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var result = model.Compress(() => task.Accuracy(model), new CompressionOptions { Rank = 4 });
        Assert.Equal([4, 4, 4], result.Layers.Select(layer => layer.Rank!.Value));
        Assert.Equal(4, ((FactorPair)model.fc1).Down.parameters().Single().shape[0]);
    }

    [Fact]
    public void Inference_gets_as_fast_as_wanted()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var model = new Wide();
        var inputs = randn(64, 600);
        var result = model.Compress(() => 1, new CompressionOptions { TargetSpeedup = 1.5, Inputs = inputs });
        Assert.True(result.Times[^1].Speedup >= 1.5, result.ToString());
    }

    [Fact]
    public void Convolutions_are_compressed_and_what_stays_says_why()
    {
        using var scope = NewDisposeScope();
        var task = new Task(1, 12, 12);
        manual_seed(1);
        var model = new Cnn();
        task.Train(model, 150);
        model.train();
        var before = model.state_dict().Count;
        var result = model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxAccuracyDrop = 0.05, Inputs = task.Inputs[..100] });
        Assert.True(result.AccuracyAfter >= result.AccuracyBefore - 0.05);
        var stays = result.Layers.Single(layer => layer.Name == "head");
        Assert.Contains("declare it as Module<Tensor, Tensor>", stays.Reason, StringComparison.Ordinal);

        // Below the figures: a sentence in a column would make the table wider than a terminal.
        Assert.Contains($"{Environment.NewLine}head stays dense: {stays.Reason}{Environment.NewLine}", result.ToString(), StringComparison.Ordinal);
        var figures = result.ToString().Split(Environment.NewLine).Where(line => !line.Contains("stays", StringComparison.Ordinal));
        Assert.All(figures, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(before + result.Layers.Count(layer => layer.Rank is not null), model.state_dict().Count);
        Assert.Equal((144, 25, 9, 0), (result.Layers[0].Positions, result.Layers[1].Positions, result.Layers[2].Positions, result.Layers[3].Positions));
        Assert.True(model.training && model.norm.training && model.deep.training);
    }

    [Theory]
    [InlineData("limit")]
    [InlineData("cancel")]
    [InlineData("evaluate")]
    [InlineData("nan")]
    [InlineData("tune")]
    [InlineData("infinite weight")]
    public void A_failure_leaves_the_model_as_it_was(string fault)
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        using var cancellation = new CancellationTokenSource();
        if (fault == "infinite weight")
        {
            using (no_grad()) ((TorchSharp.Modules.Linear)model.fc2).weight[0, 0] = double.PositiveInfinity;
        }

        model.train();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var modules = model.named_modules().Select(item => item.module).ToList();
        var calls = 0;
        var options = new CompressionOptions
        {
            MaxAccuracyDrop = 0.01, MaxParameters = fault == "limit" ? 120 : null, Inputs = task.Inputs,
            Tune = epoch =>
            {
                task.Train(model, 2);
                if (fault == "tune" && epoch == 2) throw new IOException("disk");
            },
            TuneEpochs = 2,
        };
        var error = Record.Exception(() => model.Compress(
            () =>
            {
                if (++calls == 6 && fault == "evaluate") throw new IOException("disk");
                if (calls == 6 && fault == "cancel") cancellation.Cancel();
                return calls == 6 && fault == "nan" ? double.NaN : task.Accuracy(model);
            },
            options,
            cancellation.Token));
        Assert.IsType(
            fault switch
            {
                "limit" => typeof(CompressionLimitException), "cancel" => typeof(OperationCanceledException), "nan" => typeof(ArgumentException),
                "infinite weight" => typeof(NonFiniteWeightException), _ => typeof(IOException),
            },
            error);
        Assert.Equal(modules, model.named_modules().Select(item => item.module));
        Assert.Equal(before.Keys, model.state_dict().Keys);
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
        Assert.All(modules, module => Assert.True(module.training));
        if (error is CompressionLimitException { Best: { } best }) Assert.Contains($"{best.ParametersAfter:N0}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_compressed_the_message_says_why()
    {
        var none = Assert.Throws<CompressionLimitException>(() => Sequential(ReLU()).Compress(() => 1, new CompressionOptions { Rank = 1 }));
        Assert.Equal("The model has no linear layer and no convolution that could be compressed.", none.Message);
        using var alone = Linear(30, 30);
        var held = Assert.Throws<CompressionLimitException>(() => alone.Compress(() => 1, new CompressionOptions { Rank = 1 }));
        Assert.Contains("put it into a module of your own", held.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        using var model = new Mlp();
        using var nothing = zeros(0, 40);
        foreach (var options in new[]
        {
            new CompressionOptions(), new() { MaxAccuracyDrop = -1 }, new() { MaxAccuracyDrop = double.NaN }, new() { MaxParameters = 0 }, new() { Rank = 0 },
            new() { TargetSpeedup = 2 }, new() { TargetSpeedup = 1, Inputs = model.fc1.parameters().First() }, new() { Rank = 1, Inputs = nothing },
            new() { Rank = 1, TuneEpochs = 0 },
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => model.Compress(() => 1, options));
        }
    }
}
