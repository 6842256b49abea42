using System.Diagnostics;
using Certified.Models;
using RankAttributes;
using RankAttributes.Codes;
using Samples.Data;
using Samples.Output;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Certified.Training;

/// <summary>The other end of the curve: an ordinary network of 7.5 MB to a small file that loses little accuracy.</summary>
internal sealed class SmallRun(CertifiedOptions options, SmallSettings settings, Source source, Action<string> say, CancellationToken cancellation)
{
    private const int BatchSize = 256, CountedBatchSize = 1_000, Validated = 10_000, Watched = 2_000;
    private const double LearningRate = 1e-3;
    private const long MaxParameters = 120_000;

    private readonly string folder = Directory.CreateDirectory(options.Folder).FullName;

    public void Complete()
    {
        using var data = source.Read(options);
        random.manual_seed(options.Seed);
        using var order = new Generator((ulong)options.Seed, CPU);
        using var places = randperm(data.Train.Count, generator: order);
        var validated = Math.Min(Validated, data.Train.Count / 5);
        using var validation = Part(data.Train, places.narrow(0, 0, validated));
        using var training = Part(data.Train, places.narrow(0, validated, data.Train.Count - validated));

        using var model = Trained(training, validation);

        // The same from here on, whether the dense network was read or trained.
        random.manual_seed(options.Seed);
        using var dense = new Perceptron([0, 0, 0]);
        dense.load(Path.Combine(folder, DenseName));
        dense.eval();
        var (before, tested) = (Evaluation.Of(model, validation).Accuracy, Evaluation.Of(model, data.Test).Accuracy);
        say(FormattableString.Invariant($"Dense: validation {before:0.0000}, test {tested:0.0000}, {Bytes(model):N0} bytes of weights."));

        using var watched = training.Inputs.narrow(0, 0, Math.Min(Watched, training.Count));

        // The file has ranks of its own, and the widths of the network that it is a file of.
        var limits = new CompressionOptions { MaxParameters = MaxParameters, Inputs = watched, RemoveUnits = false };
        var compressed = model.Compress(() => Evaluation.Of(model, validation).Accuracy, limits, cancellation);
        say(compressed.ToString());
        var ranks = compressed.Layers.Select(layer => layer.Rank ?? 0).ToList();
        var code = NetworkFile.CodeOf(ranks);
        var network = Shortened(model, code, training, validation, before - settings.MaxLoss);
        if (network is null)
        {
            say("No network was accurate enough: train for more epochs, or allow a larger loss.");
            return;
        }

        var path = Path.Combine(folder, $"{source.Name}-small.rac");
        network.Save(path);
        network.ApplyTo(model);
        var after = Evaluation.Of(model, data.Test).Accuracy;
        var size = new FileInfo(path).Length;
        say(FormattableString.Invariant($"{path}: {size:N0} bytes, 1/{(double)Bytes(dense) / size:0} of the dense weights; ")
            + FormattableString.Invariant($"test {after:0.0000} against {tested:0.0000}, {100 * (after - tested):+0.00;-0.00;0} points."));
        foreach (var batch in new[] { 1, 256 })
        {
            var (slow, fast) = (Milliseconds(dense, data.Test, batch), Milliseconds(model, data.Test, batch));
            say(FormattableString.Invariant($"Inference at batch {batch}: {slow:0.000} ms dense, {fast:0.000} ms decoded."));
        }

        var certificate = model.Certify(network, data.Train.Batches(CountedBatchSize), code, data.Test.Batches(CountedBatchSize), cancellation);
        say(certificate.Sentence);
        say(certificate.HeldOut!.Sentence);
    }

    private string DenseName => $"{source.Name}-dense-{settings.DenseEpochs}-{options.Seed}-{options.Samples}.dat";

    private Perceptron Trained(LabeledSamples training, LabeledSamples validation)
    {
        var (model, path) = (new Perceptron([0, 0, 0]), Path.Combine(folder, DenseName));
        if (File.Exists(path))
        {
            model.load(path);
            model.eval();
            return model;
        }

        using var optimizer = optim.Adam(model.parameters(), LearningRate);
        Epochs(settings.DenseEpochs, training, (epoch, progress, batch) =>
        {
            foreach (var group in optimizer.ParamGroups) group.LearningRate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * progress));
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(training.Inputs.index_select(0, batch)), training.Labels.index_select(0, batch)).backward();
            optimizer.step();
        }, epoch => say(FormattableString.Invariant($"  dense epoch {epoch,3}  validation {Evaluation.Of(model, validation).Accuracy:0.0000}")));
        model.eval();
        model.save(path);
        return model;
    }

    private EncodedModel? Shortened(Perceptron model, CodeOptions code, LabeledSamples training, LabeledSamples validation, double least)
    {
        using var shortening = new CodeTraining(model, new AccuracyTarget(() => Evaluation.Of(model, validation).Accuracy, least), code);
        using var optimizer = optim.Adam(shortening.Parameters, LearningRate);
        Epochs(settings.Epochs, training, (epoch, progress, batch) =>
        {
            shortening.Progress = progress;
            foreach (var group in optimizer.ParamGroups) group.LearningRate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * progress));
            optimizer.zero_grad();
            using (shortening.Draw())
                shortening.Loss(model.call(training.Inputs.index_select(0, batch)), training.Labels.index_select(0, batch)).backward();
            optimizer.step();
        }, epoch =>
        {
            var check = shortening.Check();
            say(FormattableString.Invariant(
                $"  epoch {epoch,3}  validation {check.Accuracy:0.0000}{(check.IsWithinTarget ? "" : ", too low")}  {check.Bits / 8192:0.0} KiB"));
        });
        return shortening.Smallest;
    }

    private void Epochs(int epochs, LabeledSamples training, Action<int, double, Tensor> step, Action<int> look)
    {
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var batches = SampleOrder.Of(training.Count, BatchSize, options.Seed, epoch);
            for (var index = 0; index < batches.Length; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                step(epoch, (epoch - 1 + ((double)index / batches.Length)) / epochs, batches[index]);
            }

            look(epoch);
        }
    }

    private static LabeledSamples Part(LabeledSamples samples, Tensor places)
        => new(samples.Inputs.index_select(0, places), samples.Labels.index_select(0, places));

    private static long Bytes(nn.Module model) => model.parameters().Sum(parameter => parameter.numel() * sizeof(float));

    private static double Milliseconds(Perceptron model, LabeledSamples samples, int batch)
    {
        using var gradientFree = no_grad();
        using var inputs = samples.Inputs.narrow(0, 0, Math.Min(batch, samples.Count)).clone();
        var least = double.PositiveInfinity;
        for (var round = 0; round < 50; round++)
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            model.call(inputs)[0, 0].item<float>();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return least;
    }
}

/// <summary>How the small network is made.</summary>
/// <param name="DenseEpochs">Passes of the dense network.</param>
/// <param name="Epochs">Passes of its compressed form.</param>
/// <param name="MaxLoss">How much validation accuracy may be lost.</param>
internal sealed record SmallSettings(int DenseEpochs, int Epochs, double MaxLoss);
