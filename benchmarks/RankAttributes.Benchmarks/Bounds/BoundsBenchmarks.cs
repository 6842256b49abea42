using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using RankAttributes.Bounds;

namespace RankAttributes.Benchmarks.Bounds;

/// <summary>What a keystroke pays for its numbers, and a snapshot for its certificate.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class BoundsBenchmarks
{
    private const double Samples = 60_000_000;

    private readonly LayerConstraint[] deep = [.. Enumerable.Repeat(new LayerConstraint(512, 512) { P = 0.5, Rank = 64 }, 100)];
    private readonly LayerConstraint[] wide = [.. Enumerable.Repeat(new LayerConstraint(1024, 1024) { P = 0.5, Rank = 16 }, 10)];
    private readonly LayerConstraint[] soft = [.. Enumerable.Repeat(new LayerConstraint(1024, 1024) { P = 2, Rank = 2 }, 10)];

    [Benchmark(Baseline = true), BenchmarkCategory("predict, 100 layers")]
    public double PredictNaive() => NaiveFormulas.PredictedSamples(deep, double.MaxValue);

    [Benchmark, BenchmarkCategory("predict, 100 layers")]
    public double Predict() => SampleComplexity.Predict(deep).Samples;

    [Benchmark(Baseline = true), BenchmarkCategory("largest rank, 100 layers")]
    public long LargestRankNaive() => NaiveFormulas.LargestRank(deep, 2e8);

    [Benchmark, BenchmarkCategory("largest rank, 100 layers")]
    public long? LargestRank() => SampleComplexity.LargestRankThatFits(deep, 2e8);

    [Benchmark(Baseline = true), BenchmarkCategory("certificate, 10 x 1024, p = 0.5")]
    public double CertificateNaive() => NaiveFormulas.Certificate(wide, Samples, 0.05);

    [Benchmark, BenchmarkCategory("certificate, 10 x 1024, p = 0.5")]
    public double? Certificate() => GeneralizationCertificate.BeforeTraining(wide, Samples).Gap;

    [Benchmark, BenchmarkCategory("certificate, 10 x 1024, p = 0.5")]
    public double? CertificateProportional()
        => GeneralizationCertificate.BeforeTraining(wide, Samples, new CertificateOptions { Allocation = EpsilonAllocation.Proportional }).Gap;

    [Benchmark(Baseline = true), BenchmarkCategory("certificate, 10 x 1024, p = 2")]
    public double SoftCertificateNaive() => NaiveFormulas.Certificate(soft, 1e15, 0.05);

    [Benchmark, BenchmarkCategory("certificate, 10 x 1024, p = 2")]
    public double? SoftCertificate() => GeneralizationCertificate.BeforeTraining(soft, 1e15).Gap;
}
