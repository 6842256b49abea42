namespace RankAttributes.Bounds.Tests;

/// <summary>
/// The certificate against a distribution that is known: labels are fair coins independent of the inputs, so the expected loss of every
/// classifier is exactly ½, and whatever a sample seems to teach is the generalization gap. The adversary takes, for each draw, a classifier of
/// the class that fits the draw well.
/// </summary>
public class CertificateHoldsTests
{
    private const int Draws = 2000;
    private const int Samples = 1500;
    private const int Dimension = 40;
    private const double Margin = 0.05;
    private const double Delta = 0.05;

    // The loss is ½ − y·z/(2γ) clipped to [0, 1]: range 1, Lipschitz 1/(2γ).
    private static readonly CertificateOptions Options = new() { LossLipschitz = 1 / (2 * Margin), LossRange = 1, Delta = Delta };

    private static readonly double[] Gaps = DrawGaps();

    [Fact]
    public void Violations_are_rarer_than_delta()
    {
        var layer = new LayerConstraint(1, Dimension) { IsHardRank = true, Rank = 1 };
        var certificate = GeneralizationCertificate.BeforeTraining([layer], Samples, Options);

        Assert.False(certificate.IsVacuous);
        Assert.True(Violations(certificate.Gap!.Value) <= Delta);
    }

    [Fact]
    public void Without_the_entropy_of_the_class_it_would_be_violated()
    {
        var withoutEntropy = Math.Sqrt(Math.Log(1 / Delta) / (2 * Samples));
        Assert.True(Violations(withoutEntropy) > Delta, $"{Violations(withoutEntropy):P1} of the draws, where δ is {Delta:P0}");
    }

    [Fact]
    public void After_training_too_violations_are_rarer_than_delta()
    {
        // Every adversary has norm 1 and falls into the same cell.
        var certificate = GeneralizationCertificate.AfterTraining([new TrainedLayer(1, Dimension, [1])], Samples, Margin, Options);
        Assert.False(certificate.IsVacuous);
        Assert.True(Violations(certificate.Gap!.Value) <= Delta);
    }

    private static double Violations(double bound) => Gaps.Count(gap => gap > bound) / (double)Draws;

    /// <summary>Expected minus empirical loss of the draw's mean classifier w = v/‖v‖, v = Σ y·x, on inputs from the cube of norm 1.</summary>
    private static double[] DrawGaps()
    {
        var random = new Random(20);
        var gaps = new double[Draws];
        var inputs = new ulong[Samples];
        var labels = new bool[Samples];
        var unit = 1 / Math.Sqrt(Dimension);
        for (var draw = 0; draw < Draws; draw++)
        {
            var mean = new double[Dimension];
            for (var sample = 0; sample < Samples; sample++)
            {
                inputs[sample] = (ulong)random.NextInt64();
                labels[sample] = random.Next(2) == 0;
                for (var axis = 0; axis < Dimension; axis++) mean[axis] += ((inputs[sample] >> axis & 1) == 0) == labels[sample] ? 1 : -1;
            }

            var norm = Math.Sqrt(mean.Sum(value => value * value));
            var loss = 0.0;
            for (var sample = 0; sample < Samples; sample++)
            {
                var output = 0.0;
                for (var axis = 0; axis < Dimension; axis++) output += (inputs[sample] >> axis & 1) == 0 ? mean[axis] : -mean[axis];
                output *= unit / norm * (labels[sample] ? 1 : -1);
                loss += Math.Clamp(0.5 - (output / (2 * Margin)), 0, 1);
            }

            gaps[draw] = 0.5 - (loss / Samples);
        }

        return gaps;
    }
}
