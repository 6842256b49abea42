using System.Text.Json;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Declarations.Tests;

/// <summary>Reference values of the estimate, made by an independent program: exact sums where norms are not declared, the interpolation where they
/// are.</summary>
public class VectorTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly Vector[] Vectors = JsonSerializer.Deserialize<Vector[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "estimates.json")), Options)!;

    public static TheoryData<string> Names => [.. Vectors.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_estimate_is_the_reference(string name)
    {
        var vector = Vectors.Single(candidate => candidate.Name == name);
        var data = Data(vector.Samples, vector.InputNorm, vector.Margin) with { Constant = vector.Constant, TargetGap = vector.TargetGap };
        var prediction = Predict(
            data, [.. vector.Layers.Select(
                layer => Declare.Layer("l", Enum.Parse<LayerKind>(layer.Kind), layer.Outputs, layer.Inputs, layer.P, layer.Rank, layer.SpectralNorm)
            with { IsIgnored = layer.IsIgnored, SpatialWidth = layer.SpatialWidth })]);

        Assert.Equal(vector.PredictedSamples, prediction.Samples!.Value, vector.PredictedSamples * 1e-9);
        Assert.Equal(vector.LargestRankThatFits, prediction.LargestRankThatFits);
        Assert.Equal((vector.UsesNorms, vector.IsLowerEstimate), (prediction.UsesNorms, prediction.IsLowerEstimate));
    }

    private sealed record Vector(
        string Name, long Samples, double InputNorm, double Margin, double Constant, double TargetGap, Layer[] Layers, double PredictedSamples,
            long? LargestRankThatFits, bool UsesNorms, bool IsLowerEstimate);

    private sealed record Layer(string Kind, long Outputs, long Inputs, double P, int Rank, double SpectralNorm, long SpatialWidth, bool IsIgnored);
}
