using System.Globalization;
using Samples.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>Networks with a fortieth of the parameters of 784-1024-1024-10, trained as they are: the accuracy that so few parameters can have.</summary>
internal static class SmallNetworks
{
    private const int BatchSize = 128;
    private const double LearningRate = 2e-3, WeightDecay = 0.05;

    private static readonly (string Name, Func<Module<Tensor, Tensor>> Make)[] Networks =
    [
        ("784-1024-1024-10 of rank 9", () => Sequential(
            Linear(784, 9, hasBias: false), Linear(9, 1024), ReLU(), Linear(1024, 9, hasBias: false), Linear(9, 1024), ReLU(),
            Linear(1024, 9, hasBias: false), Linear(9, 10))),
        ("784-54-54-10", () => Sequential(Linear(784, 54), ReLU(), Linear(54, 54), ReLU(), Linear(54, 10))),
        ("784-256-192-10 of ranks 32 and 16", () => Sequential(
            Linear(784, 32, hasBias: false), Linear(32, 256), ReLU(), Linear(256, 16, hasBias: false), Linear(16, 192), ReLU(), Linear(192, 10))),
    ];

    /// <summary>Trains each network on Fashion-MNIST with a rate that falls to nothing.</summary>
    public static int Write(string folder, int epochs, int seeds)
    {
        set_num_threads(1);
        using var data = FashionMnistFiles.Read(folder);
        Console.WriteLine("| network | parameters | epochs | test |");
        Console.WriteLine("|---|--:|--:|--:|");
        foreach (var (name, make) in Networks)
        {
            var (accuracies, parameters) = (new List<double>(), 0L);
            for (var seed = 1; seed <= seeds; seed++)
            {
                using var scope = NewDisposeScope();
                manual_seed(seed);
                var network = make();
                parameters = network.parameters().Sum(parameter => parameter.numel());
                Train(network, data.Train, epochs);
                using var predicted = network.call(data.Test.Inputs.flatten(1)).argmax(1);
                accuracies.Add(predicted.eq(data.Test.Labels).to_type(ScalarType.Float64).mean().item<double>());
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {parameters:N0} | {epochs} | {CompressionTable.Interval(accuracies)} |"));
        }

        return 0;
    }

    private static void Train(Module<Tensor, Tensor> network, LabeledSamples samples, int epochs)
    {
        using var optimizer = optim.AdamW(network.parameters(), LearningRate, weight_decay: WeightDecay);
        var steps = (int)(samples.Count / BatchSize);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var order = randperm(samples.Count);
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                var done = (double)((epoch * steps) + step) / (epochs * steps);
                foreach (var group in optimizer.ParamGroups) group.LearningRate = LearningRate * (1 - done);
                var batch = order[(step * BatchSize)..((step + 1) * BatchSize)];
                optimizer.zero_grad();
                functional.cross_entropy(network.call(samples.Inputs.index_select(0, batch).flatten(1)), samples.Labels.index_select(0, batch)).backward();
                optimizer.step();
            }
        }
    }
}
