using RankAttributes.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

public sealed class CodeSearchTests
{
    private static readonly CodeOptions Options = new() { InputShape = [6], HasScales = false };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_search_lowers_the_bound_and_reports_what_certifying_finds(int seconds)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        var samples = Blobs.Of(2_000);
        using var training = new CodeTraining(model, CodeMethod.Integers, Options, 2_000);
        var steps = new List<CodeSearchProgress>();
        var before = model.Certify(EncodedModel.Of(model, Options), samples, Options);

        var encoded = training.Encode(samples, new CodeSearchOptions { WholeNetwork = TimeSpan.FromSeconds(seconds), Progress = new Collected(steps) });

        var after = model.Certify(encoded, samples, Options);
        Assert.True(after.ErrorBound < before.ErrorBound);
        Assert.NotEmpty(steps);
        Assert.Equal(steps.Count, seconds > 0 ? steps.Count : steps[^1].Changes);

        // The search counts without tolerance.
        Assert.InRange(after.Errors, steps[^1].Errors - 2, steps[^1].Errors + after.Ties + 2);
        Assert.Equal(encoded.Bits, steps[^1].Bits, 6.0);
    }

    [Fact]
    public void A_search_that_is_cancelled_returns_what_it_has()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Integers, Options, 500);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var encoded = training.Encode(Blobs.Of(500), null, cancellation.Token);
        Assert.Equal(EncodedModel.Of(model, Options).Bits, encoded.Bits, 1e-9);
    }

    private sealed class Collected(List<CodeSearchProgress> steps) : IProgress<CodeSearchProgress>
    {
        public void Report(CodeSearchProgress value) => steps.Add(value);
    }
}
