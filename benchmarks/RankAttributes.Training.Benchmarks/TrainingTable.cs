using System.Globalization;
using RankAttributes.Tracking;
using RankAttributes.Training.Benchmarks.Compression;
using Samples.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>What <c>Auto</c> does to a training, beside <c>Exact</c>: accuracy, the penalty and the effective ranks of its end, for each seed.</summary>
internal static class TrainingTable
{
    private const int BatchSize = 128;

    private static readonly (double P, double Strength, bool IsMomentum, int Epochs)[] Rows =
        [(0.5, 1e-3, false, 10), (1, 1e-3, false, 4), (1.5, 1e-3, false, 4), (0.1, 1e-3, false, 4), (0.5, 1e-4, false, 4), (0.5, 1e-3, true, 4)];

    public static int Write(string folder, int seeds)
    {
        set_num_threads(1);
        using var data = FashionMnistFiles.Read(folder);
        Console.WriteLine("| p, λ, optimizer, epochs | | test accuracy | Σφ | effective ranks |\n|---|---|---|---|---|");
        foreach (var row in Rows)
        {
            foreach (var method in new[] { PenaltyMethod.Exact, PenaltyMethod.Auto })
            {
                var ends = Enumerable.Range(1, seeds).Select(seed => End(data, row, method, seed)).ToList();
                var optimizer = row.IsMomentum ? "SGD with momentum" : "Adam";
                var name = method == PenaltyMethod.Exact
                    ? string.Create(CultureInfo.InvariantCulture, $"{row.P}, {row.Strength:0E+0}, {optimizer}, {row.Epochs}") : "";
                Console.WriteLine($"| {name} | {method} | {string.Join(", ", ends.Select(end => end.Accuracy))} | "
                    + $"{string.Join(", ", ends.Select(end => end.Penalty))} | {string.Join(", ", ends.Select(end => end.Ranks))} |");
            }
        }

        return 0;
    }

    private static (string Accuracy, string Penalty, string Ranks) End(
        Dataset data, (double P, double Strength, bool IsMomentum, int Epochs) row, PenaltyMethod method, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var model = new Narrow { Settings = new PenaltySettings(row.P, row.Strength, Method: method) };
        using var optimizer = row.IsMomentum ? optim.SGD(model.parameters(), 0.1, momentum: 0.9) : (optim.Optimizer)optim.Adam(model.parameters(), 1e-3);
        for (var epoch = 1; epoch <= row.Epochs; epoch++)
        {
            foreach (var batch in SampleOrder.Of(data.Train.Count, BatchSize, seed, epoch))
            {
                using var step = NewDisposeScope();
                optimizer.zero_grad();
                var fit = nn.functional.cross_entropy(model.call(data.Train.Inputs.index_select(0, batch)), data.Train.Labels.index_select(0, batch));
                (fit + model.RegularizationLoss()).backward();
                optimizer.step();
            }
        }

        using var gradientFree = no_grad();
        var penalty = model.RegularizationLoss().ToDouble() / row.Strength;
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = data.Train.Count });
        var ranks = tracker.Snapshot(new TrainingProgress(1)).Layers.Select(layer => Text($"{layer.EffectiveRank:F1}"));
        return (Text($"{100 * Evaluation.Of(model, data.Test).Accuracy:F1}%"), Text($"{penalty:F1}"), string.Join('/', ranks));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>784-256-256-10.</summary>
    private sealed class Narrow : Penalized
    {
        private readonly nn.Module<Tensor, Tensor> fc1 = nn.Linear(784, 256), fc2 = nn.Linear(256, 256), head = nn.Linear(256, 10);

        public Narrow()
            : base(nameof(Narrow)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(x.flatten(1))))));
    }
}
