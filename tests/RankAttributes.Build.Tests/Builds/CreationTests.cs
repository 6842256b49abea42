using System.Text.Json;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>What the compiler saw of a model beyond its own class.</summary>
public sealed class CreationTests : IDisposable
{
    private const string Metadata = "RankAttributes.Metadata.DeclaredModel";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_creation_is_reported_with_its_own_shapes_and_the_line_it_stands_on()
    {
        consumer.Project().Model().Write("Training.cs", $$"""
            using Models;

            [assembly: {{Metadata}}(1, "creation\tModels.Mlp\nlayer\tfc1\tLinear\t256\t784\tp=0.5\trank=16\nlayer\tinner.fc\tLinear\t10\t256\tp=0.5")]
            [assembly: {{Metadata}}(1, "creation\tModels.Mlp\tnew Mlp()\tTraining\tRun\nlayer\tfc1\tLinear\t2560\t784\tp=0.5\nunread\ttail\tit is computed")]
            [assembly: {{Metadata}}(1, "creation\tModels.Mlp\tnew Mlp()\tTraining\tRunLater\nlayer\tfc1\tLinear\t?\t?\tp=0.5")]
            [assembly: {{Metadata}}(1, "creation\tModels.Mlp\tnew Wide(1, 3)\tTraining\tRunWide\nlayer\tfc1\tLinear\t3\t1\tp=0.5")]
            [assembly: {{Metadata}}(1, "creation\tModels.Other\tnew Other()\tTraining\tRun")]

            public static class Training
            {
                public static Mlp Run(int steps)
                {
                    if (steps < 1) throw new ArgumentOutOfRangeException(nameof(steps));
                    return new Mlp();
                }

                public static object RunWide() => (
                    new Wide(1, 2),
                    new Wide(1,
                        3));

                public sealed record Wide(int In, int Out);

                public static async Task<Mlp> RunLater()
                {
                    await Task.Yield();
                    return new Mlp();
                }
            }
            """).Dotnet("build");
        var model = consumer.ReportedModel();
        var creations = model.GetProperty("creations").EnumerateArray().ToList();

        Assert.Equal(["fc1", "inner.fc"], model.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal(
            [("Training.Run", "Training.cs", 14), ("Training.RunLater", "Training.cs", 27), ("Training.RunWide", "Training.cs", 19)], creations.Select(Place));
        Assert.Equal(2560, creations[0].GetProperty("layers")[0].GetProperty("outputs").GetInt64());
        Assert.True(creations[0].GetProperty("isLowerEstimate").GetBoolean());
        Assert.Equal("it is computed", creations[0].GetProperty("unknowns")[0].GetProperty("reason").GetString());
        Assert.Equal("notPredicted", creations[1].GetProperty("verdict").GetString());
    }

    [Fact]
    public void The_numbers_at_a_creation_are_those_of_the_warning_there()
    {
        var output = consumer.Project().Write("Net.cs", """
            using RankAttributes;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            [SchattenRegularize(p: 0.5)]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Block block;
                private readonly Linear head;
                public Net(int width) : base("net") { block = new Block(width); head = Linear(2 * width, 10); RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }

            public sealed class Block : Module<Tensor, Tensor>
            {
                private readonly Linear fc;
                public Block(int width) : base("block") { fc = Linear(width, 2 * width); RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }

            public static class Training
            {
                public static Net Small() => new(8);
                public static Net Large() => new Net(300);
            }
            """).Dotnet("build", "-p:RankAttributesTrainingSamples=5000");
        var asked = System.Text.RegularExpressions.Regex.Match(output,
            @"Net\.cs\(25,\d+\): warning RANK1001: 'Net' needs about ([\d,]+) samples").Groups[1].Value;
        var model = consumer.ReportedModel();
        var creations = model.GetProperty("creations").EnumerateArray().ToList();
        var head = model.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == "head");

        Assert.Equal("MSBuild", model.GetProperty("samplesSource").GetString());
        Assert.Equal(["block.fc", "head"], model.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal(("10", "2 * width"), (head.GetProperty("outputs").GetRawText(), head.GetProperty("inputsExpression").GetString()));
        Assert.Equal([("Training.Large", "Net.cs", 25), ("Training.Small", "Net.cs", 24)], creations.Select(Place));
        Assert.Equal(asked, creations[0].GetProperty("predictedSamples").GetDouble().ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["tooFewSamples", "fits"], creations.Select(creation => creation.GetProperty("verdict").GetString()));
    }

    private static (string?, string?, int) Place(JsonElement creation)
        => (creation.GetProperty("member").GetString(), creation.GetProperty("file").GetString(), creation.GetProperty("line").GetInt32());
}
