using RankAttributes.Codes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

public sealed class CodeTrainingTests
{
    private static readonly CodeOptions Options = new() { InputShape = [6], HasScales = false };

    [Fact]
    public void Within_a_draw_the_weights_are_integers_and_behind_it_what_they_were()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Integers, Options, 1000) { Progress = 1 };
        var before = model.parameters().Select(parameter => parameter.detach().clone()).ToList();
        using (training.Draw())
        {
            Assert.All(model.parameters(), parameter => Assert.Equal(0, (parameter * 2).frac().abs().sum().ToDouble()));
            Assert.All(model.parameters().Where(parameter => parameter.dim() > 1), parameter => Assert.Equal(0, parameter.frac().abs().sum().ToDouble()));
        }

        Assert.All(model.parameters().Zip(before), pair => Assert.True(pair.First.allclose(pair.Second)));
    }

    [Fact]
    public void The_gradient_is_the_one_at_the_integers_and_the_slope_of_the_bits()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Perceptron();
        var (x, y) = Blobs.Of(64)[0];
        using var training = new CodeTraining(model, CodeMethod.Integers, Options, 1000) { Progress = 0 };
        training.Progress = 1;
        Dictionary<string, Tensor> plain = [];
        using (training.Draw())
        {
            // The same loss by hand, at the drawn weights: q = 0.6 at the end, temperature 0.3 at the beginning.
            var right = nn.functional.log_softmax(model.call(x) * 0.3, 1).gather(1, y.unsqueeze(1));
            ((1 - (right * 0.6).exp()) / 0.6).mean().backward();
            plain = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
            foreach (var parameter in model.parameters()) parameter.grad!.zero_();
            training.Loss(model.call(x), y).backward();
        }

        foreach (var (name, parameter) in model.named_parameters())
        {
            // What is left is λ·slope: away from zero, and at most what the dearest unit costs.
            var slope = (parameter.grad! - plain[name]) * parameter.sign() * (name.EndsWith("bias", StringComparison.Ordinal) ? 0.5 : 1);
            Assert.InRange(slope.max().ToDouble(), 1e-9, 20 * training.PriceOfBit);
        }
    }

    [Fact]
    public void Deviations_receive_the_gradient_of_the_loss_along_the_noise_and_of_the_divergence()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new Perceptron();
        var (x, y) = Blobs.Of(64)[0];
        using var training = new CodeTraining(model, CodeMethod.Posterior, Options, 1000) { Progress = 0.5 };
        var deviations = training.Parameters.Except(model.parameters()).First(parameter => parameter.numel() > 1);
        var flat = Joined(model.parameters());
        Tensor noise, loss, gradient;
        using (training.Draw())
        {
            noise = (Joined(model.parameters()) - flat) / (0.15 * Steps(model));
            loss = training.Loss(model.call(x), y);
            loss.backward();
            gradient = Joined(model.parameters().Select(parameter => parameter.grad!)) * Steps(model);
        }

        var expected = (gradient * noise * 0.15) + ((0.15 * 0.15) - 1) / Math.Log(2) * training.PriceOfBit;
        Assert.True(deviations.grad!.allclose(expected, 1e-3, 1e-6), $"{(deviations.grad! - expected).abs().max().ToDouble()}");
    }

    [Fact]
    public void Two_draws_of_a_step_add_up_and_mirror_each_other()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Posterior, Options, 1000);
        var center = Joined(model.parameters());
        Tensor first, second;
        using (training.Draw()) first = Joined(model.parameters());
        using (training.Draw()) second = Joined(model.parameters());
        Assert.True(((first + second) / 2).allclose(center, 1e-4, 1e-5));
        Assert.False(first.allclose(second));
    }

    [Fact]
    public void Calls_in_the_wrong_order_say_what_to_do()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron();
        using var training = new CodeTraining(model, CodeMethod.Integers, Options, 1000);
        Assert.Contains(
            "Draw()", Assert.Throws<InvalidOperationException>(() => training.Loss(zeros(1, 3), zeros(1, int64))).Message, StringComparison.Ordinal);
        using (training.Draw()) Assert.Contains("dispose", Assert.Throws<InvalidOperationException>(() => training.Draw()).Message, StringComparison.Ordinal);
        Assert.Contains("Encode", Assert.Throws<InvalidOperationException>(() => training.DrawBest(Blobs.Of(10))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodeMethod.Integers)]
    [InlineData(CodeMethod.Posterior)]
    public void Training_ends_in_a_certificate_that_says_something(CodeMethod method)
    {
        using var scope = NewDisposeScope();
        var samples = Blobs.Of(4_000);
        using var model = new Perceptron();
        using var training = Trained(model, method, samples, 4_000);

        model.eval();
        NetworkDescription description = method is CodeMethod.Integers ? training.Encode(samples) : training.DrawBest(samples, draws: 8);
        var certificate = model.Certify(description, samples, Options, heldOut: Blobs.Of(2_000, seed: 9));

        Assert.InRange(certificate.ErrorBound, certificate.TrainError, 0.35);
        Assert.InRange(certificate.HeldOut!.Errors / 2000.0, 0, certificate.ErrorBound);
        Assert.Contains("With probability 95%", certificate.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodeMethod.Integers)]
    [InlineData(CodeMethod.Posterior)]
    public void Where_bits_cost_something_there_are_fewer(CodeMethod method)
    {
        using var scope = NewDisposeScope();
        var samples = Blobs.Of(4_000);
        using Perceptron dear = new(), cheap = new();
        using var few = Trained(dear, method, samples, 4_000);
        using var many = Trained(cheap, method, samples, 4_000_000_000);
        Assert.InRange(few.Bits, 1, 0.9 * many.Bits);
    }

    [Fact]
    public void Convolutions_embeddings_and_groups_are_trained_too()
    {
        using var scope = NewDisposeScope();
        foreach (var (model, input) in new (nn.Module<Tensor, Tensor>, Tensor)[] { (new Convolutions(), randn(8, 1, 6, 6)),
            (new Words(), randint(20, [8, 5])) })
        {
            foreach (var method in Enum.GetValues<CodeMethod>())
            {
                using var training = new CodeTraining(model, method, new CodeOptions(), 100) { Progress = 0.7 };
                using (training.Draw()) training.Loss(model.call(input), zeros(8, int64)).backward();
                Assert.All(model.parameters(), parameter => Assert.True(parameter.grad!.abs().sum().ToDouble() > 0));
            }
        }
    }

    [Theory]
    [InlineData(CodeMethod.Integers, true)]
    [InlineData(CodeMethod.Integers, false)]
    [InlineData(CodeMethod.Posterior, false)]
    public void A_look_at_what_would_be_certified_now_is_what_writing_down_gives_and_changes_nothing(CodeMethod method, bool hasScales)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new Perceptron();
        var (options, samples, unseen) = (Options with { HasScales = hasScales }, Blobs.Of(500), Blobs.Of(100, seed: 2));
        using var training = new CodeTraining(model, method, options, 500);
        using (training.Draw()) training.Loss(model.call(samples[0].Inputs), samples[0].Labels).backward();
        var before = Joined(model.parameters());
        manual_seed(7);
        var expected = rand(3);
        manual_seed(7);

        var now = training.CertifyNow(samples, unseen);

        Assert.Equal(0, (Joined(model.parameters()) - before).abs().max().ToDouble());
        Assert.Equal(0, (rand(3) - expected).abs().max().ToDouble());
        Assert.Equal(100, now.HeldOut!.Samples);
        NetworkDescription written = method is CodeMethod.Integers
            ? training.Encode(samples, new CodeSearchOptions { Sweeps = 0 }) : training.DrawBest(samples, draws: 1);
        var copy = model.Certify(written, samples, options);
        Assert.Equal((copy.Bits, copy.Errors, copy.ErrorBound), (now.Bits, now.Errors, now.ErrorBound));
        using (training.Draw()) Assert.Throws<InvalidOperationException>(() => training.CertifyNow(samples));
    }

    private static CodeTraining Trained(Perceptron model, CodeMethod method, (Tensor Inputs, Tensor Labels)[] samples, long count)
    {
        manual_seed(1);
        foreach (var parameter in model.parameters()) nn.init.normal_(parameter, 0, parameter.dim() > 1 ? 0.8 : 0.4);
        var training = new CodeTraining(model, method, Options, count);
        var optimizer = optim.Adam(training.Parameters, 0.03);
        const int steps = 600;
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            training.Progress = (double)step / steps;
            optimizer.zero_grad();
            var (x, y) = samples[step % samples.Length];
            using (training.Draw()) training.Loss(model.call(x), y).backward();
            optimizer.step();
        }

        return training;
    }

    private static Tensor Joined(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(part => part.detach().flatten())]).clone();

    private static Tensor Steps(nn.Module model) => Joined(model.parameters().Select(parameter => full_like(parameter, parameter.dim() > 1 ? 1 : 0.5)));
}
