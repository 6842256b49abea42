using System.Diagnostics;
using RankAttributes;
using RankAttributes.Tracking;
using Samples.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart.Training;

/// <summary>Trains the network, the same way whether or not the penalty is added: only that one term differs.</summary>
internal sealed class Trainer(Dataset data, LabeledSamples validation, int epochs, int seed)
{
    private const int BatchSize = 256;
    private const int EvaluationBatchSize = 10_000;
    private const int CalibrationSamples = 2_000;
    private const int TuneEpochs = 2;
    private const double LearningRate = 0.1;
    private const double Momentum = 0.9;

    private readonly double inputNorm = data.Train.Inputs.norm(1, false, 2).max().ToDouble();

    /// <summary>Where the compressed model goes.</summary>
    public static string ModelFile => Path.Combine(AppContext.BaseDirectory, "quickstart.dat");

    /// <summary>The page of a run, to be opened during it.</summary>
    public static string PageFile(bool penalized) => Path.Combine(AppContext.BaseDirectory, $"{Name(penalized).Replace(' ', '-')}.html");

    public int StepsPerEpoch => (int)((data.Train.Count + BatchSize - 1) / BatchSize);

    /// <summary>Trains once.</summary>
    /// <param name="penalized">Whether the generated penalty is added to the loss.</param>
    /// <param name="onStep">Called after each step.</param>
    /// <param name="onEpoch">Called after each pass.</param>
    /// <param name="cancellation">Ends the training at the next step.</param>
    public TrainingRun Train(bool penalized, Action onStep, Action<EpochResult> onEpoch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        // The order of samples has a generator of its own, so that nothing a penalty draws can change it.
        using var order = new Generator((ulong)seed, CPU);
        manual_seed(seed);
        using var model = new Mlp();
        using var optimizer = optim.SGD(model.parameters(), LearningRate, Momentum);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * StepsPerEpoch);
        // Generated beside the loss; the options say what the attributes cannot know.
        using var tracker = model.TrackBounds(
            new TrackingOptions { Name = Name(penalized), Samples = data.Train.Count, InputNorm = inputNorm }, new TrainingPageSink(PageFile(penalized)));
        var results = new List<EpochResult>();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            model.train();
            var loss = 0.0;
            foreach (var batch in randperm(data.Train.Count, generator: order).split(BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += Step(model, optimizer, batch, penalized) * batch.shape[0];
                schedule.step();
                onStep();
            }

            model.eval();
            var progress = new TrainingProgress((long)epoch * StepsPerEpoch)
            {
                Epoch = epoch,
                TrainLoss = loss / data.Train.Count,
                Penalty = Penalty(model),
                TrainAccuracy = Accuracy(model, data.Train),
                TestAccuracy = Accuracy(model, data.Test),
            };
            results.Add(new EpochResult(epoch, progress, Measurement.Of(tracker.Snapshot(progress))));
            onEpoch(results[^1]);
        }

        var duration = clock.Elapsed;
        return new TrainingRun(results, duration, Compressed(model, order, penalized, cancellation));
    }

    private static string Name(bool penalized) => penalized ? "with penalty" : "without penalty";

    /// <summary>The smallest model within half a point of the validation accuracy; that of the run with the penalty is saved.</summary>
    private Shipped Compressed(Mlp model, Generator order, bool penalized, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var optimizer = default(optim.Optimizer);
        var options = new CompressionOptions
        {
            MaxAccuracyDrop = 0.005,
            Inputs = data.Train.Inputs[..(int)Math.Min(CalibrationSamples, data.Train.Count)],
            TuneEpochs = TuneEpochs,
            Tune = epoch =>
            {
                if (epoch == 1) optimizer = optim.SGD(model.parameters(), LearningRate / 10, Momentum);
                foreach (var batch in randperm(data.Train.Count, generator: order).split(BatchSize)) Step(model, optimizer!, batch, penalized);
                optimizer!.ParamGroups.First().LearningRate /= 10;
            },
        };
        CompressionResult? result = null;
        try
        {
            result = model.Compress(() => Accuracy(model, validation), options, cancellation);
        }
        catch (CompressionLimitException)
        {
            // The model is as it was; the table says so.
        }

        if (penalized) model.save(ModelFile);
        return new Shipped(result, Accuracy(model, data.Test));
    }

    private double Step(Mlp model, optim.Optimizer optimizer, Tensor batch, bool penalized)
    {
        using var scope = NewDisposeScope();
        var fit = functional.cross_entropy(model.forward(data.Train.Inputs[batch]), data.Train.Labels[batch]);
        var loss = penalized ? fit + model.RegularizationLoss() : fit;
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return fit.ToDouble();
    }

    public static double Accuracy(Mlp model, LabeledSamples samples)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var right = samples.Inputs.split(EvaluationBatchSize).Zip(samples.Labels.split(EvaluationBatchSize))
            .Sum(part => (model.forward(part.First).argmax(1) == part.Second).sum().ToInt64());
        return (double)right / samples.Count;
    }

    private static double Penalty(Mlp model)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        return model.RegularizationLoss().ToDouble();
    }
}
