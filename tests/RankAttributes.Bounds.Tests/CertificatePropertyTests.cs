using CsCheck;

namespace RankAttributes.Bounds.Tests;

public class CertificatePropertyTests
{
    private static readonly Gen<LayerConstraint> Layer =
        from outputs in Gen.Int[1, 40]
        from inputs in Gen.Int[1, 40]
        from rank in Gen.Double[0, 12]
        from hard in Gen.Bool
        from p in Gen.OneOf(Gen.Double[0, 2], Gen.Const(1e-9), Gen.Const(0.0), Gen.Const(2.0))
        from norm in Gen.OneOf(Gen.Double[0.1, 3], Gen.Const(0.0))
        from bias in Gen.OneOf(Gen.Bool.Select(_ => (double?)null), Gen.Double[0.01, 1].Select(value => (double?)value))
        from overlap in Gen.Int[1, 9]
        select new LayerConstraint(outputs, inputs)
        {
            Rank = hard ? Math.Floor(rank) : rank, IsHardRank = hard, P = p, SpectralNorm = norm, BiasNorm = bias, Overlap = overlap,
        };

    private static readonly Gen<LayerConstraint[]> Network = Layer.Array[1, 4];

    [Fact]
    public void The_gap_falls_with_samples_and_stays_in_the_range_of_the_loss() => Gen.Select(Network, Gen.Double[2, 12]).Sample((layers, logSamples) =>
    {
        var few = GeneralizationCertificate.BeforeTraining(layers, Math.Pow(10, logSamples)).Gap!.Value;
        var many = GeneralizationCertificate.BeforeTraining(layers, Math.Pow(10, logSamples + 0.5)).Gap!.Value;
        return few is > 0 and <= 1 && many <= few;
    }, iter: 200);

    [Fact]
    public void More_rank_norm_width_or_depth_never_tightens_it() => Gen.Select(Network, Gen.Int[0, 3]).Sample((layers, index) =>
    {
        const double samples = 1e7;
        double Gap(LayerConstraint[] network) => GeneralizationCertificate.BeforeTraining(network, samples).Gap!.Value;
        var changed = layers[index % layers.Length];
        LayerConstraint[] With(LayerConstraint layer) => [.. layers.Select(other => ReferenceEquals(other, changed) ? layer : other)];
        var gap = Gap(layers) * (1 - 1e-12);
        return Gap(With(changed with { Rank = changed.Rank + 1 })) >= gap
            && Gap(With(changed with { SpectralNorm = changed.SpectralNorm * 1.5 })) >= gap
            && Gap(With(changed with { Overlap = changed.Overlap + 1 })) >= gap;
    }, iter: 200);

    [Fact]
    public void The_certified_sample_complexity_is_where_the_gap_is_reached() => Gen.Select(Network, Gen.Double[0.05, 0.9]).Sample((layers, gap) =>
    {
        var samples = GeneralizationCertificate.SampleComplexity(layers, gap)!.Value;
        return GeneralizationCertificate.BeforeTraining(layers, samples * (1 + 1e-9)).Gap <= gap * (1 + 1e-9)
            && GeneralizationCertificate.BeforeTraining(layers, samples * 0.999).Gap > gap * (1 - 1e-9);
    }, iter: 200);

    [Fact]
    public void The_parts_add_up_to_the_gap() => Network.Sample(layers =>
    {
        const double samples = 1e8;
        var options = new CertificateOptions { LossLipschitz = 3, LossRange = 2, Delta = 0.01 };
        var certificate = GeneralizationCertificate.BeforeTraining(layers, samples, options);
        if (certificate.IsVacuous) return certificate is { Gap: 2, Layers.Count: 0, Epsilon: null };
        var entropy = certificate.Layers.Sum(layer => layer.MatrixEntropy + layer.BiasEntropy);
        var deviation = 2 * Math.Sqrt((entropy + Math.Log(100)) / (2 * samples));
        var approximation = 2 * 3 * certificate.Epsilon!.Value;
        return Near(deviation, certificate.Deviation) && Near(approximation, certificate.ApproximationError)
            && Near(approximation + deviation, certificate.Gap!.Value);
    }, iter: 200);

    /// <summary>A split is valid when the shares it needs sum to at most ε: they are recovered here from the entropies alone.</summary>
    [Fact]
    public void The_proportional_allocation_is_a_split_of_epsilon_and_never_looser() => Network.Sample(layers =>
    {
        const double samples = 1e6;
        var uniform = GeneralizationCertificate.BeforeTraining(layers, samples);
        var proportional = GeneralizationCertificate.BeforeTraining(layers, samples, new CertificateOptions { Allocation = EpsilonAllocation.Proportional });
        if (proportional.Gap > uniform.Gap) return false;
        if (proportional.IsVacuous) return true;
        var (matrix, bias) = Sensitivities(layers, inputNorm: 1);
        var needed = 0.0;
        for (var index = 0; index < layers.Length; index++)
        {
            var part = proportional.Layers[index];
            var layer = layers[index];
            if (matrix[index] > 0) needed += matrix[index] * (part.TruncationError + Radius(layer, part));
            if (part.BiasEntropy > 0) needed += bias[index] * 2 * layer.BiasNorm!.Value / (Math.Exp(part.BiasEntropy / layer.Outputs) - 1);
        }

        return needed <= proportional.Epsilon!.Value * (1 + 1e-6);
    }, iter: 300);

    [Fact]
    public void A_deep_unequal_network_gains_from_the_proportional_allocation()
    {
        LayerConstraint[] layers = [new(600, 800) { Rank = 4, P = 0.5 }, new(2, 600) { Rank = 2, IsHardRank = true }];
        var uniform = GeneralizationCertificate.SampleComplexity(layers, 0.5)!.Value;
        var proportional = GeneralizationCertificate.SampleComplexity(
            layers, 0.5, new CertificateOptions { Allocation = EpsilonAllocation.Proportional })!.Value;
        Assert.True(proportional < 0.97 * uniform, $"{proportional:N0} against {uniform:N0}");
    }

    private static double Radius(LayerConstraint layer, LayerEntropy part)
    {
        if (part.Rank == 0 || layer.SpectralNorm == 0) return 0;
        var factored = 4 * layer.SpectralNorm / (Math.Exp(part.MatrixEntropy / (part.Rank * (layer.Outputs + layer.Inputs))) - 1);
        if (part.Rank < layer.FullRank) return factored;
        return Math.Min(factored, 2 * layer.SpectralNorm / (Math.Exp(part.MatrixEntropy / ((double)layer.Outputs * layer.Inputs)) - 1));
    }

    private static (double[] Matrix, double[] Bias) Sensitivities(LayerConstraint[] layers, double inputNorm)
    {
        var matrix = new double[layers.Length];
        var bias = new double[layers.Length];
        for (var index = 0; index < layers.Length; index++)
        {
            var activation = inputNorm;
            for (var below = 0; below < index; below++)
                activation = (Math.Sqrt(layers[below].Overlap) * layers[below].SpectralNorm * activation) + (layers[below].BiasNorm ?? 0);
            var above = layers.Skip(index + 1).Aggregate(1.0, (product, layer) => product * Math.Sqrt(layer.Overlap) * layer.SpectralNorm);
            matrix[index] = above * Math.Sqrt(layers[index].Overlap) * activation;
            bias[index] = above;
        }

        return (matrix, bias);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected);
}
