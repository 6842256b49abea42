using System.Text.Json;
using System.Text.Json.Serialization;

namespace RankAttributes.Bounds.Tests;

/// <summary>One case of the reference values: layers, parameters and what an independent program computed for them.</summary>
public sealed record ReferenceVector(
    string Name,
    IReadOnlyList<ReferenceLayer> Layers,
    double Samples,
    double NormFactor,
    double InputNorm,
    double LossLipschitz,
    double LossRange,
    double Delta,
    double TargetGap,
    ReferenceValues Expected)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The committed file, and every file named in the environment variable RANK_VECTORS.</summary>
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Files())
        {
            foreach (var vector in Load(file)) cases.Add(file, vector.Name);
        }

        return cases;
    }

    public static ReferenceVector Find(string file, string name) => Load(file).First(vector => vector.Name == name);

    public IReadOnlyList<LayerConstraint> Constraints() => Layers.Select(layer => layer.ToConstraint()).ToList();

    public CertificateOptions Options() => new() { InputNorm = InputNorm, LossLipschitz = LossLipschitz, LossRange = LossRange, Delta = Delta };

    private static IEnumerable<string> Files()
        => (Environment.GetEnvironmentVariable("RANK_VECTORS") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Path.Combine(AppContext.BaseDirectory, "Vectors", "reference.json"));

    private static List<ReferenceVector> Load(string file)
        => JsonSerializer.Deserialize<List<ReferenceVector>>(File.ReadAllText(file), SnakeCase)!;
}

public sealed record ReferenceLayer(
    long Outputs, long Inputs, long Spatial, double SpectralNorm, double Rank, bool HardRank, double P, double Lipschitz, long Overlap, double? BiasNorm)
{
    public LayerConstraint ToConstraint() => new(Outputs, Inputs)
    {
        SpatialWidth = Spatial,
        SpectralNorm = SpectralNorm,
        Rank = Rank,
        IsHardRank = HardRank,
        P = P,
        Lipschitz = Lipschitz,
        Overlap = Overlap,
        BiasNorm = BiasNorm,
    };
}

public sealed record ReferenceValues(
    [property: JsonPropertyName("rate_R2")] double SquaredComplexity,
    double PredictedSampleComplexity,
    double RateGap,
    long? LargestRank,
    double Certificate,
    double? CertificateEpsilon,
    IReadOnlyList<long>? CertificateRanks,
    double? CertifiedSampleComplexity);
