using FashionMnist.Checkpoints;
using FashionMnist.Output;
using RankAttributes;
using RankAttributes.Tracking;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FashionMnist.Training;

/// <summary>One run from its last checkpoint, or from its start, to its result.</summary>
internal sealed class Run(RunSettings settings, Dataset data, RunFolder folder, Screen screen)
{
    // Enough for curves of margins and activations; the last word takes all samples.
    private const int SamplesForCurves = 5_000;
    private const int SamplesForRanks = 1_000;
    private const int MeasuredBatchSize = 1_000;

    private readonly long steps = (long)settings.Epochs * settings.StepsPerEpoch;
    private bool saved = true;

    /// <exception cref="FolderException">The folder holds another training.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; the next call continues.</exception>
    public RunResult Complete(CancellationToken cancellation)
    {
        if (folder.ReadResult(settings) is { } finished)
        {
            screen.AlreadyFinished(settings);
            return finished;
        }

        using var state = new TrainingState(settings);
        var done = Restored(state);
        using var tracker = new BoundTracker(
            state.Model,
            new TrackingOptions { Name = settings.Variant.Folder, Samples = data.Train.Count, InputNorm = FashionMnistFiles.InputNormBound,
                OnProblem = screen.Notice },
            new JsonLinesSink(folder.Snapshots), new TrainingPageSink(folder.Page), new TensorBoardSink(folder.TensorBoard));
        using (var few = data.Train.Take(Math.Min(SamplesForCurves, data.Train.Count)))
        {
            screen.Follow(settings, done, onStep =>
            {
                for (var epoch = done + 1; epoch <= settings.Epochs; epoch++)
                {
                    var loss = Epoch(state, epoch, onStep, cancellation);
                    tracker.Measure(few.Batches(MeasuredBatchSize), activationRanks: true);
                    screen.Show(tracker.Snapshot(Progress(state, (long)epoch * settings.StepsPerEpoch) with { Epoch = epoch, TrainLoss = loss }));
                    // After the snapshot: one that is taken twice takes its own place, one that is never taken would be missed.
                    Save(state, epoch);
                }
            });
        }

        var result = End(state, tracker);
        screen.Show(result.Certification);
        WriteOrSay("result", () => folder.WriteResult(result));
        return result;
    }

    private int Restored(TrainingState state)
    {
        try
        {
            using var scope = NewDisposeScope();
            return Checkpoint.Load(folder.Checkpoint, settings.Description, state.Tensors, carried => state.Carried = carried);
        }
        catch (CheckpointException exception)
        {
            screen.Notice($"{exception.Message} This run starts over.");
            return 0;
        }
    }

    private double Epoch(TrainingState state, int epoch, Action onStep, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        // What a penalty draws depends on the epoch, and not on where a run was taken up.
        manual_seed(settings.Seed + epoch);
        state.Model.train();
        var step = (epoch - 1L) * settings.StepsPerEpoch;
        var loss = 0.0;
        foreach (var batch in SampleOrder.Of(data.Train.Count, settings.BatchSize, settings.Seed, epoch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var inputs = data.Train.Inputs[batch];
            using var labels = data.Train.Labels[batch];
            loss += state.Step(inputs, labels, settings.RateAt(step++)) * batch.shape[0];
            onStep();
        }

        state.Model.eval();
        return loss / data.Train.Count;
    }

    private TrainingProgress Progress(TrainingState state, long step)
    {
        var test = Evaluation.Of(state.Model, data.Test);
        return new TrainingProgress(step)
        {
            Penalty = state.Penalty(),
            TrainAccuracy = Evaluation.Of(state.Model, data.Train).Accuracy,
            TestAccuracy = test.Accuracy,
            TestLoss = test.Loss,
        };
    }

    private void Save(TrainingState state, int epoch) =>
        WriteOrSay("checkpoint", () =>
        {
            using var scope = NewDisposeScope();
            Checkpoint.Save(folder.Checkpoint, settings.Description, epoch, state.Tensors, state.Carried);
        });

    /// <summary>Exactly low rank, the last word on it, and what it saves.</summary>
    private RunResult End(TrainingState state, BoundTracker tracker)
    {
        var trained = Evaluation.Of(state.Model, data.Test).Accuracy;
        (state.Model as IRankRegularized)?.ProximalStep(settings.ProximalStepSize);
        tracker.Measure(data.Train.Batches(MeasuredBatchSize), activationRanks: true);
        var last = tracker.Snapshot(Progress(state, steps + 1));
        var certification = tracker.Certify(confidence: 0.95);
        var (parameters, compressed) = (Parameters(state), Compressed(state));
        var factorized = state.Model.Factorize();
        return new RunResult
        {
            Settings = settings.Description,
            Last = last,
            Certification = certification,
            TrainedTestAccuracy = trained,
            FactorizedTestAccuracy = Evaluation.Of(state.Model, data.Test).Accuracy,
            Parameters = parameters,
            FactorizedParameters = Parameters(state),
            Factorized = factorized,
            CompressedParameters = compressed.Parameters,
            CompressedTestAccuracy = compressed.TestAccuracy,
        };
    }

    /// <summary>The smallest network found within half a point of accuracy, made of a copy.</summary>
    private (long Parameters, double TestAccuracy) Compressed(TrainingState state)
    {
        using var scope = NewDisposeScope();
        using var copy = settings.Variant.Create();
        copy.load_state_dict(state.Model.state_dict());

        // Nothing is tuned afterwards, so that training samples choose ranks and nothing else; the test samples judge.
        using var few = data.Train.Take(Math.Min(SamplesForCurves, data.Train.Count));
        try
        {
            var inputs = few.Inputs[..Math.Min(SamplesForRanks, (int)few.Count)];
            var result = copy.Compress(() => Evaluation.Of(copy, few).Accuracy, new CompressionOptions { MaxAccuracyDrop = 0.005, Inputs = inputs });
            return (result.ParametersAfter, Evaluation.Of(copy, data.Test).Accuracy);
        }
        catch (CompressionLimitException exception)
        {
            screen.Notice(exception.Message);
            return (Parameters(state), Evaluation.Of(state.Model, data.Test).Accuracy);
        }
    }

    private static long Parameters(TrainingState state) => state.Model.parameters().Sum(parameter => parameter.numel());

    /// <summary>A disk that is full ends no training; it is said once.</summary>
    private void WriteOrSay(string what, Action write)
    {
        try
        {
            write();
            saved = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (saved)
                screen.Notice($"The {what} could not be written: {exception.Message} Training continues; if it ends now, it cannot be continued from here.");
            saved = false;
        }
    }
}
