using System.Diagnostics;
using System.Globalization;
using RankAttributes.Mpi;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>One process of <see cref="ProcessTable"/>: the training step of eight equal layers and a head under an MPI launcher.</summary>
internal static class ProcessStep
{
    internal const int Depth = 8;
    private const int Batch = 128, StepsOfARound = 8;

    /// <summary>Prints, from rank 0, the least milliseconds a step over the rounds of the slowest process: without a penalty, with it, and of the sum of
    /// gradients alone.</summary>
    public static int Time(int width, string method, int rounds) => Distributed.Run(world =>
    {
        set_num_threads(1);
        manual_seed(1);
        using var model = new Uniform(width, Enum.Parse<PenaltyMethod>(method));
        using var parallel = world.DataParallel(model);
        using var optimizer = optim.SGD(model.parameters(), 1e-3);
        var rows = (Batch * (world.Rank + 1) / world.Size) - (Batch * world.Rank / world.Size);
        using var x = randn(rows, width);
        using var y = randint(10, rows);
        var best = new[] { double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity };
        for (var round = 0; round <= rounds; round++)
        {
            for (var kind = 0; kind < 2; kind++)
            {
                world.Barrier();
                var (start, reducing) = (Stopwatch.GetTimestamp(), 0.0);
                for (var index = 0; index < StepsOfARound; index++)
                {
                    using var scope = NewDisposeScope();
                    using var step = parallel.Step(rows);
                    optimizer.zero_grad();
                    var loss = nn.functional.cross_entropy(model.call(x), y) * step.Weight;
                    if (kind == 1) loss += parallel.Penalty();
                    loss.backward();
                    if (kind == 0) world.Barrier();
                    var before = Stopwatch.GetTimestamp();
                    step.Reduce();
                    reducing += Stopwatch.GetElapsedTime(before).TotalMilliseconds;
                    optimizer.step();
                }

                world.Barrier();
                if (round == 0) continue;
                best[kind] = Math.Min(best[kind], Stopwatch.GetElapsedTime(start).TotalMilliseconds / StepsOfARound);
                if (kind == 0) best[2] = Math.Min(best[2], reducing / StepsOfARound);
            }
        }

        world.OnRoot(() => Console.WriteLine(string.Join(' ', best.Select(time => time.ToString("R", CultureInfo.InvariantCulture)))));
    });

    private sealed class Uniform : nn.Module<Tensor, Tensor>, IRankRegularized
    {
        private readonly TorchSharp.Modules.Sequential layers;
        private readonly PenaltySettings settings;

        public Uniform(int width, PenaltyMethod method)
            : base(nameof(Uniform))
        {
            settings = new PenaltySettings(0.5, 1e-4, Method: method);
            layers = nn.Sequential([.. Enumerable.Range(0, Depth).SelectMany(_ => new nn.Module<Tensor, Tensor>[] { nn.Linear(width, width), nn.ReLU() }),
                nn.Linear(width, 10)]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layers.call(input);

        public void CollectWeights(RankWeightCollector collector) => collector.AddRest(this, settings);

        public Tensor RegularizationLoss() => throw new NotSupportedException();
    }
}
