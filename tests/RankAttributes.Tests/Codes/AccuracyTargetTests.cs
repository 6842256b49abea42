using RankAttributes.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

/// <summary>The shortest description that is accurate enough.</summary>
public sealed class AccuracyTargetTests
{
    private static readonly CodeOptions Options = new() { InputShape = [6] };

    [Fact]
    public void Training_finds_a_network_within_the_target_that_is_shorter_than_rounding()
    {
        using var scope = NewDisposeScope();
        var (samples, unseen) = (Blobs.Of(3_000), Blobs.Of(2_000, seed: 9)[0]);
        using var model = Trained(samples);
        var dense = Accuracy(model, unseen);
        var rounded = EncodedModel.Of(model, Options);
        using var training = new CodeTraining(model, new AccuracyTarget(() => Accuracy(model, unseen), dense - 0.03), Options);
        var optimizer = optim.Adam(training.Parameters, 0.01);
        const int epochs = 50;
        var checks = new List<AccuracyCheck>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (index, (x, y)) in samples.Index())
            {
                using var inner = NewDisposeScope();
                training.Progress = (epoch + ((double)index / samples.Length)) / epochs;
                optimizer.zero_grad();
                using (training.Draw()) training.Loss(model.call(x), y).backward();
                optimizer.step();
            }

            var before = model.parameters().Select(parameter => parameter.detach().clone()).ToList();
            checks.Add(training.Check());
            Assert.All(model.parameters().Zip(before), pair => Assert.Equal(0, (pair.First - pair.Second).abs().max().ToDouble()));
        }

        var smallest = training.Smallest!;
        Assert.Equal(checks.Where(check => check.IsWithinTarget).Min(check => check.Bits), smallest.Bits);
        Assert.All(checks, check => Assert.Equal(check.Accuracy >= dense - 0.03, check.IsWithinTarget));
        Assert.True(smallest.Bits < 0.92 * rounded.Bits, $"{smallest.Bits} of {rounded.Bits}");
        smallest.ApplyTo(model);
        Assert.InRange(Accuracy(model, unseen), dense - 0.03, 1);
    }

    [Theory]
    [InlineData(0.9, 1.6, true)]
    [InlineData(1.1, 0.5, false)]
    public void The_price_of_a_bit_rises_while_the_target_is_kept_and_falls_while_it_is_not(double least, double factor, bool isKept)
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using var training = new CodeTraining(model, new AccuracyTarget(() => 1, least), Options) { Progress = 0.3 };
        var (x, y) = Blobs.Of(64)[0];
        using (training.Draw()) training.Loss(model.call(x), y).backward();
        var early = training.PriceOfBit;
        training.Check();
        Assert.Equal(early, training.PriceOfBit);

        training.Progress = 0.5;
        var price = training.PriceOfBit;
        Assert.Equal(isKept, training.Check().IsWithinTarget);
        Assert.Equal(factor * price, training.PriceOfBit, 1e-12);
        Assert.Equal(isKept, training.Smallest is not null);
    }

    [Fact]
    public void The_shortest_is_kept_also_where_a_longer_one_follows()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using var training = new CodeTraining(model, new AccuracyTarget(() => 1, 0.5), Options);
        var first = training.Check();
        using (no_grad()) foreach (var parameter in model.parameters()) parameter.mul_(0.1);
        var shorter = training.Check();
        using (no_grad()) foreach (var parameter in model.parameters()) parameter.mul_(30);
        var longer = training.Check();
        Assert.True(shorter.Bits < first.Bits && first.Bits < longer.Bits);
        Assert.Equal(shorter.Bits, training.Smallest!.Bits);
    }

    [Fact]
    public void A_check_needs_a_target_and_a_finite_evaluation_and_no_open_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using (var bound = new CodeTraining(model, CodeMethod.Integers, Options, 100))
            Assert.Contains("no accuracy target", Assert.Throws<InvalidOperationException>(() => bound.Check()).Message, StringComparison.Ordinal);
        using var training = new CodeTraining(model, new AccuracyTarget(() => double.NaN, 0.5), Options);
        using (training.Draw()) Assert.Throws<InvalidOperationException>(() => training.Check());
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => training.Check()).Message, StringComparison.Ordinal);
    }

    private static Perceptron Trained((Tensor Inputs, Tensor Labels)[] samples)
    {
        manual_seed(1);
        var model = new Perceptron();
        var optimizer = optim.Adam(model.parameters(), 0.02);
        for (var step = 0; step < 300; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var (x, y) = samples[step % samples.Length];
            nn.functional.cross_entropy(model.call(x), y).backward();
            optimizer.step();
        }

        return model;
    }

    private static double Accuracy(Perceptron model, (Tensor Inputs, Tensor Labels) samples)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        return (model.call(samples.Inputs).argmax(1) == samples.Labels).to_type(ScalarType.Float64).mean().ToDouble();
    }
}
