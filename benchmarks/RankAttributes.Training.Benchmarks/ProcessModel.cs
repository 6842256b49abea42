using System.Globalization;

namespace RankAttributes.Training.Benchmarks;

/// <summary>A step of <see cref="ProcessTable"/>, in milliseconds.</summary>
/// <param name="Width">The width of the eight weights.</param>
/// <param name="Method">How the penalty is computed.</param>
/// <param name="Processes">The number of processes.</param>
/// <param name="Plain">The step without a penalty, the sum of gradients included.</param>
/// <param name="Penalty">What the penalty adds.</param>
/// <param name="Sum">The sum of gradients alone.</param>
internal sealed record ProcessMeasurement(int Width, string Method, int Processes, double Plain, double Penalty, double Sum)
{
    /// <summary>The bytes of all gradients.</summary>
    public double Gradient => sizeof(float) * ((ProcessStep.Depth * Width * (Width + 1.0)) + (10.0 * (Width + 1)));
}

/// <summary>
/// T(k) = D/k + S + max(P/k, p_max) + 2(k−1)/k · G/B + α·log₂ k, in milliseconds. D is forward and backward, which the processes share; S is the optimizer's step,
/// which each of them takes. P is the penalty and p_max that of one weight. G is the bytes of the gradients, B the bandwidth and α the latency. D, S, P, B and α
/// are fitted to one and two processes; the rest is arithmetic.
/// </summary>
internal sealed class ProcessModel
{
    private readonly IReadOnlyList<ProcessMeasurement> measured;
    private readonly double timeOfByte, latency;

    private ProcessModel(IReadOnlyList<ProcessMeasurement> measured, double timeOfByte, double latency)
        => (this.measured, this.timeOfByte, this.latency) = (measured, timeOfByte, latency);

    /// <summary>Least squares of the sum of gradients on two processes, G/B + α, over the widths.</summary>
    public static ProcessModel Fit(IReadOnlyList<ProcessMeasurement> measured)
    {
        var pairs = measured.Where(step => step.Processes == 2).ToArray();
        var (meanBytes, meanTime) = (pairs.Average(step => step.Gradient), pairs.Average(step => step.Sum));
        var slope = pairs.Sum(step => (step.Gradient - meanBytes) * (step.Sum - meanTime)) / pairs.Sum(step => Math.Pow(step.Gradient - meanBytes, 2));
        return new ProcessModel(measured, slope, Math.Max(meanTime - (slope * meanBytes), 0));
    }

    public void Write()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nfitted: B = {1e-6 / timeOfByte:F1} GB/s, α = {latency:F2} ms\n"));
        Console.WriteLine("| width | method | T(1) | T(2) measured | T(2) fitted | T(8) | T(64) | T(512) | doubling saves less than 10% from |");
        Console.WriteLine("|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var one in measured.Where(step => step.Processes == 1))
        {
            var two = measured.Single(step => (step.Width, step.Method, step.Processes) == (one.Width, one.Method, 2));
            double Step(int processes) => Predict(one, two, processes);
            var last = Enumerable.Range(0, 12).Select(power => 1 << power).First(processes => Step(2 * processes) > 0.9 * Step(processes));
            double[] row = [Step(1), two.Plain + two.Penalty, Step(2), Step(8), Step(64), Step(512)];
            var cells = string.Join(" | ", row.Select(time => time.ToString("F1", CultureInfo.InvariantCulture)));
            Console.WriteLine($"| {one.Width} | {one.Method} | {cells} | {last} |");
        }
    }

    private double Predict(ProcessMeasurement one, ProcessMeasurement two, int processes)
    {
        // Plain steps of one and two processes: D + S, and D/2 + S with the sum of gradients.
        var shared = Math.Min(2 * (one.Plain - (two.Plain - two.Sum)), one.Plain);
        return (shared / processes) + (one.Plain - shared) + (one.Penalty / Math.Min(processes, ProcessStep.Depth))
            + (2.0 * (processes - 1) / processes * one.Gradient * timeOfByte) + (latency * Math.Log2(processes));
    }
}
