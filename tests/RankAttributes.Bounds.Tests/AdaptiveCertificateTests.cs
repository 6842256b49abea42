using CsCheck;

namespace RankAttributes.Bounds.Tests;

/// <summary>The certificate after training against a literal transcription that tries every k and every ε.</summary>
public class AdaptiveCertificateTests
{
    private static readonly Gen<TrainedLayer> Layer =
        from outputs in Gen.Int[1, 5]
        from inputs in Gen.Int[1, 5]
        from scale in Gen.Double[0.2, 3]
        from decay in Gen.Double[0.05, 1]
        from bias in Gen.OneOf(Gen.Bool.Select(_ => (double?)null), Gen.Double[0.01, 2].Select(value => (double?)value))
        from overlap in Gen.Int[1, 4]
        select new TrainedLayer(
            outputs, inputs, [.. Enumerable.Range(0, Math.Min(outputs, inputs)).Select(i => scale * Math.Pow(decay, i))]) { BiasNorm = bias,
                Overlap = overlap };

    [Fact]
    public void It_is_the_least_over_every_rank_and_epsilon()
        => Gen.Select(Layer.Array[1, 3], Gen.Double[0.05, 5], Gen.Double[2, 8]).Sample((layers, margin, logSamples) =>
    {
        var samples = Math.Pow(10, logSamples);
        var options = new CertificateOptions { InputNorm = 1.7, Delta = 0.03 };
        var expected = BruteForce(layers, samples, margin, 1.7, 0.03);
        var actual = GeneralizationCertificate.AfterTraining(layers, samples, margin, options).Gap!.Value;
        return Math.Abs(expected - actual) <= 1e-9 * expected;
    }, iter: 150);

    [Fact]
    public void Low_rank_weights_are_certified_with_fewer_samples_than_full_rank_ones()
    {
        TrainedLayer Square(int rank) => new(200, 200, [.. Enumerable.Range(0, 200).Select(i => i < rank ? 1.0 : 0)]);
        double Gap(int rank) => GeneralizationCertificate.AfterTraining([Square(rank), Square(rank)], 1e6, margin: 1).Gap!.Value;
        Assert.True(Gap(3) < 0.5 * Gap(200), $"{Gap(3)} against {Gap(200)}");
    }

    [Fact]
    public void A_margin_chosen_after_training_is_rounded_down_and_paid_for()
    {
        TrainedLayer[] layers = [new(3, 10, [1, 0.5, 0.1])];
        var atGridPoint = GeneralizationCertificate.AfterTraining(layers, 1e6, Math.Exp(-0.25));
        Assert.Equal(atGridPoint.Gap, GeneralizationCertificate.AfterTraining(layers, 1e6, Math.Exp(-0.01)).Gap);

        // One layer of norm 1 = e^0, k in 0..3, 81 truncation errors, margin e^(-1/4).
        Close.To(Math.Log(3) + Math.Log(4) + Math.Log(81) + Math.Log(3 * 4), atGridPoint.SelectionCost);
    }

    [Fact]
    public void Layers_without_a_lipschitz_constant_are_named_and_nothing_is_promised()
    {
        TrainedLayer[] layers = [new(3, 10, [1, 1, 1]), new(3, 3, [1, 1, 1]) { LipschitzObstacle = "batch normalization in training mode" }];
        var certificate = GeneralizationCertificate.AfterTraining(layers, 1e9, 1);

        Assert.Null(certificate.Gap);
        Assert.True(certificate.IsVacuous);
        Assert.Equal([new UncertifiedLayer(1, "batch normalization in training mode")], certificate.Uncertified);
        var declared = layers.Select(layer => layer.ToConstraint(1)).ToList();
        Assert.Null(GeneralizationCertificate.BeforeTraining(declared, 1e9).Gap);
        Assert.Null(GeneralizationCertificate.SampleComplexity(declared, 0.5));
    }

    private static double BruteForce(TrainedLayer[] layers, double samples, double margin, double inputNorm, double delta)
    {
        static double Cost(int j) => Math.Log(3 * Math.Pow(1 + Math.Abs(j), 2));
        int Up(double value) => (int)Math.Ceiling(4 * Math.Log(value));
        var marginStep = (int)Math.Floor(4 * Math.Log(margin));
        var lipschitz = Math.Sqrt(2) / Math.Exp(marginStep / 4.0);
        var cost = Cost(marginStep);
        var s = layers.Select(layer => Math.Exp(Up(layer.SingularValues[0]) / 4.0)).ToArray();
        var beta = layers.Select(layer => layer.BiasNorm is { } norm ? Math.Exp(Up(norm) / 4.0) : (double?)null).ToArray();
        foreach (var layer in layers)
            cost += Cost(Up(layer.SingularValues[0])) + (layer.BiasNorm is { } norm ? Cost(Up(norm)) : 0) + Math.Log(layer.SingularValues.Count + 1)
                + Math.Log(81);

        var best = 1.0;
        for (var j = 0; j <= 160; j++)
        {
            var epsilon = 1 / (2 * lipschitz) * Math.Pow(2, -j / 4.0);
            var entropy = 0.0;
            var activation = inputNorm;
            for (var index = 0; index < layers.Length; index++)
            {
                var kappa = Math.Sqrt(layers[index].Overlap);
                var above = 1.0;
                for (var later = index + 1; later < layers.Length; later++) above *= Math.Sqrt(layers[later].Overlap) * s[later];
                var share = epsilon / layers.Length / (beta[index] is null ? 1 : 2);
                entropy += Least(layers[index], s[index], share / (above * kappa * activation));
                if (beta[index] is { } b) entropy += layers[index].Outputs * Math.Log(1 + (2 * b / (share / above)));
                activation = (kappa * s[index] * activation) + (beta[index] ?? 0);
            }

            best = Math.Min(best, (2 * lipschitz * epsilon) + Math.Sqrt((entropy + Math.Log(1 / delta) + cost) / (2 * samples)));
        }

        return best;
    }

    private static double Least(TrainedLayer layer, double s, double tolerance)
    {
        var (m, n) = ((double)layer.Outputs, (double)layer.Inputs);
        var fullRank = layer.SingularValues.Count;
        var least = double.PositiveInfinity;
        for (var k = 0; k <= fullRank; k++)
        {
            var truncation = 0.0;
            if (k < fullRank)
            {
                truncation = s;
                for (var j = 0; j <= 80 && s * Math.Pow(2, -j / 2.0) >= layer.SingularValues[k] * (1 - 1e-15); j++) truncation = s * Math.Pow(2, -j / 2.0);
            }

            if (k == 0 && truncation <= tolerance) return 0;
            var eta = tolerance - truncation;
            if (k == 0 || eta <= 0) continue;
            least = Math.Min(least, k * (m + n) * Math.Log(1 + (4 * s / eta)));
            if (k == fullRank) least = Math.Min(least, m * n * Math.Log(1 + (2 * s / eta)));
        }

        return least;
    }
}
