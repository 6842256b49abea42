using System.Globalization;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>What tracking costs: a snapshot against an epoch of 60,000 samples, the spectral norms against a step.</summary>
internal static class TrackingTable
{
    private const int Batch = 128, StepsOfEpoch = 60_000 / Batch, StepsOfRound = 64, Rounds = 6;

    public static int Write()
    {
        manual_seed(1);
        using var model = nn.Sequential(("fc1", nn.Linear(784, 1024)), ("relu1", nn.ReLU()), ("fc2", nn.Linear(1024, 1024)), ("relu2", nn.ReLU()),
            ("head", nn.Linear(1024, 10)));
        var (input, target) = (randn(Batch, 784), randint(10, [Batch], dtype: ScalarType.Int64));
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        var penalty = Contenders.Of(nameof(PenaltyMethod.Auto), model);
        var problems = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = 60_000, InputNorm = 28, OnProblem = problems.Add });
        tracker.Measure([(input, target)]);
        tracker.EstimateSpectralNorms();
        var best = Training.Benchmarks.Rounds.Best(
            [
                () => Steps(() => { }),
                () => Steps(() => tracker.EstimateSpectralNorms()),
                () => { for (var call = 0; call < StepsOfRound; call++) tracker.EstimateSpectralNorms(); },
                () => tracker.Snapshot(new TrainingProgress(tracker.History.Count)),
                () => Steps(() => { }, penalty),
            ],
            Rounds);
        var (step, norms, epoch) = (best[0] / StepsOfRound, best[2] / StepsOfRound, best[0] / StepsOfRound * StepsOfEpoch);
        Console.WriteLine($"\n784-1024-1024-10, batch {Batch}, {get_num_threads()} threads\n\n| | ms | of | ms | share |\n|---|--:|---|--:|--:|");
        Row("Snapshot", best[3], "an epoch", epoch);
        Row("Snapshot", best[3], "an epoch with the default penalty", best[4] / StepsOfRound * StepsOfEpoch);
        Row("SpectralNorms, alone", norms, "a step", step);
        Row("SpectralNorms, within the loop", (best[1] - best[0]) / StepsOfRound, "a step", step);
        foreach (var problem in problems) Console.WriteLine(problem);
        return problems.Count;

        void Steps(Action then, Func<Tensor>? added = null)
        {
            for (var index = 0; index < StepsOfRound; index++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.forward(input), target);
                if (added is not null) loss += added();
                loss.backward();
                optimizer.step();
                then();
            }
        }
    }

    private static void Row(string name, double cost, string of, double whole)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {cost:F3} | {of} | {whole:F2} | {cost / whole:P2} |"));
}
