using System.Diagnostics;
using Certified.Models;
using RankAttributes.Codes;
using RankAttributes.Tracking;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Certified.Training;

/// <summary>One training, from initialization to a certificate and its file.</summary>
internal sealed class CodeRun(EdgeArchitecture architecture, CodeMethod method, CertifiedOptions options, Source source, Dataset data)
{
    private const int BatchSize = 256, CountedBatchSize = 1_000, DrawsPerStep = 2, Looks = 10;
    private const double LearningRate = 0.03, WarmUp = 0.03;

    /// <param name="say">Receives a line from time to time.</param>
    /// <param name="path">Where the network goes.</param>
    /// <param name="cancellation">Ends the training.</param>
    public RunResult Complete(Action<string> say, string path, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        random.manual_seed(options.Seed);

        // More threads would add the same numbers in another order; for a network as small as this one is enough.
        set_num_threads(1);
        using var model = new EdgeNetwork(architecture);
        var code = NetworkFile.CodeOf(architecture);
        using var training = new CodeTraining(model, method, code, data.Train.Count);
        using var edges = new LabeledSamples(Converted(data.Train.Inputs), data.Train.Labels.alias());
        model.eval();
        var tracking = new TrackingOptions { Name = $"{source.Title}, {method.ToString().ToLowerInvariant()}" };
        using var tracker = new BoundTracker(model, tracking, new TrainingPageSink(Path.ChangeExtension(path, ".html")));
        Train(training, model, edges, tracker, say, cancellation);
        NetworkDescription network = method is CodeMethod.Posterior
            ? training.DrawBest(edges.SpreadBatches(CountedBatchSize), options.Draws, cancellation: cancellation)
            : training.Encode(edges.SpreadBatches(CountedBatchSize), new CodeSearchOptions { WholeNetwork = clock.Elapsed / 10 }, cancellation);
        network.Save(path);

        // The edges again, from the images: what is certified is the whole program.
        var certification = tracker.Certify(network, data.Train.Batches(CountedBatchSize), code, data.Test.Batches(CountedBatchSize), cancellation);
        return new RunResult(
            certification.Code ?? throw new InvalidOperationException(string.Join("; ", certification.CodeObstacles)), clock.Elapsed.TotalSeconds);
    }

    private void Train(
        CodeTraining training, EdgeNetwork model, LabeledSamples edges, BoundTracker tracker, Action<string> say, CancellationToken cancellation)
    {
        using var optimizer = optim.Adam(training.Parameters, LearningRate, beta2: 0.99);
        var epochs = source.Epochs(method, options);
        var (step, steps) = (0L, (edges.Count + BatchSize - 1) / BatchSize * epochs);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var loss = 0.0;
            foreach (var batch in SampleOrder.Of(edges.Count, BatchSize, options.Seed, epoch))
            {
                cancellation.ThrowIfCancellationRequested();
                training.Progress = (double)step++ / steps;
                foreach (var group in optimizer.ParamGroups) group.LearningRate = LearningRate * Schedule(training.Progress);
                loss += Step(training, model, optimizer, edges, batch) * batch.shape[0];
            }

            if (epoch < epochs && epoch % Math.Max(1, epochs / Looks) != 0) continue;
            var now = training.CertifyNow(edges.Batches(CountedBatchSize), null, cancellation);
            tracker.Snapshot(new TrainingProgress(step)
            {
                Epoch = epoch, TrainLoss = loss / edges.Count, TrainAccuracy = 1 - now.TrainError, DescriptionBits = now.Bits, CertifiedError = now.ErrorBound,
            });
            var errors = FormattableString.Invariant($"training error {now.TrainError:0.0000}  certified {now.ErrorBound:0.0000}");
            say(FormattableString.Invariant($"  epoch {epoch,4}  loss {loss / edges.Count:0.0000}  {now.Bits:0} bits  {errors}"));
        }
    }

    /// <summary>One step of the optimizer: two draws that mirror each other, each on half of the batch.</summary>
    private static double Step(CodeTraining training, EdgeNetwork model, optim.Optimizer optimizer, LabeledSamples edges, Tensor batch)
    {
        using var scope = NewDisposeScope();
        var sum = 0.0;
        optimizer.zero_grad();
        foreach (var part in batch.split((batch.shape[0] + DrawsPerStep - 1) / DrawsPerStep))
        {
            using var draw = training.Draw();
            var share = (double)part.shape[0] / batch.shape[0];
            var loss = training.Loss(model.call(edges.Inputs.index_select(0, part)), edges.Labels.index_select(0, part), share);
            loss.backward();
            sum += loss.item<float>();
        }

        optimizer.step();
        return sum;
    }

    private static double Schedule(double progress)
        => progress < WarmUp ? progress / WarmUp : 0.5 * (1 + Math.Cos(Math.PI * (progress - WarmUp) / (1 - WarmUp)));

    private static Tensor Converted(Tensor images)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        return cat([.. images.split(CountedBatchSize).Select(Edges.Of)]).MoveToOuterDisposeScope();
    }
}
