using System.Globalization;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>
/// 784-1024-1024-10 made many times smaller, with all hidden units and with fewer; and the convolutional network with fewer channels.
/// </summary>
internal sealed class FewerUnits(bool isConvolutional, LabeledSamples train, LabeledSamples validation, LabeledSamples test, int epochs)
{
    private const int BatchSize = 128, DenseEpochs = 5, Held = 5_000;
    private const double DenseRate = 1e-3, TuneRate = 2e-3, WeightDecay = 0.05;

    // The second network's limits are what rank 8 and rank 16 leave of it.
    private readonly (bool RemovesUnits, long MaxParameters)[] ways = isConvolutional
        ? [(true, 18_266), (true, 28_938)]
        : [(false, 1_863_690 / 40), (true, 1_863_690 / 40), (true, 1_863_690 / 60), (true, 1_863_690 / 80)];

    // Four samples for each column of the widest layer that units enter are enough to use their activations as they are.
    private readonly int calibrationSamples = isConvolutional ? 5_000 : 2_000;

    /// <summary>Trains, compresses and tunes a network on Fashion-MNIST; the last samples of the training data choose among the trials.</summary>
    /// <param name="folder">The data set's files.</param>
    /// <param name="epochs">Epochs that each trial is tuned.</param>
    /// <param name="seeds">1, 2, … up to this.</param>
    /// <param name="isConvolutional">Whether it is the convolutional network, and not 784-1024-1024-10.</param>
    /// <param name="tunesDense">Whether the network as it is gets as many epochs too, which takes longer than all else.</param>
    public static int Write(string folder, int epochs, int seeds, bool isConvolutional, bool tunesDense)
    {
        set_num_threads(1);
        using var data = FashionMnistFiles.Read(folder);
        var all = (int)data.Train.Count;
        using var train = new LabeledSamples(data.Train.Inputs[..(all - Held)], data.Train.Labels[..(all - Held)]);
        using var validation = new LabeledSamples(data.Train.Inputs[(all - Held)..], data.Train.Labels[(all - Held)..]);
        new FewerUnits(isConvolutional, train, validation, data.Test, epochs).Run(seeds, tunesDense);
        return 0;
    }

    private void Run(int seeds, bool tunesDense)
    {
        var (dense, tuned) = (new List<double>(), new List<double>());
        var rows = ways.ToDictionary(way => way, _ => new List<(CompressionResult Result, double Test)>());
        for (var seed = 1; seed <= seeds; seed++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            var model = Made();
            using var trainer = optim.Adam(model.parameters(), DenseRate);
            for (var epoch = 1; epoch <= DenseEpochs; epoch++) Epoch(model, trainer, seed, epoch, DenseEpochs, DenseRate);
            dense.Add(Evaluation.Of(model, test).Accuracy);
            var state = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
            foreach (var way in ways)
            {
                var small = Made();
                small.load_state_dict(state);
                var result = Compressed(small, way.RemovesUnits, way.MaxParameters, seed);
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
        Console.WriteLine("| units | parameters | fewer | multiply-adds | fewer | ms at 256 | faster | test |\n|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (way, runs) in rows)
        {
            var (whole, parameters, operations) = (runs[0].Result, Mean(result => result.ParametersAfter), Mean(result => result.MultiplyAddsAfter));
            var (before, after) = (Mean(result => result.Times[^1].Before), Mean(result => result.Times[^1].After));
            var figures = string.Create(
                CultureInfo.InvariantCulture,
                $"{parameters:N0} | {whole.ParametersBefore / parameters:F1} × | {operations:N0} | {whole.MultiplyAddsBefore / operations:F1} ×");
            var times = string.Create(CultureInfo.InvariantCulture, $"{before:F2} → {after:F2} | {Mean(result => result.Times[^1].Speedup):F1} ×");
            var accuracy = CompressionTable.Interval([.. runs.Select(run => run.Test)]);
            Console.WriteLine($"| {(way.RemovesUnits ? "fewer" : "all")} | {figures} | {times} | {accuracy} |");

            double Mean(Func<CompressionResult, double> figure) => runs.Average(run => figure(run.Result));
        }
    }

    private Penalized Made() => isConvolutional ? new Cnn() : new Mlp();

    private CompressionResult Compressed(Penalized model, bool removesUnits, long maxParameters, int seed)
        => model.Compress(() => Evaluation.Of(model, validation).Accuracy, new CompressionOptions
        {
            MaxParameters = maxParameters,
            Inputs = train.Inputs[..calibrationSamples],
            RemoveUnits = removesUnits,
            Progress = new Told(seed),
            TuneEpochs = epochs,
            Tune = Tuning(model, seed),
        });

    private Action<int> Tuning(Penalized model, int seed)
    {
        optim.Optimizer? optimizer = null;
        return epoch =>
        {
            if (epoch == 1) optimizer = optim.AdamW(model.parameters(), TuneRate, weight_decay: WeightDecay);
            Epoch(model, optimizer!, seed, DenseEpochs + epoch, epochs, TuneRate, DenseEpochs);
        };
    }

    private void Epoch(Penalized model, optim.Optimizer optimizer, int seed, int epoch, int count, double rate, int before = 0)
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
