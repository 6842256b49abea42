using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Training;
using RankAttributes.Tracking;

namespace RankAttributes.Samples.Tests;

public sealed class RunFolderTests : IDisposable
{
    private static readonly RunSettings Settings = new(Variant.All[0], Epochs: 1, Samples: 100, Seed: 1);

    private readonly string folder = Directory.CreateTempSubdirectory("run").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Gives_back_the_result_of_the_same_training_alone()
    {
        var run = new RunFolder(folder);
        Assert.Null(run.ReadResult(Settings));
        run.WriteResult(Result([Read<LayerSnapshot>("""{"name":"fc1.weight","outputs":3,"inputs":2,"effectiveRank":"NaN"}""")]));

        var layer = Assert.Single(run.ReadResult(Settings)!.Last.Layers);
        Assert.Equal("fc1.weight", layer.Name);
        Assert.Equal(double.NaN, layer.EffectiveRank);
        Assert.Null(run.ReadResult(Settings with { Seed = 2 }));
        Assert.Null(run.ReadResult(Settings with { Epochs = 2 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Settings":1}""")]
    public void One_that_cannot_be_read_is_none(string content)
    {
        File.WriteAllText(Path.Combine(folder, "result.json"), content);
        Assert.Null(new RunFolder(folder).ReadResult(Settings));
    }

    [Fact]
    public void One_with_holes_is_none()
    {
        var run = new RunFolder(folder);
        run.WriteResult(Result([null!]));
        Assert.Null(run.ReadResult(Settings));
    }

    /// <summary>Only the library makes these; a test reads them.</summary>
    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    private static RunResult Result(IReadOnlyList<LayerSnapshot> layers) => new()
    {
        Settings = Settings.Description,
        Last = new BoundSnapshot { Progress = new TrainingProgress(1), Layers = layers },
        Certification = Read<Certification>("{}"),
        TrainedTestAccuracy = 0.5,
        FactorizedTestAccuracy = 0.5,
        Parameters = 10,
        FactorizedParameters = 10,
        Factorized = [],
        CompressedParameters = 5,
        CompressedTestAccuracy = 0.5,
    };
}
