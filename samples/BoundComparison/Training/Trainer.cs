using BoundComparison.Models;
using RankAttributes;
using RankAttributes.Tracking;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace BoundComparison.Training;

/// <summary>Trains a network of one width under the projection, and measures it.</summary>
internal sealed class Trainer(Dataset data, BoundComparisonOptions options)
{
    private const int BatchSize = 128;
    private const int MeasuredBatchSize = 1_000;
    private const double LearningRate = 0.05;
    private const double Momentum = 0.9;

    public WidthResult Train(int width, CancellationToken cancellation)
    {
        manual_seed(options.Seed);
        using Network network = options.Penalized ? new PenalizedNetwork(width) : new PlainNetwork(width);
        using var optimizer = optim.SGD(network.parameters(), LearningRate, Momentum);
        using var projection = new SpectralProjection(network);
        var stepsPerEpoch = (data.Train.Count + BatchSize - 1) / BatchSize;
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, options.Epochs * stepsPerEpoch);
        projection.AfterEpoch();
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            foreach (var batch in SampleOrder.Of(data.Train.Count, BatchSize, options.Seed, epoch))
            {
                cancellation.ThrowIfCancellationRequested();
                Step(network, optimizer, batch);
                projection.AfterStep();
                schedule.step();
            }

            projection.AfterEpoch();
        }

        return Measure(network, width, options.Epochs * stepsPerEpoch);
    }

    private void Step(Network network, optim.Optimizer optimizer, Tensor batch)
    {
        using var scope = NewDisposeScope();
        var fit = nn.functional.cross_entropy(network.call(data.Train.Inputs[batch]), data.Train.Labels[batch]);
        var loss = network is IRankRegularized penalized ? fit + penalized.RegularizationLoss() : fit;
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    private WidthResult Measure(Network network, int width, long steps)
    {
        network.eval();
        using var tracker = new BoundTracker(
            network,
            new TrackingOptions { Name = $"width {width}", Samples = data.Train.Count, InputNorm = FashionMnistFiles.InputNormBound });
        tracker.Measure(data.Train.Batches(MeasuredBatchSize));
        var progress = new TrainingProgress(steps)
        {
            Epoch = options.Epochs,
            TrainAccuracy = Evaluation.Of(network, data.Train).Accuracy,
            TestAccuracy = Evaluation.Of(network, data.Test).Accuracy,
        };
        return new WidthResult(width, tracker.Snapshot(progress), tracker.Certify());
    }
}
