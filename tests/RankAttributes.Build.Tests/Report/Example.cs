using RankAttributes.Build.Report;
using RankAttributes.Declarations;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Build.Tests.Report;

/// <summary>Reports with one of everything, to be rendered.</summary>
internal static class Example
{
    public const string Hostile = "<script>window.hostile = true</script>\"'&|`\u0001";

    public static ModelDeclaration Mlp { get; } = new(
        "Demo.Mlp",
        "Mlp",
        new EquatableArray<LayerDeclaration>([Linear("fc1", 512, 784, rank: 16), Linear("fc2", 512, 512, rank: 16),
            Linear("head", 10, 512) with { IsIgnored = true }]),
        default,
        Data(150_000));

    public static ReportedModel Fitting { get; } = ReportedModel.Of(Mlp) with { Place = new SourcePlace("Models/Mlp.cs", 12) };

    /// <summary>Trained: one rank within its budget, one above, none for the layer without a budget.</summary>
    public static ReportedModel Trained { get; } = ReportedModel.Of(Mlp with { TypeName = "Demo.Trained", DisplayName = "Trained" }) with
    {
        Trained = TrainedPrediction.Of(
            ModelPrediction.Of(Mlp, Mlp.Data), new ReachedRanks("run.jsonl", 2340, 10, new Dictionary<string, double> { ["fc1"] = 15.8, ["fc2"] = 69.53 })),
    };

    public static ReportedModel TooLarge { get; } = ReportedModel.Of(Encoder) with
    {
        Place = new SourcePlace("Models/Encoder.cs", 30),
        Creations =
        [
            new ReportedCreation(new CreationPoint("new Encoder<float>(width: 64)", "Demo.Program", "Main"), "Program.Main", ModelPrediction.Of(
                Encoder with
                {
                    Layers = new EquatableArray<LayerDeclaration>([Stem, Linear("project", 256, 64, p: 1), Linear("head", 1000, 256, p: 1)]),
                        UnreadLayers = default,
                },
                Encoder.Data)) { Place = new SourcePlace("Program.cs", 7) },
        ],
    };

    /// <summary>Declares every norm, so that p, spatial widths and the bounds that need norms are shown.</summary>
    public static ReportedModel WithNorms { get; } = ReportedModel.Of(new ModelDeclaration(
        "Demo.Normed", "Normed",
            new EquatableArray<LayerDeclaration>([Stem with { Settings = Stem.Settings with { SpectralNorm = 2 } }, Linear("head", 10, 64, norm: 1)]), default,
            Data(60_000, 9.2, 1)));

    public static BoundReport Report { get; } = BoundReport.Of(
        "Demo",
        [Fitting, Trained, TooLarge, WithNorms, ReportedModel.Of(Mlp with { TypeName = "Demo.Open", DisplayName = "Open", Data = null }), Named(Hostile)],
        [
            new SuppressedDiagnostic("RANK1001", "#pragma or [SuppressMessage]", "'Wide' needs about 1,000,000 samples", new SourcePlace("Wide.cs", 9)),
            new SuppressedDiagnostic("RANK1001", "NoWarn", Hostile, default),
        ]);

    /// <summary>One of many: deep, with a dataset of its own and creations.</summary>
    public static ReportedModel Large(int number, int layers, int creations)
    {
        var name = FormattableString.Invariant($"Classifier{number:000}");
        var model = new ModelDeclaration(
            $"Company.Product.Models.{name}",
            name,
            Enumerable.Range(0, layers).Select(layer => Linear(FormattableString.Invariant($"layer{layer}"), 64 + layer, 64 + number, rank: 8))
                .ToEquatableArray(),
            default,
            Data(20_000 * layers));
        var created = Enumerable.Range(0, creations).Select(creation => new ReportedCreation(
            new CreationPoint(FormattableString.Invariant($"new {name}(width: {64 + creation})"), "Company.Product.Program", "Main"), "Program.Main",
            ModelPrediction.Of(model, model.Data)) { Place = new SourcePlace("Program.cs", 7 + creation) });
        return ReportedModel.Of(model) with { Place = new SourcePlace($"src/Models/{name}.cs", 12), Creations = [.. created] };
    }

    private static LayerDeclaration Stem => Layer("stem.0", LayerKind.Conv2d, 64, 27, p: 1) with { SpatialWidth = 1024 };

    private static ModelDeclaration Encoder
    {
        get
        {
            var width = DimensionExpression.Symbol("width");
            var project = Layer("project", LayerKind.Linear, OperationDimension.Apply(DimensionOperator.Multiply, DimensionExpression.Of(4), width), width,
                p: 1);
            return new ModelDeclaration(
                "Demo.Vision+Encoder`1",
                "Encoder<T>",
                new EquatableArray<LayerDeclaration>(
                [
                    Stem,
                    Layer("blocks.0.conv", LayerKind.Conv2d, 128, 576, p: 1),
                    Layer("embedding", LayerKind.Embedding, 30_000, 256, p: 0.1, rank: 64),
                    project,
                    Linear("block", 64, 64, p: 1) with { Repetition = DimensionExpression.Symbol("depth"), IsConditional = true },
                    Linear("head", 1000, 4096, p: 1),
                ]),
                new EquatableArray<UnreadLayer>([new UnreadLayer("extra", "it is created in a helper that is not part of the class")]),
                Data(50_000));
        }
    }

    public static ReportedModel Named(string name)
    {
        var declared = new ModelDeclaration(
            "Demo." + name,
            name,
            new EquatableArray<LayerDeclaration>([Layer(name, LayerKind.Linear, DimensionExpression.Symbol(name), DimensionExpression.Of(20)),
                Linear(name, 30, 20)]),
            new EquatableArray<UnreadLayer>([new UnreadLayer(name, name)]),
            Data(100) with { Source = name });
        return ReportedModel.Of(declared) with
        {
            Place = new SourcePlace(name, 3),
            Creations = [new ReportedCreation(new CreationPoint(name, name, name), name,
                ModelPrediction.Of(declared, declared.Data)) { Place = new SourcePlace(name, 1) }],
        };
    }
}
