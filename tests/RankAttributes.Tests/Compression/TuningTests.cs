using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Tuning reaches smaller models, and one that does harm is undone.</summary>
public sealed class TuningTests
{
    [Fact]
    public void Tuning_reaches_a_smaller_model()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var other = Task.Trained().Model;
        var plain = other.Compress(() => task.Accuracy(other), new CompressionOptions { MaxAccuracyDrop = 0.005, Inputs = task.Inputs });
        var reports = new List<CompressionProgress>();
        var tuned = model.Compress(() => task.Accuracy(model), new CompressionOptions
        {
            MaxAccuracyDrop = 0.005, Inputs = task.Inputs, Tune = _ => task.Train(model, 40), TuneEpochs = 2, Progress = new Listener(reports),
        });
        Assert.True(tuned.ParametersAfter < plain.ParametersAfter, $"{plain}\n{tuned}");
        Assert.Equal(tuned.AccuracyAfter, task.Accuracy(model));
        Assert.Contains(reports, report => report.IsWithinLimits && report.Parameters == tuned.ParametersAfter);
        Assert.Equal(Enumerable.Range(1, reports.Count), reports.Select(report => report.Trial));
    }

    [Fact]
    public void Tuning_that_does_harm_is_undone()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var calm = Task.Trained().Model;
        model.train();
        var options = new CompressionOptions { MaxParameters = 4_000, Inputs = task.Inputs[..100] };
        var expected = calm.Compress(() => task.Accuracy(calm), options);
        var result = model.Compress(() => task.Accuracy(model), options with
        {
            Tune = _ =>
            {
                Assert.All(model.named_modules(), item => Assert.True(item.module.training));
                Ruin(model);
            },
        });
        Assert.True(result.IsTuningUndone && !expected.IsTuningUndone);
        Assert.Equal(expected.AccuracyAfter, result.AccuracyAfter);
        Assert.Equal(expected.AccuracyAfter, task.Accuracy(model));
        Assert.EndsWith($"{Environment.NewLine}Tuning made the model worse, so it was undone.{Environment.NewLine}", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Tuning", expected.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_tuning_made_fail_names_the_learning_rate()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        var calls = 0;
        var error = Assert.Throws<CompressionLimitException>(() => model.Compress(
            () => calls++ == 0 ? 2 : task.Accuracy(model),
            new CompressionOptions { MaxAccuracyDrop = 0.01, Inputs = task.Inputs[..100], Tune = _ => Ruin(model) }));
        Assert.EndsWith("Tuning made the model worse, so it was undone. Try a smaller learning rate, or one that falls.", error.Message, StringComparison.Ordinal);
    }

    private static void Ruin(Module model)
    {
        using var gradientFree = no_grad();
        foreach (var parameter in model.parameters()) parameter.zero_();
    }

    private sealed class Listener(List<CompressionProgress> reports) : IProgress<CompressionProgress>
    {
        public void Report(CompressionProgress value) => reports.Add(value);
    }
}
