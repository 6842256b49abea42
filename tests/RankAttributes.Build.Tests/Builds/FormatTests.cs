namespace RankAttributes.Build.Tests.Builds;

/// <summary><c>dotnet format analyzers</c> applies the fixes that come with the package.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void Every_fix_is_applied_and_the_project_builds()
    {
        const string Before = """
            using RankAttributes;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            namespace Models;

            // The encoder.
            [SchattenRegularize(p: 3, Rank = 64)] // strong
            [TrainingData(samples: 8_000)]
            public sealed class Encoder : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(784, 512);
                [SchattenRegularize(p: 0.5, Rank = 12)] private readonly Linear head;
                [SchattenIgnore] // only a count
                private readonly int width = 10;

                public Encoder() : base("encoder")
                {
                    RegisterComponents(); // all
                    head = Linear(512, width);
                }

                public override Tensor forward(Tensor x) => head.forward(functional.relu(fc.forward(x)));
            }

            [SchattenRegularize(p: 0.5)]
            public sealed partial class Decoder : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(10, System.Environment.ProcessorCount);

                public Decoder() : base("decoder") => RegisterComponents();

                public override Tensor forward(Tensor x) => fc.forward(x);
            }
            """;
        const string After = """
            using RankAttributes;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            namespace Models;

            // The encoder.
            [SchattenRegularize(p: 2, Rank = 64)] // strong
            [TrainingData(samples: 8_000)]
            public sealed partial class Encoder : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> fc = Linear(784, 512);
                [SchattenRegularize(p: 0.5, Rank = 9)] private readonly Module<Tensor, Tensor> head;
                // only a count
                private readonly int width = 10;

                public Encoder() : base("encoder")
                {
                    head = Linear(512, width);
                    RegisterComponents(); // all
                }

                public override Tensor forward(Tensor x) => head.forward(functional.relu(fc.forward(x)));
            }

            [SchattenRegularize(p: 0.5)]
            [Dims("System.Environment.ProcessorCount", 1)]
            [TrainingData(samples: 1)]
            public sealed partial class Decoder : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> fc = Linear(10, System.Environment.ProcessorCount);

                public Decoder() : base("decoder") => RegisterComponents();

                public override Tensor forward(Tensor x) => fc.forward(x);
            }
            """;
        consumer.Project().Write("Models.cs", Before).Dotnet("restore");
        Assert.NotEqual(0, consumer.TryDotnet("build", "--no-restore").ExitCode);

        // A layer has a rank that can be too large once it is registered, which another fix sees to.
        for (var run = 0; run < 2; run++)
        {
            consumer.Dotnet(
                "format", "analyzers", "--no-restore", "--severity", "info", "--diagnostics",
                "RANK0001", "RANK0003", "RANK0005", "RANK0006", "RANK1002", "RANK1003", "RANK1007", "RANK1009");
        }

        // Fixes of different rules are applied in an order that differs from run to run.
        const string First = "[Dims(\"System.Environment.ProcessorCount\", 1)]\n", Second = "[TrainingData(samples: 1)]\n";
        Assert.Equal(After.ReplaceLineEndings("\n"), File.ReadAllText(consumer.At("Models.cs")).Replace(Second + First, First + Second,
            StringComparison.Ordinal));
        Assert.DoesNotContain("RANK0", consumer.Dotnet("build", "--no-restore"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rank_that_fits_is_declared()
    {
        consumer.Project().Model(rank: "Rank = 64", samples: 20_000).Dotnet("restore");
        var before = consumer.Dotnet("build", "--no-restore");
        consumer.Dotnet("format", "analyzers", "--no-restore", "--severity", "warn", "--diagnostics", "RANK1001");

        var fits = System.Text.RegularExpressions.Regex.Match(before, @"; (Rank = \d+) would fit").Groups[1].Value;
        Assert.Contains($"[SchattenRegularize(p: 0.5, {fits})]", File.ReadAllText(consumer.At("Mlp.cs")), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK1001", consumer.Dotnet("build", "--no-restore", "--no-incremental"), StringComparison.Ordinal);
    }
}
