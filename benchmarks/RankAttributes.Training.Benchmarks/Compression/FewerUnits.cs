using System.Globalization;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>784-1024-1024-10 made many times smaller, with all hidden units and with fewer.</summary>
internal sealed class FewerUnits(LabeledSamples train, LabeledSamples validation, LabeledSamples test, int epochs)
{
    private const int BatchSize = 128, DenseEpochs = 5, Held = 5_000, CalibrationSamples = 2_000;
    private const double DenseRate = 1e-3, TuneRate = 2e-3, WeightDecay = 0.05;

    private static readonly (bool RemovesUnits, int TimesFewer)[] Ways = [(false, 40), (true, 40), (true, 60), (true, 80)];

    /// <summary>Trains, compresses and tunes it on Fashion-MNIST; the last samples of the training data choose among the trials.</summary>
    /// <param name="folder">The data set's files.</param>
    /// <param name="epochs">Epochs that each trial is tuned.</param>
    /// <param name="seeds">1, 2, … up to this.</param>
    /// <param name="tunesDense">Whether the network as it is gets as many epochs too, which takes longer than all else.</param>
    public static int Write(string folder, int epochs, int seeds, bool tunesDense)
    {
        set_num_threads(1);
        using var data = FashionMnistFiles.Read(folder);
        var all = (int)data.Train.Count;
        using var train = new LabeledSamples(data.Train.Inputs[..(all - Held)], data.Train.Labels[..(all - Held)]);
        using var validation = new LabeledSamples(data.Train.Inputs[(all - Held)..], data.Train.Labels[(all - Held)..]);
        new FewerUnits(train, validation, data.Test, epochs).Run(seeds, tunesDense);
        return 0;
    }

    private void Run(int seeds, bool tunesDense)
    {
        var (dense, tuned) = (new List<double>(), new List<double>());
        var rows = Ways.ToDictionary(way => way, _ => new List<(CompressionResult Result, double Test)>());
        for (var seed = 1; seed <= seeds; seed++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            var model = new Mlp();
            using var trainer = optim.Adam(model.parameters(), DenseRate);
            for (var epoch = 1; epoch <= DenseEpochs; epoch++) Epoch(model, trainer, seed, epoch, DenseEpochs, DenseRate);
            dense.Add(Evaluation.Of(model, test).Accuracy);
            var state = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
            foreach (var way in Ways)
            {
                var small = new Mlp();
                small.load_state_dict(state);
                var result = Compressed(small, way.RemovesUnits, way.TimesFewer, seed);
                rows[way].Add((result, Evaluation.Of(small, test).Accuracy));
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"seed {seed}, {way}: {100 * rows[way][^1].Test:F2} of {100 * dense[^1]:F2}\n{result}"));
            }

            // What the epochs of tuning give the network as it is.
            if (!tunesDense) continue;
            var tune = Tuning(model, seed);
            for (var epoch = 1; epoch <= epochs; epoch++) tune(epoch);
            tuned.Add(Evaluation.Of(model, test).Accuracy);
        }

        Console.WriteLine($"dense: {CompressionTable.Interval(dense)}");
        if (tunesDense) Console.WriteLine($"dense, with {epochs} epochs of the same tuning: {CompressionTable.Interval(tuned)}");
        Console.WriteLine();
        Console.WriteLine("| units | parameters | fewer | ms at 256 | faster | test |\n|---|--:|--:|--:|--:|--:|");
        foreach (var (way, runs) in rows)
        {
            var (parameters, speedup) = (runs.Average(run => run.Result.ParametersAfter), runs.Average(run => run.Result.Times[^1].Speedup));
            var figures = string.Create(
                CultureInfo.InvariantCulture,
                $"{parameters:N0} | {runs[0].Result.ParametersBefore / parameters:F1} × | {runs.Average(run => run.Result.Times[^1].After):F2} | {speedup:F1} ×");
            Console.WriteLine($"| {(way.RemovesUnits ? "fewer" : "all")} | {figures} | {CompressionTable.Interval([.. runs.Select(run => run.Test)])} |");
        }
    }

    private CompressionResult Compressed(Mlp model, bool removesUnits, int timesFewer, int seed)
        => model.Compress(() => Evaluation.Of(model, validation).Accuracy, new CompressionOptions
        {
            MaxParameters = model.parameters().Sum(parameter => parameter.numel()) / timesFewer,
            Inputs = train.Inputs[..CalibrationSamples],
            RemoveUnits = removesUnits,
            Progress = new Told(seed),
            TuneEpochs = epochs,
            Tune = Tuning(model, seed),
        });

    private Action<int> Tuning(Mlp model, int seed)
    {
        optim.Optimizer? optimizer = null;
        return epoch =>
        {
            if (epoch == 1) optimizer = optim.AdamW(model.parameters(), TuneRate, weight_decay: WeightDecay);
            Epoch(model, optimizer!, seed, DenseEpochs + epoch, epochs, TuneRate, DenseEpochs);
        };
    }

    private void Epoch(Mlp model, optim.Optimizer optimizer, int seed, int epoch, int count, double rate, int before = 0)
    {
        model.train();
        var (step, steps) = (0, (double)(train.Count + BatchSize - 1) / BatchSize);
        foreach (var batch in SampleOrder.Of(train.Count, BatchSize, seed, epoch))
        {
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate * (1 - ((epoch - before - 1 + (step / steps)) / count));
            step++;
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(train.Inputs.index_select(0, batch)), train.Labels.index_select(0, batch)).backward();
            optimizer.step();
        }
    }

    private sealed class Told(int seed) : IProgress<CompressionProgress>
    {
        public void Report(CompressionProgress value) => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{DateTime.Now:T}, seed {seed}, trial {value.Trial}: {value.Parameters:N0} parameters, {100 * value.Accuracy:F2}"));
    }
}
