using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Training.Benchmarks;

/// <summary>Forward and backward of the penalty of one square float32 weight: time, gradient error, memory.</summary>
internal static class PenaltyTable
{
    /// <summary>A period of Auto, so that its mean per step is what is timed.</summary>
    private const int Steps = 8;

    public static int Write(int[] sizes)
    {
        foreach (var spectrum in new[] { "random", "rank n/16 and noise" })
        {
            Console.WriteLine($"\np = {Contenders.P}, {spectrum}, {get_num_threads()} threads\n");
            Console.WriteLine("| n | | ms | times faster than autograd SVD | gradient error | peak MB |\n|--:|---|--:|--:|--:|--:|");
            foreach (var size in sizes) Write(size, spectrum);
        }

        return 0;
    }

    /// <summary>Runs one contender in this process, for its peak of memory to be read.</summary>
    public static int Once(string contender, int size)
    {
        using var scope = NewDisposeScope();
        using var module = Module(size, "random");
        var before = Peak();
        Run(Contenders.Of(contender, module), module, Steps);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Peak() - before) / 1048576.0}"));
        return 0;

        static long Peak()
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    private static void Write(int size, string spectrum)
    {
        using var scope = NewDisposeScope();
        var names = Contenders.Names.Where(name => size <= 512 || name != nameof(PenaltyMethod.NewtonSchulz)).ToArray();
        var modules = names.Select(_ => Module(size, spectrum)).ToArray();
        var losses = names.Zip(modules, Contenders.Of).ToArray();
        var steps = size >= 1024 ? 1 : Steps;
        var actions = names.Select((name, index) => (Action)(() => Run(losses[index], modules[index], name == "Auto" ? Steps : steps))).ToArray();
        var best = Rounds.Best(actions, size >= 2048 ? 3 : 7);
        var reference = best[0] / steps;
        for (var index = 0; index < names.Length; index++)
        {
            var time = best[index] / (names[index] == "Auto" ? Steps : steps);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size} | {names[index]} | {time:F2} | {reference / time:F2} | {Error(names[index], modules[index], losses[index])} | "
                + $"{Memory(names[index], size)} |"));
        }
    }

    private static TorchSharp.Modules.Linear Module(int size, string spectrum)
    {
        manual_seed(1);
        var layer = nn.Linear(size, size, hasBias: false);
        using var gradientFree = no_grad();
        if (spectrum != "random") layer.weight.mul_(0.02).add_(randn(size, size / 16).mm(randn(size / 16, size)) / size);
        return layer;
    }

    private static void Run(Func<Tensor> loss, nn.Module module, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            loss().backward();
            foreach (var parameter in module.parameters()) parameter.grad?.zero_();
        }
    }

    /// <summary>‖G − ∇φ‖_F/‖∇φ‖_F of the smoothed penalty by a float64 decomposition; for Auto, of a period's sum.</summary>
    private static string Error(string name, TorchSharp.Modules.Linear layer, Func<Tensor> loss)
    {
        if (!Enum.TryParse<PenaltyMethod>(name, out var method)) return "";
        using var scope = NewDisposeScope();
        var steps = method == PenaltyMethod.Auto ? Steps : 1;
        layer.weight.grad?.zero_();
        for (var step = 0; step < steps; step++) loss().backward();
        using var gradientFree = no_grad();
        var (u, sigma, vt) = linalg.svd(layer.weight.to_type(ScalarType.Float64), fullMatrices: false);
        var smoothed = sigma.square() + Math.Pow(SchattenRegularizeAttribute.DefaultSmoothing * sigma.max().ToDouble(), 2);
        var expected = (u * (sigma * smoothed.pow(Contenders.P / 2 - 1) * (Contenders.P * Contenders.Strength * steps))).mm(vt);
        return ((layer.weight.grad! - expected).norm() / expected.norm()).ToDouble().ToString("0.0E+0", CultureInfo.InvariantCulture);
    }

    private static string Memory(string name, int size)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            ["memory", name, size.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text, CultureInfo.InvariantCulture).ToString("F0", CultureInfo.InvariantCulture);
    }
}
