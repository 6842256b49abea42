using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>What the methods do to a training: the same minimum, flat memory, no state between threads.</summary>
public sealed class TrainingTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Auto_ends_where_exact_ends(double p)
    {
        using var scope = NewDisposeScope();
        var (exact, auto) = (Run(p, PenaltyMethod.Exact), Run(p, PenaltyMethod.Auto));
        // What another seed of the same training changes in exact mode is 1 to 5%.
        Assert.Equal(1, auto.Error / exact.Error, 0.03);
        Assert.Equal(1, auto.Value / exact.Value, 0.04);
        Assert.InRange(auto.Rank, exact.Rank - 3, exact.Rank + 3);

        // The penalty did something.
        Assert.InRange(Run(p, PenaltyMethod.Exact, strength: 0).Rank, exact.Rank + 30, 140);
    }

    [Theory]
    [InlineData(PenaltyMethod.Auto)]
    [InlineData(PenaltyMethod.Exact)]
    [InlineData(PenaltyMethod.Subspace)]
    [InlineData(PenaltyMethod.NewtonSchulz)]
    public void Native_memory_stays_flat_over_many_steps(PenaltyMethod method)
    {
        var size = method == PenaltyMethod.Auto ? 128 : 24;
        using var weight = nn.Parameter(randn(size, size) * 0.1);
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-3, Method: method));
        var steps = method switch { PenaltyMethod.NewtonSchulz => 500, PenaltyMethod.Auto => 10_000, _ => 2500 };
        Repeat(steps);
        var (tensors, resident) = (Live(), Environment.WorkingSet);
        Repeat(steps);
        Assert.InRange(Live(), 0, tensors);
        Assert.InRange(Environment.WorkingSet - resident, long.MinValue, 64L << 20);

        void Repeat(int count)
        {
            for (var step = 0; step < count; step++)
            {
                using var scope = NewDisposeScope();
                model.RegularizationLoss().backward();
                using (no_grad()) weight.sub_(weight.grad! * 1e-3);
                weight.grad!.zero_();
            }
        }

        static long Live()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public void Two_models_train_in_two_threads()
    {
        var alone = Final(1);
        var results = new double[2];
        var threads = results.Select((_, index) => new Thread(() => results[index] = Final(1))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.All(results, result => Assert.Equal(alone, result, 1e-9));

        static double Final(int seed)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)seed);
            var weight = randn(130, 130, ScalarType.Float64, generator: generator).requires_grad_();
            var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-2));
            for (var step = 0; step < 20; step++)
            {
                model.RegularizationLoss().backward();
                using (no_grad()) weight.sub_(weight.grad! * 1e-2);
                weight.grad!.zero_();
            }

            return weight.norm().ToDouble();
        }
    }

    /// <summary>A linear map of rank 6 learned from noisy samples, so that the rank which is left can be known.</summary>
    private static (double Error, double Value, int Rank) Run(double p, PenaltyMethod method, double strength = 2e-3)
    {
        manual_seed(1);
        var planted = randn(140, 6, ScalarType.Float64).mm(randn(6, 140, ScalarType.Float64)) / 12;
        var inputs = randn(400, 140, ScalarType.Float64);
        var outputs = inputs.mm(planted.t()) + randn(400, 140, ScalarType.Float64) * 0.5;
        var weight = (randn(140, 140, ScalarType.Float64) / 12).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(p, strength, Method: method));
        using var optimizer = optim.Adam([nn.Parameter(weight)], 1e-2);
        var parameter = (TorchSharp.Modules.Parameter)optimizer.parameters().Single();
        model.Weight = parameter;
        for (var step = 0; step < 400; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.ParamGroups.Single().LearningRate = 1e-2 * (1 - step / 400.0);
            optimizer.zero_grad();
            (nn.functional.mse_loss(inputs.mm(parameter.t()), outputs) + model.RegularizationLoss()).backward();
            optimizer.step();
        }

        var final = parameter.detach();
        var sigma = linalg.svdvals(final);
        var rank = (sigma > sigma.max() * 1e-2).sum().item<long>();
        return ((final - planted).norm().ToDouble(), Reference.Of(final, p, 1e-3).Value, (int)rank);
    }
}
