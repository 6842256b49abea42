namespace RankAttributes.Build.Tests.Builds;

/// <summary>A committed report as a gate.</summary>
public sealed class BaselineTests : IDisposable
{
    private const string Baseline = "-p:RankAttributesBaseline=bounds.baseline.json";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void Growth_is_a_warning_at_the_class_until_the_baseline_is_updated()
    {
        consumer.Project().Model().Dotnet("build", "-t:RankAttributesUpdateBaseline", "-restore", Baseline);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var grown = consumer.Model(rank: "Rank = 8").Dotnet("build", "--no-restore", Baseline);
        Assert.True(grown.Contains("Mlp.cs(10): RankAttributes warning RANK2002: 'Mlp' needs about ", StringComparison.Ordinal), grown);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline, "-p:RankAttributesBaselineRatio=2"), StringComparison.Ordinal);

        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", "-t:RankAttributesUpdateBaseline", Baseline), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var crossed = consumer.Model(rank: "Rank = 8", samples: 1000).Dotnet("build", "--no-restore", Baseline);
        Assert.Contains("warning RANK2003: 'Mlp' needs about ", crossed, StringComparison.Ordinal);
        Assert.Contains("no longer fits the 1,000 of its dataset", crossed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_or_a_property_that_cannot_be_used_is_named_and_the_report_is_written()
    {
        consumer.Project().Model();
        Assert.Contains("warning RANK2004: The baseline bounds.baseline.json cannot be used: the file does not exist.",
            consumer.Dotnet("build", Baseline), StringComparison.Ordinal);
        Assert.True(File.Exists(consumer.Report("json")));

        consumer.Write("bounds.baseline.json", "{\"schemaVersion\": 7}");
        Assert.Contains("it is of schema version 7", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        consumer.Write("bounds.baseline.json",
            "{\"schemaVersion\": 1, \"assembly\": \"App\", \"models\": {\"type\": \"Models.Mlp\", \"predictedSamples\": 1}}");
        Assert.Contains("RANK2004: The baseline bounds.baseline.json cannot be used: its models are not a list",
            consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Contains("RANK2004: The baseline /dev/zero cannot be used: it is empty, or it is a device or a pipe",
                consumer.Dotnet("build", "--no-restore", "-p:RankAttributesBaseline=/dev/zero"), StringComparison.Ordinal);

        var output = consumer.Dotnet("build", "--no-restore", "-p:RankAttributesReportFormats=md%3Bpdf", "-p:RankAttributesBaselineRatio=0.5", Baseline);
        Assert.Contains("RANK2005: RankAttributesReportFormats names 'pdf'", output, StringComparison.Ordinal);
        Assert.True(File.Exists(consumer.Report("md")));
        Assert.False(File.Exists(consumer.Report("json")));
    }

    [Fact]
    public void What_is_not_compared_is_named()
    {
        consumer.Project().Model().Dotnet("build", "-t:RankAttributesUpdateBaseline", "-restore", Baseline);

        var renamed = consumer.Model(name: "Renamed", rank: "Rank = 64").Dotnet("build", "--no-restore", Baseline);
        Assert.Contains("bounds.baseline.json : RankAttributes warning RANK2004: ", renamed, StringComparison.Ordinal);
        Assert.Contains("it does not know 'Models.Renamed'; it knows 'Models.Mlp', which this build does not have", renamed, StringComparison.Ordinal);

        consumer.Write("Mlp.cs", "class Nothing;");
        Assert.Contains("it knows 'Models.Mlp', and this build has none of them", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);
    }

    [Fact]
    public void A_creation_is_compared_like_a_class()
    {
        consumer.Project().Write("Sized.cs", Sized("new Sized(64)")).Dotnet("build", "-t:RankAttributesUpdateBaseline", "-restore", Baseline);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var grown = consumer.Write("Sized.cs", Sized("new Sized(4096)")).Dotnet("build", "--no-restore", Baseline);
        Assert.Matches(@"Sized\.cs\(16\).*warning RANK200[23]: 'Sized' at new Sized\(4096\) in ", grown);

        static string Sized(string creation) => $$"""
            using RankAttributes;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            [SchattenRegularize(p: 0.5), TrainingData(samples: 60_000)]
            public sealed partial class Sized : Module<Tensor, Tensor>
            {
                private readonly Linear fc;
                public Sized(int width) : base("net") { fc = Linear(100, width); RegisterComponents(); }
                public override Tensor forward(Tensor x) => fc.forward(x);
            }

            public static class Training
            {
                public static Sized Make() => {{creation}};
            }
            """;
    }

    [Fact]
    public void Two_projects_do_not_share_a_baseline()
    {
        const string Shared = "-p:RankAttributesBaseline=../shared.json";
        consumer.Project("One/One.csproj").Model("One/First.cs", "First").Project("Two/Two.csproj").Model("Two/Second.cs", "Second");
        consumer.Dotnet("build", "One/One.csproj", "-t:RankAttributesUpdateBaseline", "-restore", Shared);
        var committed = File.ReadAllText(consumer.At("shared.json"));

        Assert.Contains(
            "RANK2004: The baseline ../shared.json is not compared in full: it is the baseline of the assembly 'One', and this one is 'Two'",
            consumer.Dotnet("build", "Two/Two.csproj", Shared), StringComparison.Ordinal);
        var (exitCode, output) = consumer.TryDotnet("build", "Two/Two.csproj", "--no-restore", "-t:RankAttributesUpdateBaseline", Shared);
        Assert.Equal(1, exitCode);
        Assert.Contains("error RANK2004: The baseline ../shared.json is that of the assembly 'One'", output, StringComparison.Ordinal);
        Assert.Equal(committed, File.ReadAllText(consumer.At("shared.json")));
    }
}
