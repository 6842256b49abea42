using System.Globalization;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>Parameters, time and accuracy of networks that were trained and made small in different ways, over seeds.</summary>
internal sealed class CompressionTable(string network, LabeledSamples train, LabeledSamples validation, LabeledSamples test, int epochs, int seeds,
    string[] trainings)
{
    private const int BatchSize = 128, TuneEpochs = 3, CalibrationSamples = 2_000, StepsBetweenUpdates = 100;
    private const double LearningRate = 1e-3;
    private const string WeightDecay = "weight decay", AdamW = "AdamW", Scheduled = "p = ½ to the budget", Thin = "thin from the start";
    private const string Falling = ", falling rate";

    private static readonly (string Name, PenaltySettings? Penalty)[] AtEitherRate =
    [
        ("nothing", null), (WeightDecay, null), (AdamW, null), ("p = ½", new PenaltySettings(0.5, 1e-4)), ("p = 1", new PenaltySettings(1, 1e-4)),
    ];

    private static readonly (string Name, PenaltySettings? Penalty)[] Trainings =
    [
        .. AtEitherRate, .. AtEitherRate.Select(each => (each.Name + Falling, each.Penalty)),
        (Scheduled + Falling, new PenaltySettings(0.5, 1e-4)), (Thin, null),
    ];

    private readonly Dictionary<string, List<(CompressionResult Result, double Test)>> rows = [];
    private readonly Dictionary<string, List<double>> dense = [];

    /// <summary>Runs one network's table: <c>mlp</c>, <c>cnn</c> or <c>transformer</c>, of the trainings that are named, or of all.</summary>
    public static int Write(string network, string folder, int epochs, int seeds, params string[] trainings)
    {
        const int Held = 5_000;
        set_num_threads(1);
        if (network == "transformer")
        {
            var text = new TextTask(folder);
            using var made = text.Train(30_000);
            using var valid = text.Validation(Held);
            using var unseen = text.Test(10_000);
            return new CompressionTable(network, made, valid, unseen, epochs, seeds, trainings).Run([8, 16]);
        }

        using var data = FashionMnistFiles.Read(folder);
        var all = (int)data.Train.Count;
        using var train = new LabeledSamples(data.Train.Inputs[..(all - Held)], data.Train.Labels[..(all - Held)]);
        using var validation = new LabeledSamples(data.Train.Inputs[(all - Held)..], data.Train.Labels[(all - Held)..]);
        return new CompressionTable(network, train, validation, data.Test, epochs, seeds, trainings).Run(network == "mlp" ? [16, 32] : [8, 16]);
    }

    private int Run(int[] ranks)
    {
        var chosen = Trainings.Where(each => trainings.Length == 0 || trainings.Contains(each.Name));
        foreach (var (training, penalty, own) in chosen.SelectMany(each => Budgets(each.Name, each.Penalty, ranks)))
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                using var scope = NewDisposeScope();
                if (training == Thin)
                {
                    // The random weights are cut and get all the epochs that the others have for training and tuning.
                    foreach (var rank in own)
                        Finish("epochs alone", rank, Model(seed, penalty), new CompressionOptions { Rank = rank }, isPlain: true, epochs + TuneEpochs);
                    continue;
                }

                var model = Model(seed, penalty);
                Train(model, training, seed, 1, epochs, LearningRate);
                Add(dense, training, Evaluation.Of(model, test).Accuracy);
                var state = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
                foreach (var rank in own)
                {
                    // The same number of parameters for all four.
                    var most = Finish("SVD by hand", rank, Fresh(), new CompressionOptions { Rank = rank }, isPlain: true, 0).ParametersAfter;
                    Finish("Compress", rank, Fresh(), new CompressionOptions { MaxParameters = most }, isPlain: false, 0);
                    Finish("SVD by hand, tuned", rank, Fresh(), new CompressionOptions { Rank = rank }, isPlain: true, TuneEpochs);
                    Finish("Compress, tuned", rank, Fresh(), new CompressionOptions { MaxParameters = most }, isPlain: false, TuneEpochs);
                }

                CompressionResult Finish(string finish, int rank, Penalized small, CompressionOptions options, bool isPlain, int tuneEpochs)
                {
                    using var inner = NewDisposeScope();
                    var result = Compressed(small, options, isPlain, tuneEpochs, seed);
                    var accuracy = Evaluation.Of(small, test).Accuracy;
                    Add(rows, $"{training} | {finish} | {rank}", (result, accuracy));
                    Console.Error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{network}, {training}, seed {seed}, {finish}, {rank}: {100 * accuracy:F2}"));
                    return result;
                }

                Penalized Fresh()
                {
                    var model = Model(seed, penalty);
                    model.load_state_dict(state);
                    return model;
                }

                Console.Error.WriteLine($"{network}, {training}, seed {seed}: {DateTime.Now:T}");
            }
        }

        Print();
        return 0;
    }

    /// <summary>A training to a budget is one for each rank; any other is one for all.</summary>
    private static IEnumerable<(string Training, PenaltySettings? Penalty, int[] Ranks)> Budgets(string training, PenaltySettings? penalty, int[] ranks)
    {
        if (!IsScheduled(training)) return [(training, penalty, ranks)];
        return ranks.Select(rank => ($"{training} {rank}", (PenaltySettings?)(penalty! with { Rank = rank }), new[] { rank }));
    }

    private static bool IsScheduled(string training) => training.StartsWith(Scheduled, StringComparison.Ordinal);

    /// <summary>By hand: the largest singular values of each weight, one rank for all; the table's other way chooses by activations.</summary>
    private CompressionResult Compressed(Penalized model, CompressionOptions options, bool isPlain, int tuneEpochs, int seed)
    {
        optim.Optimizer? optimizer = null;
        if (isPlain) model.Truncate(options.Rank);
        var result = model.Compress(() => Evaluation.Of(model, validation).Accuracy, options with
        {
            Inputs = train.Inputs[..CalibrationSamples],

            // The table compares ranks, and by hand all units stay.
            RemoveUnits = false,
            Tune = tuneEpochs == 0 ? null : epoch =>
            {
                if (epoch == 1) optimizer = optim.Adam(model.parameters(), LearningRate);
                foreach (var group in optimizer!.ParamGroups) group.LearningRate = LearningRate * (1 + tuneEpochs - epoch) / tuneEpochs;
                Epoch(model, optimizer, seed, 100 + epoch, isPenalized: false);
            },
            TuneEpochs = Math.Max(1, tuneEpochs),
        });
        return result;
    }

    private Penalized Model(int seed, PenaltySettings? penalty)
    {
        manual_seed(seed);
        var settings = penalty ?? new PenaltySettings(0.5, 1e-4);
        return network switch
        {
            "mlp" => new Mlp { Settings = settings },
            "cnn" => new Cnn { Settings = settings },
            _ => new Transformer { Settings = settings },
        };
    }

    private void Train(Penalized model, string training, int seed, int first, int count, double rate)
    {
        var updates = count * (int)(train.Count / BatchSize / StepsBetweenUpdates);
        var schedule = IsScheduled(training) ? new RankBudgetSchedule(model, updates) : null;
        using var optimizer = training.Split(',')[0] switch
        {
            WeightDecay => optim.Adam(model.parameters(), rate, weight_decay: 1e-4),
            AdamW => (optim.Optimizer)optim.AdamW(model.parameters(), rate, weight_decay: 1e-2),
            _ => optim.Adam(model.parameters(), rate),
        };
        for (var epoch = first; epoch < first + count; epoch++)
        {
            var isFalling = training.Contains(Falling, StringComparison.Ordinal);
            Epoch(model, optimizer, seed, epoch, training[0] == 'p', schedule, isFalling ? (epoch - first, count, rate) : null);
            foreach (var weight in schedule?.Measure() ?? [])
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{training}, epoch {epoch}: {weight.Name} {weight.EffectiveRank:F1} of {weight.Budget} at strength {weight.Strength:G3}"));
            }
        }
    }

    private void Epoch(Penalized model, optim.Optimizer optimizer, int seed, int epoch, bool isPenalized, RankBudgetSchedule? schedule = null,
        (int Done, int All, double Rate)? falling = null)
    {
        model.train();
        var (step, steps) = (0, (double)(train.Count + BatchSize - 1) / BatchSize);
        foreach (var batch in SampleOrder.Of(train.Count, BatchSize, seed, epoch))
        {
            using var scope = NewDisposeScope();
            if (falling is var (done, all, rate))
            {
                foreach (var group in optimizer.ParamGroups) group.LearningRate = rate * (1 - (done + step / steps) / all);
            }

            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(train.Inputs.index_select(0, batch)), train.Labels.index_select(0, batch));
            if (isPenalized) loss += model.RegularizationLoss();
            loss.backward();
            optimizer.step();
            if (++step % StepsBetweenUpdates == 0) schedule?.Update();
        }
    }

    private void Print()
    {
        Console.WriteLine($"\n{network}, {epochs} epochs and {TuneEpochs} of tuning, {seeds} seeds, one thread; accuracies with 95% intervals over seeds\n");
        Console.WriteLine(
            "| training | made small by | rank | parameters | fewer | multiply-adds fewer | ms at 256 | faster | test | dense |\n"
            + "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, runs) in rows)
        {
            var result = runs[0].Result;
            var time = result.Times[^1];
            var (parameters, speedup) = (runs.Average(run => run.Result.ParametersAfter), runs.Average(run => run.Result.Times[^1].Speedup));
            var adds = runs.Average(run => (double)run.Result.MultiplyAddsBefore / run.Result.MultiplyAddsAfter);
            var sizes = string.Create(
                CultureInfo.InvariantCulture,
                $"{parameters:N0} | {result.ParametersBefore / parameters:F1} × | {adds:F1} × | {time.After:F2} | {speedup:F1} ×");
            var whole = dense.TryGetValue(name.Split(" | ")[0], out var accuracies) ? Interval(accuracies) : "–";
            Console.WriteLine($"| {name} | {sizes} | {Interval([.. runs.Select(run => run.Test)])} | {whole} |");
        }
    }

    private static void Add<T>(Dictionary<string, List<T>> table, string row, T value)
    {
        if (!table.TryGetValue(row, out var values)) table[row] = values = [];
        values.Add(value);
    }

    /// <summary>Mean ± half the 95% interval of Student's t, in percent.</summary>
    public static string Interval(IReadOnlyList<double> values)
    {
        double[] quantiles = [12.706, 4.303, 3.182, 2.776];
        var mean = values.Average();
        if (values.Count is < 2 or > 5) return string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F2}");
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F2} ± {100 * quantiles[values.Count - 2] * deviation / Math.Sqrt(values.Count):F2}");
    }
}
