using System.Globalization;
using System.Runtime.CompilerServices;
using RankAttributes.Bounds.Codes;

namespace RankAttributes.Bounds.Tests;

/// <summary>The worked example of docs/theory.md, recomputed.</summary>
public class TheoryPageTests
{
    private static readonly string Page = Normalized(File.ReadAllText(Path.GetFullPath(Path.Combine(Folder(), "..", "..", "docs", "theory.md"))));

    [Fact]
    public void The_predicted_numbers_are_those_of_the_page()
    {
        var prediction = SampleComplexity.Predict(WithoutNorms(8));
        var full = SampleComplexity.Predict(WithoutNorms(64)).Samples;
        Assert.Equal(2 * ((8 * (64 + 784)) + (8 * (10 + 64))), prediction.Samples);
        Says($"estimate is **{prediction.Samples:N0}** samples, 2·(8·(64 + 784) + 8·(10 + 64)); the first layer accounts for {prediction.Contributions[0] * 100:F0}% of it");
        Says($"At 60,000 samples the predicted gap is {prediction.Gap(60_000):F2}. At full rank it would be {full:N0}.");
    }

    [Fact]
    public void The_certified_numbers_are_those_of_the_page()
    {
        LayerConstraint[] layers = [.. Layers(8).Select(layer => layer with { IsHardRank = true })];
        var options = CertificateOptions.Default.ForMargin(1);
        var certificate = GeneralizationCertificate.BeforeTraining(layers, 60_000, options);
        var proportional = GeneralizationCertificate.BeforeTraining(layers, 60_000, options with { Allocation = EpsilonAllocation.Proportional });

        Says($"certificate is a gap of **{certificate.Gap:F3}**: {certificate.ApproximationError:F3} for the coarseness of the net (ε = {certificate.Epsilon:F4}) and {certificate.Deviation:F3} for its size");
        Says($"The first matrix costs {certificate.Layers[0].MatrixEntropy:N0} nats, the second {certificate.Layers[1].MatrixEntropy:N0}. With the proportional allocation it is {proportional.Gap:F3}.");
        Says($"To certify a gap of 0.5 takes {GeneralizationCertificate.SampleComplexity(layers, 0.5, options):N0} samples.");
    }

    [Fact]
    public void The_numbers_of_the_code_are_those_of_the_page()
    {
        const long errors = 6_600, samples = 60_000;
        var bound = CodeBound.Tail(errors, samples, 3_000, 0.05);
        Says($"gives {CodeBound.HeldOut(1_200, 10_000, 0.05):F4} at 95%");
        Says($"A network of **3,000** bits with {errors:N0} errors on {samples:N0} training samples has an error of at most **{bound:F4}** at 95% confidence.");
        Says($"One bit is then worth {CodeBound.PriceOfBit((double)errors / samples, bound):F2} errors, and 100 bits less would certify {CodeBound.Tail(errors, samples, 2_900, 0.05):F4}.");
        Says($"The posterior's form at the same length gives {CodeBound.PacBayesKl(errors, samples, 3_000, 0.05):F4}.");
    }

    private static LayerConstraint[] WithoutNorms(double rank) => [.. Layers(rank).Select(layer => layer with { P = 0 })];

    private static LayerConstraint[] Layers(double rank) =>
        [new(64, 784) { P = 0.5, Rank = rank }, new(10, 64) { P = 0.5, Rank = Math.Min(rank, 10) }];

    private static void Says(FormattableString sentence)
    {
        var text = sentence.ToString(CultureInfo.InvariantCulture);
        Assert.True(Page.Contains(text, StringComparison.Ordinal), $"docs/theory.md does not say: {text}");
    }

    private static string Normalized(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
