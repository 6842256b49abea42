using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

/// <summary>Reports with one of everything, to be rendered.</summary>
internal static class Example
{
    public const string Hostile = "<script>window.hostile = true</script>\"'&|`\u0001";

    public static ReportedModel Fitting { get; } = new(
        "Demo.Mlp",
        "Mlp",
        [
            new ReportedLayer("fc1", "Linear", 512, 784) { P = 0.5, Rank = 16 },
            new ReportedLayer("fc2", "Linear", 512, 512) { P = 0.5, Rank = 16 },
            new ReportedLayer("head", "Linear", 10, 512) { P = 0.5, IsRegularized = false },
        ],
        [])
    {
        Samples = 120_000,
        SamplesSource = "the class",
        Place = new SourcePlace("Models/Mlp.cs", 12),
    };

    public static ReportedModel TooLarge { get; } = new(
        "Demo.Vision+Encoder`1",
        "Encoder<T>",
        [
            new ReportedLayer("stem.0", "Conv2d", 64, 27) { P = 1, SpatialWidth = 1024 },
            new ReportedLayer("blocks.0.conv", "Conv2d", 128, 576) { P = 1, SpatialWidth = 0 },
            new ReportedLayer("embedding", "Embedding", 30_000, 256) { P = 0.1, Rank = 64, IsCoveredByTheorem = false },
            new ReportedLayer("project", "Linear", 4096, 0) { P = 1, OutputsExpression = "4 * width", InputsExpression = "width" },
            new ReportedLayer("block", "Linear", 64, 64) { P = 1, Repetition = "depth", IsConditional = true },
            new ReportedLayer("head", "Linear", 1000, 4096) { P = 1 },
        ],
        [new UnreadLayer("extra", "it is created in a helper that is not part of the class")])
    {
        Samples = 50_000,
        Place = new SourcePlace("Models/Encoder.cs", 30),
        Creations =
        [
            new ReportedCreation(
                "new Encoder<float>(width: 64)",
                "Program.Main",
                [
                    new ReportedLayer("stem.0", "Conv2d", 64, 27) { P = 1, SpatialWidth = 1024 },
                    new ReportedLayer("project", "Linear", 256, 64) { P = 1 },
                    new ReportedLayer("head", "Linear", 1000, 256) { P = 1 },
                ],
                [])
            {
                Place = new SourcePlace("Program.cs", 7),
            },
        ],
    };

    public static ReportedModel Named(string name) => new(
        "Demo." + name, name, [new ReportedLayer(name, name, 30, 20) { P = 1, OutputsExpression = name }], [new UnreadLayer(name, name)])
    {
        Place = new SourcePlace(name, 3),
        SamplesSource = name,
        Samples = 100,
        Creations = [new ReportedCreation(name, name, [new ReportedLayer(name, name, 3, 2) { P = 1 }], [new UnreadLayer(name, name)]) { Place = new SourcePlace(name, 1) }],
    };

    public static BoundReport Report { get; } = BoundReport.Of(
        "Demo",
        [Fitting, TooLarge, Fitting with { TypeName = "Demo.Open", DisplayName = "Open", Samples = 0 }, Named(Hostile)],
        [
            new SuppressedDiagnostic("RANK1001", "#pragma or [SuppressMessage]", "'Wide' asks for 1,000,000 samples", new SourcePlace("Wide.cs", 9)),
            new SuppressedDiagnostic("RANK1001", "NoWarn", Hostile, default),
        ]);
}
